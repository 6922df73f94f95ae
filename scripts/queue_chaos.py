"""Kills newsmill again and again while it reads a topic, then checks that nothing is lost or twice.

The broker is real, the command too; each life drains or follows. A life is killed at a random
moment: of its start, until a commit could be there, or soon after its first commit. Half of the
time the whole process group dies, else the driver alone. Lives are forked from a Python that is
ready (`ready_python`), unless all of them are to start cold.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts import ready_python
from scripts.kafka_files import KafkaError
from scripts.local_kafka import Node, free_port
from scripts.queue_feeder import PLACES
from scripts.queue_victim import Setting, Tally, Victim

KILLS, FULL_KILLS = 60, 1_000
ROUND_KILLS = 30
"""Kills of one dataset before it must come to its end."""
LIFE_MESSAGES = 15
"""Written before each life, so that there is always something to do."""
AFTER_COMMIT = 0.2
"""Share of the lives that are killed soon after their first commit."""
SOON = 0.5  # seconds


def torment(setting: Setting, name: str, kills: int, seed: int) -> Tally:
    """Kills one dataset's lives `kills` times at random moments, and lets it come to its end."""
    chance = random.Random(seed)  # noqa: S311 - moments of kills, not secrets
    victim = Victim(setting, name)
    start_seconds = 0.0
    while victim.tally.kills < kills and not victim.tally.findings:
        victim.feeder.send(LIFE_MESSAGES)
        commit, started = victim.dataset.last() + 1, time.monotonic()
        life = victim.start(follow=chance.random() < 0.5)
        if not start_seconds or chance.random() < AFTER_COMMIT:
            if not victim.await_commit(life, commit):
                victim.find(f"a life committed nothing: {life.last_words()}")
            start_seconds = time.monotonic() - started
            time.sleep(chance.uniform(0, SOON))
        else:
            time.sleep(chance.uniform(0, start_seconds))
        victim.kill(life, group=chance.random() < 0.5)
    return victim.conclude()


def rounds(setting: Setting, kills: int, seed: int, jobs: int) -> Tally:
    """`kills` kills in rounds of at most ROUND_KILLS, `jobs` of them at a time."""
    number = max(jobs, -(-kills // ROUND_KILLS))
    shares = [kills // number + (place < kills % number) for place in range(number)]
    with ThreadPoolExecutor(jobs) as pool:
        done = [
            pool.submit(torment, setting, f"chaos-{seed}-{place}", share, seed + place)
            for place, share in enumerate(shares)
        ]
        return sum((one.result() for one in done), Tally())


def small_model(folder: Path) -> str:
    """A real entity model that loads fast."""
    import spacy

    nlp = spacy.blank("en")
    patterns = [{"label": "GPE", "pattern": place} for place in PLACES]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]  # the ruler's own method
    nlp.to_disk(folder / "model")
    return str(folder / "model")


def summary(tally: Tally, seconds: float) -> str:
    """The figures, one a line, after what went wrong."""
    names = ("kills", "lives", "commits", "messages", "lost", "duplicated")
    lines = [f"{name:<10}  {getattr(tally, name):>8,}" for name in names]
    return "\n".join([*tally.findings, *lines, f"{'seconds':<10}  {seconds:>8,.1f}"])


def main() -> int:
    """The command; 0 if the promise held, 1 if not, 2 without a broker."""
    parser = argparse.ArgumentParser(prog="scripts/chaos", description=__doc__)
    parser.add_argument("--queue", action="store_true", required=True, help="read a Kafka topic")
    parser.add_argument("--full", action="store_true", help=f"{FULL_KILLS:,} kills; ten minutes")
    parser.add_argument(
        "--cold", action="store_true", help="start Python for each life; with --full, an hour"
    )
    parser.add_argument("--kills", type=int, help=f"how many (default {KILLS})")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (default 1)")
    parser.add_argument("--jobs", type=int, default=2, help="datasets at a time (default 2)")
    given = parser.parse_args()
    kills = given.kills or (FULL_KILLS if given.full else KILLS)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="newsmill-chaos-") as name:
        folder = Path(name)
        node = Node(folder / "broker", free_port())
        try:
            node.start()
            popen = subprocess.Popen if given.cold else ready_python.Popen
            setting = Setting(node.bootstrap, folder, small_model(folder), popen)
            tally = rounds(setting, kills, given.seed, given.jobs)
        except KafkaError as error:
            print(f"chaos: {error}", file=sys.stderr)
            return 2
        finally:
            node.kill()
    print(summary(tally, time.monotonic() - started))
    return 1 if tally.findings else 0


if __name__ == "__main__":
    sys.exit(main())
