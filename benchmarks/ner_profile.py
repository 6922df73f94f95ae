"""Where the recogniser's time goes, part by part, and how its memory grows; run by ner.py."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import psutil
from varied import article

sys.path.insert(0, str(Path(__file__).parent.parent))

from transforms.fast_ner import FastNer
from transforms.find_spans import find
from transforms.spacy_recogniser import spacy_recogniser

Item = TypeVar("Item")

WARM_UP = 300
BATCH = 32
SAMPLES = 200
WIDTH, HEIGHT, MARGIN = 720, 300, 50
MEGABYTE = 1e6


class Clock:
    """CPU seconds by part of the recogniser."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time added to the part's."""

        def call(*arguments: Any) -> Any:
            started = time.process_time()
            try:
                return function(*arguments)
            finally:
                self.add(part, started)

        return call

    def each(self, part: str, items: Iterable[Item]) -> Iterator[Item]:
        """The items, the time to make them added to the part's."""
        source = iter(items)
        while True:
            started = time.process_time()
            item = next(source, None)
            self.add(part, started)
            if item is None:
                return
            yield item

    def add(self, part: str, started: float) -> None:
        """Adds the time since `started`."""
        self.seconds[part] = self.seconds.get(part, 0) + time.process_time() - started


class TimedBlocks:
    """Convolutions whose time is taken."""

    def __init__(self, convolutions: Any, clock: Clock) -> None:
        self.convolutions, self.clock = convolutions, clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self.convolutions, name)

    def __call__(self, *arguments: Any) -> Iterator[Any]:
        """The blocks."""
        return self.clock.each("convolutions", self.convolutions(*arguments))


def profile(model: str, count: int) -> None:
    """Prints a line for each part: microseconds a word, and its share."""
    recogniser = spacy_recogniser(model)
    fast = getattr(recogniser.run, "__self__", None)
    if not isinstance(fast, FastNer):
        raise SystemExit(f"{model} runs as spaCy runs it; profile it with py-spy")
    run(recogniser, [article(-number - 1) for number in range(WARM_UP)])
    texts = [article(number) for number in range(count)]
    clock = Clock()
    fast.nlp.make_doc = clock.timed("tokenizer", fast.nlp.make_doc)  # type: ignore[method-assign]  # on purpose
    fast.forms.numbers = clock.timed("word forms", fast.forms.numbers)  # type: ignore[method-assign]  # the same
    fast.convolutions = TimedBlocks(fast.convolutions, clock)  # type: ignore[assignment]  # the same
    fast.moves.score = clock.timed("scores of moves", fast.moves.score)  # type: ignore[method-assign]  # the same
    names = fast.moves.names
    fast.moves.names = clock.timed("names", lambda *of: list(names(*of)))  # type: ignore[method-assign]  # the same
    started = time.process_time()
    run(recogniser, texts)
    whole = time.process_time() - started
    words = sum(len(text.split()) for text in texts)
    clock.seconds["rest"] = whole - sum(clock.seconds.values())
    print(f"\n{count:,} articles, {words / whole:,.0f} words/s; µs of CPU a word, share")
    for part, seconds in clock.seconds.items():
        print(f"{part:16} {1e6 * seconds / words:6.2f} {seconds / whole:5.0%}")


def run(recogniser: Any, texts: Sequence[str]) -> None:
    """Finds the names in the texts, batch by batch."""
    for start in range(0, len(texts), BATCH):
        find(recogniser, texts[start : start + BATCH])


def memory(model: str, count: int, path: Path) -> None:
    """Runs `count` articles in this process; prints its resident size, and draws it."""
    recogniser, process = spacy_recogniser(model), psutil.Process()
    sizes: list[tuple[int, float]] = []
    step = max(1, count // (SAMPLES * BATCH)) * BATCH
    for start in range(0, count, step):
        behind = min(start + step, count)
        run(recogniser, [article(number) for number in range(start, behind)])
        sizes.append((behind, process.memory_info().rss / MEGABYTE))
        if len(sizes) % (SAMPLES // 10) == 0 or behind == count:
            print(f"{behind:8,} articles: {sizes[-1][1]:6.0f} MB", flush=True)
    path.write_text(drawing(sizes), encoding="utf-8")


def drawing(points: Sequence[tuple[int, float]]) -> str:
    """An SVG of resident megabytes by articles."""
    most, high = points[-1][0], 1.2 * max(size for _, size in points)
    line = " ".join(
        f"{MARGIN + (WIDTH - 2 * MARGIN) * done / most:.1f},"
        f"{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * size / high:.1f}"
        for done, size in points
    )
    floor, right = HEIGHT - MARGIN, WIDTH - MARGIN
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"
 font-family="sans-serif" font-size="12">
<path d="M{MARGIN} {MARGIN} V{floor} H{right}" fill="none" stroke="black"/>
<polyline points="{line}" fill="none" stroke="steelblue" stroke-width="2"/>
<text x="{MARGIN}" y="{MARGIN - 10}">resident memory, {high:.0f} MB at the top</text>
<text x="{right}" y="{floor + 20}" text-anchor="end">{most:,} articles</text>
</svg>
"""
