import io
import json
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import progress as progress_module
from pipeline.figures import (
    RATE_SECONDS,
    SHOWN_PARTITIONS,
    Figures,
    Place,
    Rate,
    age_text,
    most_behind,
    place_of,
)
from pipeline.followed import FollowJson, FollowLines
from pipeline.progress import LINE_SECONDS, JsonProgress, LineProgress, Progress
from pipeline.sources.feed import Lag
from schemas.manifest import Counts, Manifest, SourceRange


def manifest(number: int, published: int = 1, rejected: int = 0, next_: int = 0) -> Manifest:
    reasons = {"invalid_json": rejected} if rejected else {}
    counts = Counts(published + rejected, published, rejected=rejected, reasons=reasons)
    source = SourceRange("kafka://c/t/0", "id", 0, next_, False)
    return Manifest(
        number,
        "run",
        "run",
        "2026-01-01T00:00:00+00:00",
        1,
        "1",
        "month",
        {},
        counts,
        (),
        (source,),
    )


class Clock:
    """Time that a test turns."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(progress_module.time, "monotonic", lambda: self.now)

    def run(self, shown: Progress, seconds: float, step: float = 0.1) -> None:
        """The driver's ticks for so long."""
        for _ in range(round(seconds / step)):
            self.now += step
            shown.refresh()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_rate_is_that_of_the_last_seconds():
    rate = Rate()
    for second in range(100):
        rate.add(float(second), second * 5)
    for second in range(100, 100 + round(RATE_SECONDS)):
        rate.add(float(second), 500 + (second - 99) * 50)
    assert rate.per_second == pytest.approx(50, rel=0.1)
    for second in range(200, 212):
        rate.add(float(second), 2000)
    assert rate.per_second == 0


@given(st.lists(st.tuples(st.floats(0.01, 30), st.integers(0, 1000)), min_size=2, max_size=200))
def test_rate_keeps_little_and_stays_within_the_steps(steps):
    rate, now, total, rates = Rate(), 0.0, 0, []
    for seconds, more in steps:
        now += seconds
        total += more
        rates.append(more / seconds)
        rate.add(now, total)
    assert -1e-6 <= rate.per_second <= max(rates) * (1 + 1e-6)
    assert len(rate.seen) == 2 or now - rate.seen[1][0] < RATE_SECONDS


def test_places():
    assert place_of("kafka://abc_-1/some.topic/17") == Place("abc_-1", "some.topic", "17")
    assert place_of("/data/drop") == Place("", "/data/drop", "")


def test_most_behind_of_many():
    lags = [Lag(f"kafka://c/t/{n}", 0, n) for n in range(1000)]
    shown = most_behind(lags)
    assert [lag.end for lag in shown] == list(range(1000 - SHOWN_PARTITIONS, 1000))
    few = most_behind([Lag(f"kafka://c/t/{n}", 0, 10 - n) for n in (9, 10, 2)])
    assert [place_of(lag.uri).partition for lag in few] == ["2", "9", "10"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "-"), (0.04, "0.0 s"), (9.94, "9.9 s"), (14, "14 s"), (3725, "1:02:05")],
)
def test_ages(seconds, text):
    assert age_text(seconds) == text


def test_oldest_of_all_partitions():
    now = Figures(at=100.0, lags=(Lag("a", 0, 1, 90.0), Lag("b", 0, 1, 80.0), Lag("c", 5, 5)))
    assert (now.behind, now.oldest) == (2, 20.0)
    assert replace(now, at=70.0).oldest == 0.0  # clocks differ
    assert replace(now, lags=()).oldest is None


def test_a_commit_moves_the_lag_at_once():
    shown = Progress()
    shown.watch(lambda: [Lag("kafka://c/t/0", 0, 10, time.time()), Lag("kafka://c/t/1", 3, 4)])
    shown.refresh()
    shown.committed(manifest(1, 10, next_=10))
    assert [lag.messages for lag in shown.figures.lags] == [0, 1]
    assert shown.figures.oldest is None
    assert shown.figures.committed.counts.published == 10


def test_sources_are_asked_once_a_second(clock):
    asked = []
    shown = Progress()
    shown.watch(lambda: asked.append(clock.now) or [])
    clock.run(shown, 20)
    assert 18 <= len(asked) <= 21


def test_ready_when_sources_are_open_and_the_driver_goes_round():
    shown = Progress()
    shown.refresh()
    assert not shown.ready
    shown.watch(tuple)
    assert not shown.ready
    shown.refresh()
    assert shown.ready
    shown.close()
    assert not shown.ready


def test_commits_are_summed_up_in_a_line_every_ten_seconds(clock):
    out = io.StringIO()
    shown = FollowLines(out)
    place = {"position": 0}
    shown.watch(lambda: [Lag("kafka://c/t/0", place["position"], 500)])
    for number in range(1, 61):
        clock.run(shown, 1)
        place["position"] = number * 2
        shown.committed(manifest(number, 2, 1, number * 2))
    lines = out.getvalue().splitlines()
    assert 6 <= len(lines) <= 7
    assert lines.pop(0) == "sources are open"
    assert lines[0].startswith("commits 00000001 to 000000")
    shown.close()
    lines = out.getvalue().splitlines()[1:]
    assert "to 00000060: " in lines[-1]
    assert sum(int(line.split(": ")[1].split()[0]) for line in lines) == 120
    assert lines[-1].endswith(" articles/s, 380 behind")


def test_idle_follower_says_nothing(clock):
    out = io.StringIO()
    shown = FollowLines(out)
    shown.watch(lambda: [Lag("kafka://c/t/0", 7, 7)])
    clock.run(shown, 3 * LINE_SECONDS)
    first = out.getvalue()
    assert first.splitlines()[:1] == ["sources are open"]
    assert first.count("\n") <= 2
    clock.run(shown, 100 * LINE_SECONDS, step=0.5)
    assert out.getvalue() == first
    shown.committed(manifest(1))
    clock.run(shown, 1)
    assert "commit 00000001: 1 published" in out.getvalue()


def test_messages_that_wait_and_do_not_move_are_told_again(clock):
    out = io.StringIO()
    shown = FollowLines(out)
    taken, begin = time.time(), clock.now
    shown.watch(lambda: [Lag("kafka://c/t/0", 7, 9, taken - (clock.now - begin))])
    clock.run(shown, 4 * LINE_SECONDS)
    lines = out.getvalue().splitlines()[1:]
    assert len(lines) in (3, 4)
    assert all(line.startswith("no commit; 0.0 articles/s, 2 behind, oldest") for line in lines)


def test_following_as_json(clock):
    out = io.StringIO()
    shown = FollowJson(out)
    shown.watch(lambda: [Lag(f"kafka://c/t/{n}", n, 2 * n) for n in range(50)])
    clock.run(shown, 1)
    shown.committed(manifest(1, 3, 2))
    shown.committed(manifest(2, 4))
    clock.run(shown, LINE_SECONDS)
    shown.say("a remark")
    _, first, last = (json.loads(line) for line in out.getvalue().splitlines())
    assert (first["event"], last["event"]) == ("progress", "message")
    assert (first["first_commit"], first["last_commit"]) == ("00000001", "00000002")
    assert (first["published"], first["reasons"]) == (7, {"invalid_json": 2})
    assert (first["partitions"], first["behind"]) == (50, sum(range(50)))
    assert len(first["lags"]) == SHOWN_PARTITIONS
    assert first["lags"][-1] == {
        "cluster": "c", "topic": "t", "partition": "49", "position": 49, "end": 98, "behind": 49,
    }  # fmt: skip


def test_run_that_ends_names_each_commit(clock):
    text, objects = io.StringIO(), io.StringIO()
    for kind, out in ((LineProgress, text), (JsonProgress, objects)):
        shown = kind(out)
        shown.committed(manifest(1, 3, 1))
        shown.committed(manifest(2))
        clock.run(shown, LINE_SECONDS + 1)
    assert text.getvalue().splitlines()[:2] == [
        "commit 00000001: 3 published, 0 duplicates, 1 rejected",
        "commit 00000002: 1 published, 0 duplicates, 0 rejected",
    ]
    events = [json.loads(line) for line in objects.getvalue().splitlines()]
    assert [event["event"] for event in events] == ["commit", "commit", "progress"]
    assert events[0]["rejected"] == 1


def test_watching_an_idle_queue_costs_next_to_nothing():
    """A second of ticks with 1,000 partitions: well below a hundredth of a core."""
    lags = [Lag(f"kafka://c/t/{n}", n, n) for n in range(1000)]
    shown = FollowLines(io.StringIO())
    shown.watch(lambda: lags)
    shown.refresh()
    began = time.process_time()
    for second in range(20):
        shown.looked -= 1  # a second later
        for _ in range(10):
            shown.refresh()
        assert shown.figures.behind == 0, second
    assert (time.process_time() - began) / 20 < 0.005
