"""newsmill against a plain loop on one topic: python benchmarks/drain.py [--messages N[,N...]]

Starts a real broker and fills a topic with N (200,000) articles of 2 KB, in JSON. Then drains it
in turn by the loop of plain_loop.py, by the same loop with what newsmill must do besides, and by
`newsmill run` without models, first with the cleaning of text, then without. Prints for each the
messages/s of the whole process, start-up included, the ratio to the plain loop, CPU per message,
and the peak memory of the process tree: the sum of resident sizes, where pages that processes share
count once for each, and the sum of proportional sizes, which is what the tree takes of the machine.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pyarrow.parquet as pq
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic
from corpus import article
from memory import family, proportional, resident

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scripts.local_kafka import Node, free_port  # noqa: E402 - the tree is no package

SENTENCES = 13
"""Sentences of an article: 2 KB of JSON."""
PARTITIONS = 2
SAMPLE_SECONDS = 0.1
SHARED_EVERY = 10
"""Proportional sizes are taken once in so many samples: the kernel walks all pages for them."""
DISTINCT = 20_000
"""Bodies that are made up; the others are the same under another address and title."""
LEFT_OUT = {
    "newsmill without models": "Language,Entities,Topics",
    "newsmill, nor Clean": "Clean,Language,Entities,Topics",
}
"""What newsmill does: clean too, or read, decode and commit alone."""


@dataclass(frozen=True)
class Result:
    """One drain: seconds of wall time, of CPU (user and system), peak bytes of the tree, as the sum
    of resident and of proportional sizes."""

    name: str
    messages: int
    seconds: float
    cpu: float
    memory: int
    proportional: int

    @property
    def rate(self) -> float:
        """Messages a second."""
        return self.messages / self.seconds

    def line(self, plain: Result) -> str:
        """The figures, against those of the plain loop."""
        return (
            f"{self.name:32} {self.rate:9,.0f} messages/s  ratio {self.rate / plain.rate:5.2f}  "
            f"{self.cpu / self.messages * 1e6:6.0f} us CPU each  tree {self.memory / 1e6:5.0f} MB, "
            f"proportional {self.proportional / 1e6:4.0f} MB"
        )


def fill(bootstrap: str, topic: str, count: int) -> float:
    """Produces the articles; gives their mean size in bytes."""
    admin = AdminClient({"bootstrap.servers": bootstrap})
    admin.create_topics([NewTopic(topic, PARTITIONS, 1)])[topic].result(30)
    producer = Producer(
        {"bootstrap.servers": bootstrap, "linger.ms": 20, "queue.buffering.max.messages": 200_000}
    )
    bodies = [article(number, SENTENCES) for number in range(min(count, DISTINCT))]
    size = 0
    for number in range(count):
        record = bodies[number % len(bodies)] | {
            "url": f"https://bench.example/{number}",
            "title": f"Article {number}",
        }
        value = json.dumps(record).encode()
        size += len(value)
        while True:
            try:
                producer.produce(topic, value, str(number), partition=number % PARTITIONS)
                break
            except BufferError:
                producer.poll(0.1)
    producer.flush()
    return size / count


def drain(name: str, command: list[str], messages: int) -> Result:
    """Runs a command to its end, with an eye on its processes."""
    started, memory, shared = time.monotonic(), 0, 0
    cpu: dict[int, float] = {}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for sample in itertools.count():
        if process.poll() is not None:
            break
        alive = family(process.pid)
        for one in alive:
            cpu[one.pid] = max(cpu.get(one.pid, 0.0), cpu_seconds(one))
        memory = max(memory, sum(map(resident, alive)))
        if sample % SHARED_EVERY == 0:
            shared = max(shared, sum(map(proportional, alive)))
        time.sleep(SAMPLE_SECONDS)
    if process.returncode:
        raise SystemExit(process.returncode)
    return Result(name, messages, time.monotonic() - started, sum(cpu.values()), memory, shared)


def cpu_seconds(process: psutil.Process) -> float:
    """User and system time so far, 0 if the process has just ended."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def compare(bootstrap: str, count: int, folder: Path) -> Result:
    """The drains of one topic, printed; gives newsmill's last."""
    topic = f"articles-{count}"
    size = fill(bootstrap, topic, count)
    print(f"{count:,} messages of {size:,.0f} bytes", flush=True)
    loop = [sys.executable, str(Path(__file__).with_name("plain_loop.py")), bootstrap, topic]
    mill = [sys.executable, "-m", "pipeline", "run", f"kafka://{bootstrap}/{topic}", "--quiet"]
    plain = drain("plain loop", [*loop, str(folder / "plain")], count)
    print(plain.line(plain), flush=True)
    more = drain("plain loop, hashed and sorted", [*loop, str(folder / "must"), "--must"], count)
    print(more.line(plain), flush=True)
    for name, without in LEFT_OUT.items():
        output = folder / f"out-{len(without)}"
        found = drain(name, [*mill, "--output", str(output), "--without", without], count)
        print(found.line(plain), flush=True)
        if rows(output / "data" / "articles") != count:
            raise SystemExit("rows are missing")
    return found


def rows(folder: Path) -> int:
    """Rows of all Parquet files."""
    return sum(pq.read_metadata(path).num_rows for path in folder.rglob("*.parquet"))


def main() -> None:
    """Prints the table for each number of messages."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", default="200000")
    counts = [int(word) for word in parser.parse_args().messages.split(",")]
    found = []
    with tempfile.TemporaryDirectory() as name:
        node = Node(Path(name) / "broker", free_port())
        node.start()
        try:
            for count in counts:
                folder = Path(name) / str(count)
                folder.mkdir()
                found.append(compare(node.bootstrap, count, folder))
        finally:
            node.stop()
    if len(found) > 1:
        print(f"memory, last to first: {found[-1].proportional / found[0].proportional:.3f}")


if __name__ == "__main__":
    main()
