"""Topics that are followed: by one process, by several at once, until an operator ends it."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT, article, write_jsonl
from kafka_broker import Broker
from test_kafka_run import content

from pipeline.dataset import Dataset
from pipeline.verify import verify
from scripts import ready_python
from scripts.kafka_files import SASL_PASSWORD, SASL_USER
from scripts.queue_victim import PATIENCE, Life, Setting, Victim

MESSAGES = 120


setting_at = partial(Setting, popen=ready_python.Popen)
life_of = partial(Life, popen=ready_python.Popen)


@pytest.fixture
def victim(broker: Broker, topic: str, tmp_path: Path, ruler_model: str) -> Victim:
    return Victim(setting_at(broker.bootstrap, tmp_path, ruler_model), topic, options=())


@pytest.fixture
def start(victim: Victim) -> Iterator[Callable[..., Life]]:
    """Starts followers of the victim's topic; none outlives the test."""
    lives: list[Life] = []

    def call(*options: str) -> Life:
        lives.append(life_of([*victim.words(follow=True), *options], victim.log))
        return lives[-1]

    yield call
    for life in lives:
        if life.alive:
            life.kill(group=True)


def check(victim: Victim) -> None:
    tally = victim.conclude()
    assert (tally.findings, tally.lost, tally.duplicated) == ([], 0, 0)


def said(victim: Victim) -> str:
    text = victim.log.read_text(encoding="utf-8")
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize("group", [False, True])
def test_sigterm_commits_what_is_at_hand_and_says_where(
    group: bool, victim: Victim, start: Callable[..., Life]
) -> None:
    victim.feeder.send(30)
    life = start("--commit-interval", "1h", "--commit-rows", "1000")
    await_rows(victim, life)
    time.sleep(1)  # the first message is read; the others came with it
    assert victim.committed() == 0
    if group:  # as a supervisor does that ends every process of a service
        os.killpg(life.process.pid, signal.SIGTERM)
    else:
        life.process.terminate()
    assert life.process.wait(PATIENCE) == 0
    assert victim.committed() == 30
    assert "stopped as asked after commit 00000001; positions: kafka://" in said(victim)
    for source in victim.dataset.manifest(1).sources:
        assert f"{source.uri} at {source.next}" in said(victim)
    commits = victim.dataset.last()
    check(victim)
    assert victim.dataset.last() == commits


def test_a_second_sigterm_drops_the_slice_that_waits_for_its_broker(
    own_broker: Broker, topic: str, tmp_path: Path, ruler_model: str
) -> None:
    own = Victim(setting_at(own_broker.bootstrap, tmp_path, ruler_model), topic, options=())
    own.feeder.send(30)
    life = life_of([*own.words(follow=True, records=1000), "--commit-interval", "5s"], own.log)
    try:
        await_rows(own, life)
        own_broker.pause()
        await_line(own, life, "does not answer")
        life.process.terminate()
        time.sleep(1.5)
        assert life.alive, "the first one lets it finish"
        life.process.terminate()
        assert life.process.wait(10) == 130
    finally:
        own_broker.resume()
        if life.alive:
            life.kill(group=True)
    assert own.committed() == 0
    own_broker.await_controller()
    check(own)


def await_rows(victim: Victim, life: Life) -> None:
    """Waits until messages are read."""
    while not any(victim.dataset.staging.rglob("*.arrow")):
        assert life.alive, life.last_words()
        time.sleep(0.05)


def await_line(victim: Victim, life: Life, words: str) -> None:
    """Waits until a line with these words is said."""
    deadline = time.monotonic() + PATIENCE
    while words not in said(victim):
        assert life.alive, life.last_words()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_follower_takes_new_messages_and_new_partitions(
    victim: Victim, start: Callable[..., Life], broker: Broker
) -> None:
    victim.feeder.send(20)
    life = start()
    assert victim.await_all(life), life.last_words()
    broker.add_partitions(victim.feeder.topic, 4)
    (offset,) = broker.produce(victim.feeder.topic, [("new", json.dumps(article(999)), None)], 3)
    victim.feeder.sent[victim.feeder.topic, 3, offset] = "new"
    victim.feeder.send(10)
    assert victim.await_all(life), life.last_words()
    assert "/3 is new; reading it from its beginning" in said(victim)
    assert life.end() == 0
    check(victim)


def test_slices_of_a_follower_give_the_rows_that_files_give(
    broker: Broker, topic: str, tmp_path: Path, ruler_model: str, run: Callable[..., int]
) -> None:
    records = [json.dumps(article(n % 50)) for n in range(58)] + ["{broken", '{"text": "few"}']
    assert run(write_jsonl(tmp_path / "a.jsonl", records), "--output", tmp_path / "files") == 0
    broker.create_topic(topic)
    output = tmp_path / "out"
    words = ["run", f"kafka://{broker.bootstrap}/{topic}", "--output", str(output), "--follow"]
    words += ["--commit-interval", "1s", "--spacy-model", ruler_model, "--workers", "1"]
    life = life_of(words, tmp_path / "log")
    try:
        for first in range(0, len(records), 20):
            broker.produce(topic, [(None, line, None) for line in records[first : first + 20]])
            deadline = time.monotonic() + PATIENCE
            while sum(m.counts.inputs for m in Dataset(output).manifests()) < first + 20:
                assert life.alive, life.last_words()
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert life.end() == 0
    finally:
        if life.alive:
            life.kill(group=True)
    assert Dataset(output).last() >= 3
    assert content(Dataset(output)) == content(Dataset(tmp_path / "files"))


def test_two_followers_share_a_topic(victim: Victim, start: Callable[..., Life]) -> None:
    victim.feeder.send(MESSAGES // 2)
    lives = start("--shard", "1/2"), start("--shard", "2/2")
    for _ in range(4):
        victim.feeder.send(MESSAGES // 8)
        time.sleep(0.5)
    assert victim.await_all(lives[0]), said(victim)
    assert [life.end() for life in lives] == [0, 0], said(victim)
    assert "planning again" not in said(victim)
    readers: dict[str, set[str]] = {}
    for manifest in victim.dataset.manifests():
        for source in manifest.sources:
            readers.setdefault(source.uri[-1], set()).add(manifest.run_id)
    assert sorted(readers) == ["0", "1", "2"]
    assert readers["0"] == readers["2"] != readers["1"]
    assert all(len(runs) == 1 for runs in readers.values())
    check(victim)


def test_two_followers_of_the_same_partitions_take_each_message_once(
    victim: Victim, start: Callable[..., Life]
) -> None:
    lives = start(), start()
    for _ in range(8):
        victim.feeder.send(MESSAGES // 8)
        time.sleep(0.4)
    assert victim.await_all(lives[0]), said(victim)
    assert "another run has just committed" in said(victim)
    lives[0].kill(group=True)
    victim.feeder.send(MESSAGES // 8)  # the other one goes on alone
    assert victim.await_all(lives[1]), said(victim)
    assert lives[1].end() == 0, said(victim)
    check(victim)


def test_no_secret_is_left_anywhere(
    broker: Broker,
    victim: Victim,
    start: Callable[..., Life],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEWSMILL_TEST_PASSWORD", SASL_PASSWORD)
    settings = tmp_path / "kafka.properties"
    settings.write_text(f"sasl.username={SASL_USER}\nsasl.mechanism=PLAIN\n", encoding="utf-8")
    victim.setting = setting_at(broker.sasl_bootstrap, tmp_path, victim.setting.model)
    victim.options = (
        "--kafka-config", str(settings), "--kafka-option", "security.protocol=SASL_PLAINTEXT",
        "--kafka-option", "sasl.password=${env:NEWSMILL_TEST_PASSWORD}",
    )  # fmt: skip
    victim.feeder.send(60)
    life = start()
    assert victim.await_commit(life, 1), life.last_words()
    life.kill(group=True)  # so that staged files are looked at too
    assert any(path.is_file() for path in victim.dataset.staging.rglob("*"))
    assert files_with(SASL_PASSWORD.encode(), victim.output, victim.log) == []
    life = start()
    assert victim.await_all(life), life.last_words()
    assert life.end() == 0
    assert files_with(SASL_PASSWORD.encode(), victim.output, victim.log) == []
    assert files_with(victim.feeder.topic.encode(), victim.output), "nothing is found at all"
    check(victim)


def files_with(secret: bytes, *places: Path) -> list[Path]:
    files = [path for place in places for path in (place, *place.rglob("*")) if path.is_file()]
    return [path for path in files if secret in path.read_bytes()]


def test_latest_is_committed_before_anything_is_read(broker, topic, tmp_path, ruler_model):
    broker.create_topic(topic, 2)
    broker.produce(topic, [(None, json.dumps(article(1)), None)])
    output = tmp_path / "out"
    words = [
        f"kafka://{broker.bootstrap}/{topic}",
        "--output",
        output,
        "--spacy-model",
        ruler_model,
    ]
    command = [sys.executable, "-m", "pipeline", "run", *map(str, words), "--quiet"]
    follower = ready_python.Popen([*command, "--follow", "--position", "latest"], cwd=ROOT)
    deadline = time.monotonic() + 60
    while not Dataset(output).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    follower.kill()
    follower.wait()
    assert Dataset(output).manifest(1).counts.inputs == 0
    broker.produce(topic, [(None, json.dumps(article(n)), None) for n in (2, 3, 4)])
    assert ready_python.run(command, cwd=ROOT).returncode == 0
    assert [m.counts.published for m in Dataset(output).manifests()] == [0, 3]
    assert Dataset(output).manifest(2).granularity == "month"
    assert verify(Dataset(output))[0] == []
