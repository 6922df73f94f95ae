"""A dataset that reads a topic, life after life, and what happened to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.dataset import Dataset
from scripts.queue_feeder import Feeder
from scripts.queue_ledger import audit, snapshot_findings

ROOT = Path(__file__).resolve().parent.parent
SLICE_RECORDS = 12
LAST_RECORDS = 200
"""The same in the undisturbed life at the end."""
LAST_WORDS = 2_000
"""Characters of what a life said that a finding shows."""
PATIENCE = 120.0
"""A life that commits nothing for so long makes no progress (seconds)."""


@dataclass
class Tally:
    """What happened."""

    kills: int = 0
    lives: int = 0
    commits: int = 0
    messages: int = 0
    lost: int = 0
    duplicated: int = 0
    findings: list[str] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        names = list(vars(self))
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True)
class Setting:
    """Where rounds take place: a broker, a folder for datasets, an entity model; and what starts
    the command, as `subprocess.Popen` does."""

    bootstrap: str
    folder: Path
    model: str
    popen: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen


class Life:
    """One run of the command, in a process group of its own; its errors are added to `log`."""

    def __init__(
        self,
        words: Sequence[str],
        log: Path,
        start: Sequence[str] = ("-m", "pipeline"),
        popen: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen,
    ) -> None:
        self.log = log
        self._said_before = log.stat().st_size if log.exists() else 0
        with log.open("ab") as errors:
            self.process = popen(
                [sys.executable, *start, *words],
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        """Whether the driver runs."""
        return self.process.poll() is None

    def kill(self, group: bool) -> None:
        """SIGKILL to the driver, or to all its processes."""
        if group:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()

    def end(self) -> int:
        """SIGTERM, as an operator would; the exit status."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def last_words(self) -> str:
        """How it ended, if it did, and what was said since it began."""
        said = self.log.read_bytes()[self._said_before :].decode("utf-8", "replace")
        return f"exit status {self.process.poll()}: {said[-LAST_WORDS:].strip()}"


class Victim:
    """A dataset that reads one topic, life after life."""

    def __init__(self, setting: Setting, name: str, options: Sequence[str] = ("--quiet",)) -> None:
        self.setting = setting
        self.options = options
        self.output = setting.folder / name
        self.log = setting.folder / f"{name}.log"
        self.dataset = Dataset(self.output)
        self.feeder = Feeder(setting.bootstrap, name)
        self.tally = Tally()
        self.seen = 0

    def words(self, follow: bool, records: int = SLICE_RECORDS) -> list[str]:
        """The command's arguments, with slices of so many records."""
        url = f"kafka://{self.setting.bootstrap}/{self.feeder.topic}"
        words = ["run", url, "--output", str(self.output), "--workers", "1", *self.options]
        words += ["--spacy-model", self.setting.model, "--slice-records", str(records)]
        if follow:
            words += ["--follow", "--commit-interval", "300ms", "--commit-rows", str(records)]
        return words

    def start(self, follow: bool) -> Life:
        """A new life."""
        self.tally.lives += 1
        return Life(self.words(follow), self.log, popen=self.setting.popen)

    def await_commit(self, life: Life, number: int) -> bool:
        """Waits until that commit is there; False if the life or PATIENCE ends before."""
        deadline = time.monotonic() + PATIENCE
        while self.dataset.last() < number and time.monotonic() < deadline:
            if not life.alive:
                return self.dataset.last() >= number
            time.sleep(0.02)
        return self.dataset.last() >= number

    def await_all(self, life: Life) -> bool:
        """Waits until all messages are committed; False if the life or PATIENCE ends before."""
        deadline = time.monotonic() + PATIENCE
        while life.alive and time.monotonic() < deadline:
            if self.committed() >= len(self.feeder.sent):
                return True
            time.sleep(0.05)
        return False

    def committed(self) -> int:
        """Messages that are committed."""
        return sum(manifest.counts.inputs for manifest in self.dataset.manifests())

    def kill(self, life: Life, group: bool) -> None:
        """Kills a life, and looks at what a reader may see then."""
        if life.alive:
            life.kill(group)
            self.tally.kills += 1
        elif life.process.returncode != 0:
            self.find(f"a life ended by itself: {life.last_words()}")
        self.look()

    def look(self) -> None:
        """Checks the commits that were not looked at yet."""
        self.tally.findings += snapshot_findings(self.output, self.seen)
        self.seen = self.dataset.last()

    def find(self, what: str) -> None:
        """Notes a violation."""
        self.tally.findings.append(f"{self.output.name}: {what}")

    def conclude(self) -> Tally:
        """One life more, undisturbed, must read all that is left; then everything is checked."""
        self.tally.lives += 1
        words = self.words(follow=False, records=LAST_RECORDS)
        life = Life(words, self.log, popen=self.setting.popen)
        if life.process.wait(10 * PATIENCE) != 0:
            self.find(f"the last life failed: {life.last_words()}")
        found = audit(self.output, self.feeder.sent)
        self.tally.findings += found.findings
        self.tally.lost, self.tally.duplicated = found.lost, found.duplicated
        self.tally.commits = self.dataset.last()
        self.tally.messages = len(self.feeder.sent)
        return self.tally
