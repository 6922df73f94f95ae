"""One process against two that share a topic and a dataset: python benchmarks/shards.py [ARTICLES]

A real broker, a topic of four partitions with ARTICLES (1,500) of real length, all stages on, one
worker a process: drained by one process, and by two with --shard 1/2 and 2/2. Articles a second are
counted from the first commit to the last, so that loading models does not count. Prints the ratio.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic
from corpus import article
from latency import Watcher

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scripts.local_kafka import Node, free_port  # noqa: E402 - the tree is no package

PARTITIONS = 4
SLICE_RECORDS = 100


def fill(broker: str, count: int) -> None:
    """Spreads the articles evenly."""
    admin = AdminClient({"bootstrap.servers": broker})
    admin.create_topics([NewTopic("shards", PARTITIONS, 1)])["shards"].result()
    producer = Producer({"bootstrap.servers": broker})
    for number in range(count):
        record = article(number) | {"date": "2025-03-01T08:00:00Z"}
        producer.produce("shards", json.dumps(record), partition=number % PARTITIONS)
        producer.poll(0)
    producer.flush()


def rate(broker: str, output: Path, processes: int, count: int) -> float:
    """Articles a second of so many processes together."""
    watcher = Watcher(output)
    watcher.start()
    running = [
        subprocess.Popen(
            [
                sys.executable, "-m", "pipeline", "run", f"kafka://{broker}/shards", "--quiet",
                "--output", str(output), "--workers", "1", "--slice-records", str(SLICE_RECORDS),
                "--shard", f"{number}/{processes}",
            ],
            cwd=ROOT,
        )
        for number in range(1, processes + 1)
    ]  # fmt: skip
    statuses = [process.wait() for process in running]
    if any(statuses):
        raise SystemExit("newsmill failed")
    watcher.ended.set()
    watcher.join()
    counts = [json.loads(path.read_text())["counts"]["inputs"] for path in watcher.seen]
    if sum(counts) != count:
        raise SystemExit(f"{sum(counts)} of {count} articles were read")
    moments = list(watcher.seen.values())
    return (count - counts[0]) / (moments[-1] - moments[0])


def main() -> None:
    """Prints both rates and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500
    with tempfile.TemporaryDirectory() as name:
        node = Node(Path(name) / "broker", free_port())
        node.start()
        try:
            fill(node.bootstrap, count)
            rates = [
                rate(node.bootstrap, Path(name) / f"out-{number}", number, count)
                for number in (1, 2)
            ]
        finally:
            node.stop()
    print(
        f"one process {rates[0]:.1f}, two processes {rates[1]:.1f} articles/s: "
        f"ratio {rates[1] / rates[0]:.2f}"
    )


if __name__ == "__main__":
    main()
