"""The drop folder with real files and the real watcher; commits are simulated on a real index."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from conftest import article, write_jsonl

from pipeline.commit import PlanAgainError
from pipeline.config import OptionError, RunConfig
from pipeline.dataset import Dataset
from pipeline.index import Index, open_index
from pipeline.record import Record
from pipeline.shard import WHOLE
from pipeline.sources import done_folder, folder, roots
from pipeline.sources.arrivals import Arrivals
from pipeline.sources.feed import FeedError
from pipeline.sources.folder import FolderFeed
from pipeline.sources.folder_watch import Changes, FolderWatch
from pipeline.sources.refused import RETRY_SECONDS, Refused
from pipeline.sources.roots import check_followed
from pipeline.sources.source import InputError
from schemas.manifest import UNREADABLE, Counts, Manifest, SourceRange
from schemas.reject import Reject

SETTLE = 0.2
OLD = 1_600_000_000.0
PATIENCE = 20.0
"""Seconds after which what should have come counts as lost."""


class Drop:
    """A followed folder, its index, and what was said."""

    def __init__(self, path: Path, index: Index, **options: object) -> None:
        self.said: list[str] = []
        self.index = index
        self.commits = 0
        self.config = replace(
            RunConfig(
                inputs=(str(path / "in"),),
                output=str(path / "out"),
                follow=True,
                settle=f"{SETTLE}s",
                source_timeout="1s",
            ),
            **options,  # type: ignore[arg-type]  # names and types are the test's
        )
        self.open()

    def open(self) -> None:
        self.feed = FolderFeed(self.config, self.index, self.said.append)
        self.stream = self.feed.records()

    def restart(self) -> None:
        self.feed.close()
        self.open()

    def pull(self, number: int) -> list[Record]:
        """The next `number` records; each may take its time."""
        found: list[Record] = []
        deadline = time.monotonic() + PATIENCE
        while len(found) < number:
            item = next(self.stream)
            if item is not None:
                found.append(item)
                deadline = time.monotonic() + PATIENCE
            assert time.monotonic() < deadline, f"{len(found)} of {number} came"
        return found

    def quiet(self, seconds: float = 2 * SETTLE) -> bool:
        """Whether nothing comes for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if next(self.stream) is not None:
                return False
        return True

    def until(self, holds: Callable[[], bool]) -> None:
        """Lets the feed go on until something holds; nothing may be delivered."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert next(self.stream) is None
            assert time.monotonic() < deadline

    def commit(self, records: list[Record]) -> None:
        spans: dict[str, SourceRange] = {}
        for record in records:
            span = record.source
            assert span is not None
            spans[span.uri] = spans[span.uri].then(span) if span.uri in spans else span
        self.feed.check(list(spans.values()), lambda: None)
        self.commits += 1
        manifest = Manifest(
            self.commits, "run", "run", "", 1, "", "month", {}, Counts(), (), tuple(spans.values())
        )
        self.index.apply(manifest, [])
        self.feed.acknowledge(manifest)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    return path


@pytest.fixture
def follow(tmp_path: Path, inbox: Path) -> Iterator[Callable[..., Drop]]:
    drops: list[Drop] = []

    def make(**options: object) -> Drop:
        drops.append(Drop(tmp_path, open_index(tmp_path / "index.sqlite"), **options))
        return drops[-1]

    yield make
    for drop in drops:
        drop.feed.close()
        drop.index.close()


def put(path: Path, *numbers: int, at: float | None = None) -> Path:
    """Writes a file of articles; `at` is its time of change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_jsonl(path, [article(number) for number in numbers])
    if at is not None:
        os.utime(path, (at, at))
    return path


def names(records: list[Record]) -> list[str]:
    return [Path(record.message.origin.uri).name for record in records]


def test_old_files_come_at_once_in_plan_order_and_once(inbox, follow):
    for name in ("b.jsonl", "a/x.jsonl", "c.jsonl"):
        put(inbox / name, 1, at=OLD)
    put(inbox / ".hidden.jsonl", 1, at=OLD)
    put(inbox / ".tmp" / "y.jsonl", 1, at=OLD)
    drop = follow(settle="1h")
    records = drop.pull(3)
    assert names(records) == ["x.jsonl", "b.jsonl", "c.jsonl"]
    assert all(record.source.complete for record in records)
    assert drop.quiet()
    drop.commit(records)
    assert drop.quiet()
    drop.restart()
    assert drop.quiet()


def test_what_was_not_committed_comes_again_after_a_restart(inbox, follow):
    put(inbox / "a.jsonl", 1, 2, 3, at=OLD)
    put(inbox / "b.jsonl", 4, at=OLD)
    drop = follow()
    drop.commit(drop.pull(2))
    drop.restart()
    records = drop.pull(2)
    assert [(Path(r.source.uri).name, r.source.first) for r in records] == [
        ("a.jsonl", 2),
        ("b.jsonl", 0),
    ]


def test_renamed_in(inbox, follow, tmp_path):
    drop = follow(settle="1h")
    assert drop.quiet(0.3)
    ready = put(tmp_path / "ready.jsonl", 1, at=OLD)
    ready.rename(inbox / "a.jsonl")
    assert names(drop.pull(1)) == ["a.jsonl"]
    put(inbox / ".b.jsonl", 2, at=OLD).rename(inbox / "b.jsonl")
    assert names(drop.pull(1)) == ["b.jsonl"]


def test_folder_renamed_in_and_folders_made(inbox, follow, tmp_path):
    drop = follow()
    assert drop.quiet(0.2)
    put(tmp_path / "batch" / "deep" / "a.jsonl", 1, at=OLD)
    (tmp_path / "batch").rename(inbox / "batch")
    assert names(drop.pull(1)) == ["a.jsonl"]
    put(inbox / "x" / "y" / "b.jsonl", 2)
    assert names(drop.pull(1)) == ["b.jsonl"]
    put(inbox / "x" / "y" / "c.jsonl", 3)
    assert names(drop.pull(1)) == ["c.jsonl"]


def test_file_that_is_written_slowly_comes_whole(inbox, follow):
    drop = follow(settle="1s")
    lines = [json.dumps(article(n)) + "\n" for n in range(5)]
    with (inbox / "a.jsonl").open("w") as sink:
        for line in lines:
            sink.write(line[:50])
            sink.flush()
            assert drop.quiet(0.25)
            sink.write(line[50:])
            sink.flush()
            assert drop.quiet(0.25)
    written = time.monotonic()
    records = drop.pull(5)
    assert time.monotonic() - written > 0.25
    assert not any(isinstance(record.record, Reject) for record in records)
    assert drop.quiet(2)


@pytest.mark.parametrize("poll", ["0s", "100ms"])
def test_time_of_change_ahead_of_our_clock(inbox, follow, poll):
    drop = follow(poll_interval=poll)
    ahead = time.time() + 3600
    path = put(inbox / "a.jsonl", 1, at=ahead)
    started = time.monotonic()
    records = drop.pull(1)
    assert SETTLE / 2 < time.monotonic() - started < PATIENCE / 2
    drop.commit(records)
    put(path, 1, 2, at=ahead + 1)
    assert len(drop.pull(2)) == 2


def test_change_that_is_seen_counts_whatever_the_files_time_says(inbox, follow):
    path = put(inbox / "a.jsonl", 0, at=OLD)
    drop = follow(settle="1s")
    drop.commit(drop.pull(1))
    for number in range(1, 5):  # a server whose clock is far behind
        with path.open("a") as sink:
            sink.write(json.dumps(article(number)) + "\n")
        os.utime(path, (OLD + number, OLD + number))
        assert drop.quiet(0.25)
    assert len(drop.pull(5)) == 5


def test_changed_after_the_commit_comes_again_whole(inbox, follow):
    path = put(inbox / "a.jsonl", 1)
    drop = follow()
    drop.commit(drop.pull(1))
    put(path, 1, 2)
    records = drop.pull(2)
    assert [record.source.first for record in records] == [0, 1]


def test_changed_between_delivery_and_commit(inbox, follow):
    path, other = put(inbox / "a.jsonl", 1), put(inbox / "b.jsonl", 9)
    drop = follow()
    records = drop.pull(2)
    put(path, 1, 2)
    with pytest.raises(PlanAgainError, match=r"a\.jsonl changed while it was read"):
        drop.commit(records)
    drop.restart()
    again = drop.pull(3)
    assert sorted(names(again)) == ["a.jsonl", "a.jsonl", "b.jsonl"]
    other.unlink()  # gone is no change
    drop.commit(again)
    assert drop.quiet()


def test_changed_after_the_check_comes_again_after_the_acknowledgement(inbox, follow, monkeypatch):
    path = put(inbox / "a.jsonl", 1)
    drop = follow()
    records = drop.pull(1)
    put(path, 1, 2)
    assert drop.quiet()  # never twice at once: the first is not committed
    monkeypatch.setattr(drop.feed, "check", lambda *_: None)
    drop.commit(records)
    assert len(drop.pull(2)) == 2


def test_output_and_done_are_never_read(tmp_path, inbox, follow):
    drop = follow(output=str(inbox / "out"), done=str(inbox / "done"))
    assert drop.quiet(0.2)
    for name in ("out/data/x.jsonl", "done/y.jsonl", "out/data/_staging/z.jsonl"):
        put(inbox / name, 1, at=OLD)
    put(inbox / "a.jsonl", 1, at=OLD)
    records = drop.pull(1)
    assert names(records) == ["a.jsonl"]
    drop.commit(records)
    assert (inbox / "done" / "a.jsonl").exists()
    assert drop.quiet()
    drop.restart()
    assert drop.quiet()


def test_moved_when_done(tmp_path, inbox, follow):
    done = tmp_path / "done"
    put(inbox / "sub" / "a.jsonl", 1, 2, at=OLD)
    put(inbox / "b.jsonl", 3, at=OLD)
    drop = follow(done=str(done))
    records = drop.pull(3)
    drop.commit(records[:1])
    drop.commit(records[1:2])
    assert sorted(p.name for p in inbox.rglob("*.jsonl")) == ["a.jsonl"]
    drop.commit(records[2:])
    assert sorted(str(p.relative_to(done)) for p in done.rglob("*.jsonl")) == [
        "b.jsonl",
        "sub/a.jsonl",
    ]
    assert list(inbox.rglob("*.jsonl")) == []
    put(inbox / "b.jsonl", 4, at=OLD + 1)
    drop.commit(drop.pull(1))
    assert sorted(p.name for p in done.iterdir()) == ["b.1.jsonl", "b.jsonl", "sub"]
    assert json.loads((done / "b.1.jsonl").read_text())["url"].endswith("/4")
    assert drop.said == []


def test_committed_and_not_moved_is_moved_by_the_next_start(tmp_path, inbox, follow):
    done = tmp_path / "done"
    path, changed = put(inbox / "a.jsonl", 1, at=OLD), put(inbox / "b.jsonl", 2, at=OLD)
    drop = follow()
    drop.commit(drop.pull(2))  # as if it died before the move
    put(changed, 2, 3, at=OLD)
    drop.config = replace(drop.config, done=str(done))
    drop.restart()
    records = drop.pull(2)
    assert not path.exists()
    assert (done / "a.jsonl").exists()
    assert changed.exists()
    drop.commit(records)
    assert not changed.exists()


def test_changed_file_is_not_moved(tmp_path, inbox, follow, monkeypatch):
    path = put(inbox / "a.jsonl", 1, at=OLD)
    drop = follow(done=str(tmp_path / "done"))
    records = drop.pull(1)
    put(path, 1, 2)
    monkeypatch.setattr(drop.feed, "check", lambda *_: None)
    drop.commit(records)
    assert path.exists()
    assert len(drop.pull(2)) == 2


def test_file_that_cannot_be_moved_stays_and_is_said_once(tmp_path, inbox, follow):
    (tmp_path / "done").write_text("a file where the folder should be")
    for name in ("a.jsonl", "b.jsonl"):
        put(inbox / name, 1, at=OLD)
    drop = follow(done=str(tmp_path / "done"))
    drop.commit(drop.pull(2))
    assert len(drop.said) == 1
    assert "cannot move" in drop.said[0]
    assert sorted(p.name for p in inbox.iterdir()) == ["a.jsonl", "b.jsonl"]


def test_move_across_file_systems(tmp_path, monkeypatch):
    source = put(tmp_path / "in" / "a.jsonl", 1, at=OLD)
    text = source.read_text()
    rename = os.rename

    def refuse(path: object, target: object) -> None:
        if path == str(source):
            raise OSError(errno.EXDEV, "another file system")
        rename(path, target)  # type: ignore[arg-type]  # paths

    monkeypatch.setattr(done_folder.os, "rename", refuse)
    done_folder.place(str(source), tmp_path / "done" / "a.jsonl")
    assert not source.exists()
    assert [p.name for p in (tmp_path / "done").iterdir()] == ["a.jsonl"]
    assert (tmp_path / "done" / "a.jsonl").read_text() == text
    assert (tmp_path / "done" / "a.jsonl").stat().st_mtime == OLD


def test_move_that_fails_leaves_nothing_behind(tmp_path):
    with pytest.raises(FileNotFoundError):
        done_folder.place(str(tmp_path / "none"), tmp_path / "done" / "a.jsonl")
    assert list((tmp_path / "done").iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_until_its_permissions_change(inbox, follow):
    path = put(inbox / "a.jsonl", 1, at=OLD)
    path.chmod(0)
    drop = follow()
    (record,) = drop.pull(1)
    check_refused(record)
    drop.commit([record])
    assert drop.quiet()
    path.chmod(stat.S_IRUSR)
    assert len(drop.pull(1)) == 1


def check_refused(record: Record) -> None:
    assert isinstance(record.record, Reject)
    assert record.record.reason == "unreadable_file"
    assert record.source.version == UNREADABLE


def test_link_that_leads_nowhere_until_it_leads_somewhere(inbox, follow, tmp_path):
    (inbox / "a.jsonl").symlink_to(tmp_path / "target.jsonl")
    drop = follow()
    (record,) = drop.pull(1)
    check_refused(record)
    drop.commit([record])
    assert drop.quiet()
    put(tmp_path / "target.jsonl", 1, at=OLD)
    drop.restart()
    assert drop.pull(1)[0].source.version != UNREADABLE


def test_file_that_opens_and_fails_is_not_tried_all_the_time(tmp_path):
    now = [0.0]
    refused = Refused(lambda: now[0])
    path = put(tmp_path / "a.jsonl", 1)
    (source,) = roots.expand([str(path)])
    assert not refused.holds(source)
    refused.add(source)
    assert refused.holds(source)
    now[0] = RETRY_SECONDS
    assert not refused.holds(source)
    refused.add(source)
    path.chmod(0o600 if path.stat().st_mode & 0o77 else 0o644)
    assert not refused.holds(source)


def test_name_that_is_no_utf_8(inbox, follow):
    drop = follow()
    assert drop.quiet(0.2)
    path = os.fsencode(inbox) + b"/caf\xe9.jsonl"
    with open(path, "w") as sink:
        sink.write(json.dumps(article(1)) + "\n")
    (record,) = drop.pull(1)
    assert record.source.uri.endswith("caf\\xe9.jsonl")
    put(inbox / "b.jsonl", 2)
    assert names(drop.pull(1)) == ["b.jsonl"]  # the watcher still works


def test_every_file_that_cannot_hold_articles_is_left_alone(inbox, follow):
    os.mkfifo(inbox / "pipe")
    drop = follow()
    put(inbox / "a.jsonl", 1)
    os.mkfifo(inbox / "pipe2")
    assert names(drop.pull(1)) == ["a.jsonl"]
    assert drop.quiet()


def test_ten_thousand_files_at_once(inbox, follow):
    drop = follow(settle="200ms")
    assert drop.quiet(0.2)
    line = json.dumps(article(1))
    for number in range(10_000):
        (inbox / f"{number}.json").write_text(line)
    before = psutil.Process().memory_info().rss
    records = drop.pull(10_000)
    grown = psutil.Process().memory_info().rss - before
    assert len({record.source.uri for record in records}) == 10_000
    assert grown < 100 << 20  # measured: 22 MiB, the records included
    drop.commit(records)
    assert drop.feed.taken == {}
    assert len(drop.feed.settling) == 0
    assert drop.quiet()


def test_more_files_than_may_wait(inbox, follow, monkeypatch):
    monkeypatch.setattr(folder, "MOST_SETTLING", 20)
    monkeypatch.setattr(folder, "READ_AT", 10)
    drop = follow()
    for number in range(100):
        put(inbox / f"{number}.jsonl", number)
    assert len(set(names(drop.pull(100)))) == 100
    assert drop.quiet()


def test_idle_costs_next_to_nothing(inbox, follow):
    for number in range(500):
        put(inbox / f"{number}.jsonl", 1, at=OLD)
    drop = follow()
    drop.commit(drop.pull(500))
    ticks, started, cost = 0, time.monotonic(), time.process_time()
    while time.monotonic() - started < 2:
        assert next(drop.stream) is None
        ticks += 1
    assert time.process_time() - cost < 2 * 0.02  # measured: 0.004 s; room for a slow machine
    assert 5 < ticks < 60


def test_busy_neighbours_are_not_made_to_wait(inbox, follow):
    drop = follow()
    drop.quiet(0.3)
    waited = 0.0
    for _ in range(20):
        time.sleep(0.02)  # another feed's turn
        started = time.monotonic()
        assert next(drop.stream) is None
        waited += time.monotonic() - started
    assert waited / 20 < 0.03


def test_folder_goes_and_comes_back(inbox, follow, tmp_path):
    put(inbox / "a.jsonl", 1, at=OLD)
    drop = follow(source_timeout="20s")
    drop.commit(drop.pull(1))
    inbox.rename(tmp_path / "away")
    drop.until(lambda: bool(drop.said))
    assert drop.said[0].startswith(f"{inbox} is gone")
    put(tmp_path / "away" / "b.jsonl", 2, at=OLD)
    assert drop.quiet(1)
    (tmp_path / "away").rename(inbox)
    assert names(drop.pull(1)) == ["b.jsonl"]
    drop.until(lambda: len(drop.said) > 1)
    assert drop.said[1:] == [f"{inbox} is back; listing it anew"]
    put(inbox / "c.jsonl", 3)
    assert names(drop.pull(1)) == ["c.jsonl"]  # and is watched again


def test_folder_that_stays_away(inbox, follow):
    drop = follow(source_timeout="500ms")
    assert drop.quiet(0.3)
    shutil.rmtree(inbox)
    started = time.monotonic()
    with pytest.raises(FeedError, match=r"has been away for 0\.5 s"):
        drop.quiet(PATIENCE)
    assert time.monotonic() - started > 0.5
    assert len(drop.said) == 1


def test_folder_made_anew_in_a_moment(inbox, follow):
    drop = follow()
    assert drop.quiet(0.3)
    shutil.rmtree(inbox)
    inbox.mkdir()
    put(inbox / "a.jsonl", 1)
    assert names(drop.pull(1)) == ["a.jsonl"]
    put(inbox / "b.jsonl", 2)
    assert names(drop.pull(1)) == ["b.jsonl"]


def test_feed_that_is_made_anew_while_the_folder_is_away_waits(inbox, follow):
    shutil.rmtree(inbox)
    drop = follow()
    drop.until(lambda: bool(drop.said))
    put(inbox / "a.jsonl", 1)
    assert names(drop.pull(1)) == ["a.jsonl"]


def broken() -> Generator[Changes, None, None]:
    raise OSError("the kernel gave up")
    yield set()


def test_watcher_that_fails(inbox, follow):
    drop = follow()
    assert drop.quiet(0.3)
    drop.feed.arrivals.watch.stream = broken()
    put(inbox / "a.jsonl", 1)
    assert names(drop.pull(1)) == ["a.jsonl"]
    put(inbox / "b.jsonl", 1)
    assert names(drop.pull(1)) == ["b.jsonl"]


def test_nothing_can_be_watched(inbox, follow, monkeypatch):
    def refuse(*_: object, **__: object) -> Iterator[object]:
        raise OSError("no more watches")
        yield

    monkeypatch.setattr("watchfiles.watch", refuse)
    monkeypatch.setattr("pipeline.sources.arrivals.REMOTE_SECONDS", 0.2)
    drop = follow()
    assert drop.quiet(0.5)
    assert "cannot watch" in drop.said[0]
    put(inbox / "a.jsonl", 1)
    assert names(drop.pull(1)) == ["a.jsonl"]
    assert len(drop.said) == 1


def test_changes_that_nobody_told_of(inbox, follow, monkeypatch):
    monkeypatch.setattr(FolderWatch, "changes", lambda _: set())  # as on a network's file system
    drop = follow()
    assert drop.quiet(0.3)
    put(inbox / "a.jsonl", 1)
    assert names(drop.pull(1)) == ["a.jsonl"]


def test_all_is_listed_again_now_and_then(inbox, follow, monkeypatch):
    put(inbox / "sub" / "a.jsonl", 1, at=OLD)
    monkeypatch.setattr(FolderWatch, "changes", lambda _: set())
    monkeypatch.setattr(roots, "FULL_LISTING_SECONDS", 1.0)
    drop = follow()
    drop.commit(drop.pull(1))
    put(inbox / "sub" / "b.jsonl", 2)  # the folder itself does not change
    assert names(drop.pull(1)) == ["b.jsonl"]


def test_polling(inbox, follow):
    drop = follow(poll_interval="200ms")
    assert drop.feed.arrivals.watch.stream is None
    assert drop.quiet(0.2)
    path = put(inbox / "a.jsonl", 1)
    drop.commit(drop.pull(1))
    put(path, 1, 2)
    drop.commit(drop.pull(2))
    assert drop.quiet()
    assert drop.feed.arrivals.watch.stream is None


def test_several_folders_files_and_globs(inbox, follow, tmp_path):
    other, single = tmp_path / "other", put(tmp_path / "single.jsonl", 3, at=OLD)
    put(inbox / "a.jsonl", 1, at=OLD)
    put(other / "b.jsonl", 2, at=OLD)
    (tmp_path / "many").mkdir()
    drop = follow(
        inputs=(str(inbox), str(other), str(single), str(tmp_path / "many" / "*.jsonl")),
        done=str(tmp_path / "done"),
    )
    records = drop.pull(3)
    assert sorted(names(records)) == ["a.jsonl", "b.jsonl", "single.jsonl"]
    drop.commit(records)
    put(tmp_path / "many" / "c.jsonl", 4)
    put(tmp_path / "many" / "d.txt", 4)
    put(single, 5)
    put(other / "b2.jsonl", 6)
    records = drop.pull(3)
    assert sorted(names(records)) == ["b2.jsonl", "c.jsonl", "single.jsonl"]
    drop.commit(records)
    assert drop.quiet()
    done = sorted(p.name for p in (tmp_path / "done").iterdir())
    assert done == ["a.jsonl", "b.jsonl", "b2.jsonl", "c.jsonl", "single.1.jsonl", "single.jsonl"]
    assert (tmp_path / "many" / "d.txt").exists()
    assert drop.said == []


def test_shards_share_a_folder(inbox, follow):
    paths = {str(put(inbox / f"{n}.jsonl", n, at=OLD)) for n in range(20)}
    found = []
    for shard in ("1/2", "2/2"):
        drop = follow(shard=shard)
        mine = [path for path in paths if WHOLE.is_of(drop.config.shard_of, path)]
        records = drop.pull(len(mine))
        assert drop.quiet(0.2)
        assert {record.source.uri for record in records} == set(mine)
        found += mine
    assert sorted(found) == sorted(paths)


def test_lag(inbox, follow, monkeypatch):
    monkeypatch.setattr(folder, "LAG_SECONDS", 0.0)
    started = time.time()
    put(inbox / "a.jsonl", 1, at=OLD)
    put(inbox / "b.jsonl", 2)
    drop = follow(settle="2s")
    records = drop.pull(1)
    (lag,) = drop.feed.lags()
    assert (lag.uri, lag.messages) == (str(inbox), 2)
    assert started - 1 < lag.oldest <= time.time()  # when it came, not when it was written
    drop.commit(records)
    (lag,) = drop.feed.lags()
    assert lag.messages == 1
    assert lag.oldest == pytest.approx((inbox / "b.jsonl").stat().st_ctime)
    drop.commit(drop.pull(1))
    (lag,) = drop.feed.lags()
    assert (lag.messages, lag.oldest) == (0, None)


@pytest.mark.parametrize("text", ["none", "none/*.jsonl", "none/a.jsonl"])
def test_nothing_there_at_the_start(tmp_path, text):
    config = RunConfig(inputs=(str(tmp_path / text),), output=str(tmp_path / "out"), follow=True)
    with pytest.raises(InputError, match="no such input"):
        check_followed(config)


def test_inputs_that_cannot_be_followed(tmp_path, inbox):
    config = RunConfig(inputs=(str(inbox),), output=str(tmp_path / "out"), follow=True)
    check_followed(config)
    put(tmp_path / "file", 1)
    for change, text in {
        "reread": ({"reread": True}, "--reread"),
        "in the output": ({"output": str(tmp_path)}, "lies in the output"),
        "in done": ({"done": str(tmp_path)}, "lies in the output or in --done"),
        "done is a file": ({"done": str(tmp_path / "file")}, "not a folder"),
        "done in the output": ({"done": str(tmp_path / "out" / "done")}, "lies in the output"),
    }.values():
        with pytest.raises((InputError, OptionError), match=text):
            check_followed(replace(config, **change))


def test_folder_below_that_links_to_one_above(inbox, follow):
    drop = follow()
    assert drop.quiet(0.2)
    (inbox / ".new").mkdir()
    (inbox / ".new" / "loop").symlink_to(inbox)
    put(inbox / ".new" / "a.jsonl", 1, at=OLD)
    (inbox / ".new").rename(inbox / "new")
    assert names(drop.pull(1)) == ["a.jsonl"]
    assert drop.quiet()
    drop.feed.arrivals.roots[0].due = 0
    assert drop.quiet()


def test_dataset_index_is_left_open(inbox, follow, tmp_path):
    drop = follow()
    drop.feed.close()
    assert drop.index.source("anything") is None
    assert not Dataset(tmp_path / "out").root.exists()
    assert isinstance(drop.feed.arrivals, Arrivals)
