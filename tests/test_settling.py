"""When a file is complete, with simulated files and a simulated clock."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.roots import Found, Root
from pipeline.sources.settling import FIRST_REST, LONGEST_REST, Settling, Steadiness
from pipeline.sources.source import SourceFile

REST = 5.0
ROOT = Root("in", "/in", True, 300.0)
EPOCH = 1_700_000_000.0


@dataclass
class World:
    """Files with a time of change, and a clock that a test moves. `skew` is how far the clock of
    the files' server is ahead of ours, seconds."""

    skew: float = 0.0
    now: float = 0.0
    changed: dict[str, float] = field(default_factory=dict)
    writes: int = 0
    versions: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        steadiness = Steadiness(REST)
        self.settling = Settling(steadiness, lambda: self.now, lambda: EPOCH + self.now)

    def write(self, name: str) -> None:
        self.writes += 1
        self.changed[name] = self.now
        self.versions[name] = str(self.writes)

    def find(self, name: str) -> Found:
        modified = EPOCH + self.changed[name] + self.skew
        version = self.versions[name]
        return Simulated(SourceFile(name, version, 1, io.BytesIO, modified=modified), ROOT, self)

    def settled(self) -> list[str]:
        return [found.source.uri for found in self.settling.settled()]


@dataclass(frozen=True)
class Simulated(Found):
    world: World = field(compare=False)

    def again(self) -> Found | None:
        return self.world.find(self.source.uri) if self.source.uri in self.world.changed else None


steps = st.lists(
    st.tuples(
        st.sampled_from(["write", "see", "touch", "remove", "wait"]),
        st.sampled_from("abc"),
        st.floats(0.1, 2 * REST),
    ),
    max_size=40,
)


@given(steps, st.sampled_from([0.0, 3600.0, 1.0]))
def test_nothing_is_taken_that_changed_a_moment_ago(steps, skew):
    """Whatever writers do: what is taken has rested, and is taken as it is."""
    world = World(skew)
    for what, name, seconds in steps:
        if what == "write":
            world.write(name)
        elif what == "remove":
            world.changed.pop(name, None)
        elif what == "wait":
            world.now += seconds
        elif name in world.changed:
            world.settling.add(world.find(name), touched=what == "touch")
        for found in world.settling.settled():
            uri = found.source.uri
            assert found.source.version == world.versions[uri]
            assert world.now - world.changed[uri] >= REST - 1e-6
    world.now += REST
    waiting = {found.source.uri for found in world.settling.founds()} & world.changed.keys()
    taken = world.settled()
    world.now += REST + abs(skew)
    taken += world.settled()
    assert len(taken) == len(set(taken))
    assert set(taken) == waiting
    assert len(world.settling) == 0


def test_time_of_change_decides_when_it_is_taken():
    world = World()
    world.write("old")
    world.now = REST
    world.write("young")
    world.now += 1
    for name in ("old", "young"):
        world.settling.add(world.find(name))
    assert world.settled() == ["old"]
    world.now += REST - 1.01
    assert world.settled() == []
    world.now += 0.02
    assert world.settled() == ["young"]


def test_seen_again_unchanged_waits_no_longer():
    world = World(skew=3600.0)
    world.write("a")
    world.settling.add(world.find("a"))
    world.now = REST - 0.1
    world.settling.add(world.find("a"))
    world.now = REST
    assert world.settled() == ["a"]


def test_touched_waits_although_its_time_is_old():
    world = World(skew=-3600.0)  # a server whose clock is an hour behind
    world.write("a")
    world.settling.add(world.find("a"), touched=True)
    assert world.settled() == []
    world.now = REST
    assert world.settled() == ["a"]


def test_gone_is_forgotten():
    world = World()
    world.write("a")
    world.settling.add(world.find("a"))
    del world.changed["a"]
    world.now = REST
    assert world.settled() == []
    assert len(world.settling) == 0


def test_file_that_never_rests_waits_longer_each_time():
    steadiness = Steadiness(0.5)
    rests = []
    for _ in range(15):
        steadiness.disturbed("a")
        rests.append(steadiness.rest("a"))
    assert rests[:4] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST, 8 * FIRST_REST]
    assert rests[-1] == LONGEST_REST
    assert steadiness.rest("b") == 0.5
    steadiness.calm("a")
    assert steadiness.rest("a") == 0.5


def test_rest_is_never_shorter_than_the_user_said():
    steadiness = Steadiness(3600.0)
    steadiness.disturbed("a")
    assert steadiness.rest("a") == 3600.0
