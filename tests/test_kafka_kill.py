"""SIGKILL while a real topic is read: at every named point and at random moments; then the rest."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from kafka_broker import Broker
from test_kill import KILLER

from pipeline.dataset import manifest_name
from pipeline.points import COMMIT, RUN
from pipeline.publication import plans
from scripts import ready_python
from scripts.queue_chaos import rounds
from scripts.queue_ledger import audit
from scripts.queue_victim import PATIENCE, Life, Setting, Tally, Victim

LIVES = (
    # Point, how often it is passed before the kill. None of these leaves a plan ...
    ("recovered", 1),
    ("record-read", 20),
    ("slice-read", 2),
    ("rows-staged", 2),
    ("resolved", 1),
    ("files-written", 2),
    ("files-staged", 1),
    # ... and each of these does, so that the next life begins with a recovery, in which it passes
    # what comes after the plan once.
    ("first-file-published", 1),
    ("all-files-published", 2),
    ("manifest-created", 2),
    ("index-updated", 1),
    ("staging-removed", 1),
    ("acknowledging", 1),
    ("acknowledged", 2),
    # The kill comes in the recovery of this plan itself.
    ("plan-written", 1),
    ("first-file-published", 1),
    ("all-files-published", 1),
    ("manifest-created", 1),
    ("recovered", 1),
)
MESSAGES = 240
KILLS = 60
SEED = 20250301


@pytest.fixture
def setting(broker: Broker, ruler_model: str, tmp_path: Path) -> Setting:
    return Setting(broker.bootstrap, tmp_path, ruler_model, ready_python.Popen)


def killed_at_points(setting: Setting, name: str, follow: bool) -> Tally:
    victim = Victim(setting, f"{name}-{follow}")
    victim.feeder.send(MESSAGES)
    for number, (point, times) in enumerate(LIVES):
        commits, is_planned = victim.dataset.last(), has_plan(victim)
        start = ("-c", KILLER, point, str(times))
        life = Life(victim.words(follow), victim.log, start, ready_python.Popen)
        assert life.process.wait(PATIENCE) == -signal.SIGKILL, (point, life.last_words())
        victim.look()
        if (times > 1 and point in COMMIT) or point in RUN[RUN.index("manifest-created") :]:
            assert victim.dataset.last() > commits, point
        assert is_planned == (LIVES[number - 1][0] in COMMIT[3:7]), point
    life = victim.start(follow)
    if follow:
        assert victim.await_all(life), life.last_words()
        assert life.end() == 0, life.last_words()
    else:
        assert life.process.wait(PATIENCE) == 0, life.last_words()
    return victim.conclude()


def has_plan(victim: Victim) -> bool:
    return plans(victim.dataset) != []


def test_every_named_point_is_killed_at() -> None:
    assert {point for point, _ in LIVES} == set(RUN)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_every_named_point_of_a_drain_and_of_a_follower(setting: Setting, topic: str):
    with ThreadPoolExecutor(2) as pool:
        for tally in pool.map(partial(killed_at_points, setting, topic), (False, True)):
            assert tally.findings == []
            assert (tally.messages, tally.lost, tally.duplicated) == (MESSAGES, 0, 0)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_at_random_moments(setting: Setting) -> None:
    tally = rounds(setting, KILLS, SEED, jobs=2)
    assert tally.findings == []
    assert (tally.kills, tally.lost, tally.duplicated) == (KILLS, 0, 0)


def test_what_is_lost_doubled_or_invented_is_found(setting: Setting) -> None:
    victim = Victim(setting, f"audited-{uuid4().hex[:8]}")
    victim.feeder.send(20)
    assert victim.conclude().findings == []
    sent = victim.feeder.sent
    place, _ = next(iter(sent.items()))
    more = audit(victim.output, sent | {(place[0], 0, 1_000): "k1000"})
    assert (more.lost, more.duplicated) == (1, 0)
    assert f"lost: {(place[0], 0, 1_000)}" in more.findings
    fewer = audit(victim.output, {other: name for other, name in sent.items() if other != place})
    assert f"never sent: {place}" in fewer.findings
    assert audit(victim.output, sent | {place: "k1000"}).lost == 1
    first = victim.dataset.manifest(1)
    again = victim.dataset.root / manifest_name(victim.dataset.last() + 1)
    again.write_text(first.to_json(), encoding="utf-8")
    twice = audit(victim.output, sent)
    assert (twice.lost, twice.duplicated) == (0, first.counts.inputs)
