"""From produce to a row that a reader sees: python benchmarks/latency.py [SECONDS [RATE]]

A real broker, a producer of articles of real length (some 500 words, published today) at RATE a
second (20), and `newsmill run --follow` with all stages on, once for each commit interval. A row
counts as seen when the manifest that names its file is there. Prints p50 and p99 and draws
latency.png. The first WARM_SECONDS are left out.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import matplotlib as mpl
import pyarrow.parquet as pq
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic
from corpus import article

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scripts.local_kafka import Node, free_port  # noqa: E402 - the tree is no package

mpl.use("agg")

import matplotlib.pyplot as plt  # noqa: E402 - after the choice of its back end

INTERVALS = {"1s": ((50, 1.5), (99, 3.0)), "5s": ((99, 7.0),)}
"""Commit intervals, and for each the percentiles that are aimed at, in seconds."""
WARM_SECONDS = 15.0
POLL_SECONDS = 0.01


def produce(broker: str, topic: str, rate: float, seconds: float) -> int:
    """Sends articles evenly, each stamped with the moment of its sending; gives their number."""
    producer = Producer({"bootstrap.servers": broker, "linger.ms": 0})
    started = time.time()
    number = 0
    while time.time() - started < seconds:
        record = article(number) | {"date": datetime.now(UTC).isoformat(timespec="seconds")}
        producer.produce(
            topic, json.dumps(record), str(number), timestamp=round(time.time() * 1000)
        )
        producer.poll(0)
        number += 1
        time.sleep(max(0.0, started + number / rate - time.time()))
    producer.flush()
    return number


class Watcher(threading.Thread):
    """Notes when each manifest appears."""

    def __init__(self, output: Path) -> None:
        super().__init__(daemon=True)
        self.commits = output / "_meta" / "commits"
        self.seen: dict[Path, float] = {}
        self.ended = threading.Event()

    def run(self) -> None:
        """Looks every POLL_SECONDS."""
        number = 1
        while not self.ended.wait(POLL_SECONDS):
            path = self.commits / f"{number:08d}.json"
            if path.exists():
                self.seen[path] = time.time()
                number += 1


def latencies(output: Path, seen: dict[Path, float], after: float) -> list[tuple[float, float]]:
    """Moment of sending (seconds since `after`) and latency of each published article."""
    found = []
    for manifest, moment in seen.items():
        for file in json.loads(manifest.read_text())["files"]:
            if file["table"] == "articles":
                sent = pq.read_table(output / file["path"], columns=["origin_timestamp"])
                for stamp in sent["origin_timestamp"].to_pylist():
                    found.append((stamp.timestamp() - after, moment - stamp.timestamp()))
    return sorted(found)


def follow(node: Node, folder: Path, interval: str, rate: float, seconds: float) -> list:
    """One run; gives its latencies."""
    topic, output = f"latency-{interval}", folder / f"out-{interval}"
    admin = AdminClient({"bootstrap.servers": node.bootstrap})
    admin.create_topics([NewTopic(topic, 2, 1)])[topic].result()
    watcher = Watcher(output)
    watcher.start()
    command = [
        sys.executable, "-m", "pipeline", "run", f"kafka://{node.bootstrap}/{topic}", "--follow",
        "--output", str(output), "--commit-interval", interval, "--quiet",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT)
    started = time.time()
    sent = produce(node.bootstrap, topic, rate, seconds + WARM_SECONDS)
    time.sleep(12)
    process.send_signal(signal.SIGTERM)
    if process.wait():
        raise SystemExit(f"newsmill ended with {process.returncode}")
    watcher.ended.set()
    found = latencies(output, watcher.seen, started)
    if len(found) != sent:
        raise SystemExit(f"{sent} articles sent, {len(found)} published")
    return [(moment, latency) for moment, latency in found if moment >= WARM_SECONDS]


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` percent of the sorted values lie."""
    return values[min(len(values) - 1, int(len(values) * share / 100))]


def main() -> None:
    """Prints a line for each interval and draws the plot."""
    words = [float(word) for word in sys.argv[1:]]
    seconds, rate = (*words, 60.0)[0], (*words, 60.0, 20.0)[1] if len(words) > 1 else 20.0
    figure, axes = plt.subplots(len(INTERVALS), 1, figsize=(9, 7), constrained_layout=True)
    with tempfile.TemporaryDirectory() as name:
        node = Node(Path(name) / "broker", free_port())
        node.start()
        try:
            for axis, (interval, aims) in zip(axes, INTERVALS.items(), strict=True):
                found = follow(node, Path(name), interval, rate, seconds)
                values = sorted(latency for _, latency in found)
                figures = {share: percentile(values, share) for share in (50, 99)}
                print(
                    f"interval {interval}: {len(values):,} articles at {rate:g}/s, "
                    + ", ".join(f"p{share} {figure:.2f} s" for share, figure in figures.items())
                    + f", most {values[-1]:.2f} s; aim: "
                    + ", ".join(f"p{share} < {aim:g} s" for share, aim in aims),
                    flush=True,
                )
                axis.plot(*zip(*found, strict=True), ".", markersize=2)
                axis.set(title=f"commit interval {interval}", ylabel="seconds until visible")
                axis.set_ylim(bottom=0)
        finally:
            node.stop()
    axes[-1].set_xlabel("seconds since the start")
    figure.savefig("latency.png", dpi=110)
    print("drawn: latency.png")


if __name__ == "__main__":
    main()
