"""Memory and open files of a follower under full load: python benchmarks/soak.py [MINUTES]

A real broker, a producer that keeps the topic ahead of the reader, and `newsmill run --follow` with
all stages on, for MINUTES (30). Samples the memory of the whole process tree (the sum of resident
sizes, and PSS, which counts shared pages once) and its open files every SAMPLE_SECONDS, draws
soak.png, and prints the slope after WARM_SHARE of the time and the range of open files. Workers are
replaced after so many articles, which makes the tree's size a sawtooth; the driver lives
throughout, so its own size is given too. What is in flight comes and goes, so the slope is that of
each minute's median, by least squares, with twice its standard error: how much may be chance.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import fmean, linear_regression, median
from typing import NamedTuple

import matplotlib as mpl
import psutil
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic
from corpus import article
from memory import family

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scripts.local_kafka import Node, free_port  # noqa: E402 - the tree is no package

mpl.use("agg")

import matplotlib.pyplot as plt  # noqa: E402 - after the choice of its back end

SAMPLE_SECONDS = 5.0
WARM_SHARE = 1 / 3
AHEAD = 2_000
"""Articles that wait in the topic at any moment."""


class Load(threading.Thread):
    """Keeps the topic AHEAD of what the group has acknowledged."""

    def __init__(self, broker: str, topic: str, group: str) -> None:
        super().__init__(daemon=True)
        self.producer = Producer({"bootstrap.servers": broker})
        self.consumer = Consumer({"bootstrap.servers": broker, "group.id": group})
        self.place = TopicPartition(topic, 0)
        self.sent = 0
        self.ended = threading.Event()

    def run(self) -> None:
        """Looks once a second."""
        while not self.ended.wait(1.0):
            (reached,) = self.consumer.committed([self.place], timeout=10)
            for _ in range(max(0, reached.offset) + AHEAD - self.sent):
                record = json.dumps(article(self.sent))
                self.producer.produce(self.place.topic, record, partition=0)
                self.sent += 1
            self.producer.flush()

    def stop(self) -> None:
        """Ends it, before its broker goes."""
        self.ended.set()
        self.join()
        self.consumer.close()


class Sample(NamedTuple):
    """A moment: seconds since the start, megabytes (sum of RSS, PSS, RSS of the driver), files."""

    at: float
    resident: float
    shared: float
    driver: float
    files: int


SIZES = {"sum of RSS": "resident", "PSS": "shared", "RSS of the driver": "driver"}
"""What a sample's sizes are called where they are shown."""


def sample(pid: int, at: float) -> Sample:
    """The tree's memory and open files."""
    resident = shared = driver = files = 0
    for process in family(pid):
        try:
            size = process.memory_info().rss
            resident += size
            driver += size if process.pid == pid else 0
            shared += getattr(process.memory_full_info(), "pss", 0)
            files += process.num_fds()
        except psutil.NoSuchProcess:
            continue
    return Sample(at, resident / 1e6, shared / 1e6, driver / 1e6, files)


def soak(seconds: float) -> list[Sample]:
    """What was seen in so many seconds of following."""
    found: list[Sample] = []
    with tempfile.TemporaryDirectory() as name:
        node = Node(Path(name) / "broker", free_port())
        node.start()
        admin = AdminClient({"bootstrap.servers": node.bootstrap})
        admin.create_topics([NewTopic("soak", 1, 1)])["soak"].result()
        load = Load(node.bootstrap, "soak", "soak")
        command = [
            sys.executable, "-m", "pipeline", "run", f"kafka://{node.bootstrap}/soak", "--follow",
            "--output", str(Path(name) / "out"), "--commit-interval", "2s", "--quiet",
            "--kafka-option", "group.id=soak",
        ]  # fmt: skip
        process = subprocess.Popen(command, cwd=ROOT)
        load.start()
        started = time.monotonic()
        try:
            while (now := time.monotonic() - started) < seconds:
                if process.poll() is not None:
                    raise SystemExit(f"newsmill ended with {process.returncode}")
                found.append(sample(process.pid, now))
                time.sleep(SAMPLE_SECONDS)
            load.stop()
            process.send_signal(signal.SIGTERM)
            process.wait()
            print(f"{load.sent:,} articles sent in {seconds / 60:.0f} minutes")
        finally:
            process.kill()
            node.stop()
    return found


def trend(rows: list[tuple[float, float]]) -> tuple[float, float]:
    """Slope per hour of each minute's median, and twice its standard error; rows are seconds and
    value."""
    minutes: dict[int, list[float]] = {}
    for now, value in rows:
        minutes.setdefault(int(now // 60), []).append(value)
    hours = [minute / 60 for minute in minutes]
    values = list(map(median, minutes.values()))
    slope, start = linear_regression(hours, values)
    errors = [value - start - slope * hour for hour, value in zip(hours, values, strict=True)]
    spread = sum((hour - fmean(hours)) ** 2 for hour in hours)
    freedom = max(1, len(hours) - 2)
    return slope, 2 * (sum(error**2 for error in errors) / freedom / spread) ** 0.5


def draw(found: list[Sample]) -> None:
    """Writes soak.png."""
    figure, (above, below) = plt.subplots(2, 1, sharex=True, figsize=(9, 6))
    at = [row.at / 60 for row in found]
    for label, size in SIZES.items():
        above.plot(at, [getattr(row, size) for row in found], label=label)
    above.set(ylabel="MB", ylim=(0, None))
    above.legend()
    below.plot(at, [row.files for row in found])
    below.set(xlabel="minutes", ylabel="open files")
    figure.savefig("soak.png", dpi=110)
    print("drawn: soak.png")


def main() -> None:
    """Prints slopes and files, draws the plot."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    found = soak(minutes * 60)
    warm = [row for row in found if row.at >= minutes * 60 * WARM_SHARE]
    for label, size in SIZES.items():
        sizes = [getattr(row, size) for row in warm]
        slope, error = trend([(row.at, value) for row, value in zip(warm, sizes, strict=True)])
        print(
            f"{label}: {min(sizes):.0f} to {max(sizes):.0f} MB after warm-up, slope "
            f"{slope:+.1f} ± {error:.1f} MB/h over {(warm[-1].at - warm[0].at) / 60:.0f} minutes"
        )
    files = [row.files for row in warm]
    print(f"open files of the tree: {min(files)} to {max(files)}")
    draw(found)


if __name__ == "__main__":
    main()
