"""The broker goes away, hangs, cuts connections or refuses: waiting, one line, and nothing lost."""

from __future__ import annotations

import math
import os
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import newsmill, started
from kafka_broker import Broker
from kafka_proxy import Proxy

from scripts import ready_python
from scripts.kafka_files import SASL_USER
from scripts.local_kafka import free_port
from scripts.queue_victim import PATIENCE, Life, Setting, Victim

BATCH = 20
MESSAGES = 9 * BATCH
OUTAGES = [3.0] + ([60.0] if os.environ.get("NEWSMILL_LONG") else [])
# A client that fetches one small batch at a time has not read all before the broker goes away.
SMALL_FETCHES = (
    "--kafka-option", "fetch.message.max.bytes=1000",
    "--kafka-option", "queued.max.messages.kbytes=8",
)  # fmt: skip
SECRET = "hunter2-not-in-any-output"  # noqa: S105 - looked for in what is shown

Both = tuple[Victim, Victim]


setting_at = partial(Setting, popen=ready_python.Popen)


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A broker that the tests of this file stop and start."""
    yield from started(Broker(tmp_path_factory.mktemp("fragile")))


@pytest.fixture
def victims(fragile: Broker, topic: str, tmp_path: Path, ruler_model: str) -> Both:
    """Two datasets, each with a topic of its own: one is drained into, one follows."""
    fragile.start()
    setting = setting_at(fragile.bootstrap, tmp_path, ruler_model)
    return victim(setting, f"{topic}-drain"), victim(setting, f"{topic}-follow")


def victim(setting: Setting, name: str) -> Victim:
    made = Victim(setting, name, SMALL_FETCHES)
    for _ in range(MESSAGES // BATCH):
        made.feeder.send(BATCH)
    return made


def in_the_middle(victims: Both) -> tuple[Life, Life]:
    """Starts a drain and a follower; both have committed something and have more to read."""
    lives = victims[0].start(follow=False), victims[1].start(follow=True)
    for one, life in zip(victims, lives, strict=True):
        assert one.await_commit(life, 1), life.last_words()
    assert victims[0].committed() < MESSAGES, "it was over before the broker went away"
    return lives


def finish(victims: Both, lives: tuple[Life, Life]) -> None:
    drained, followed = lives
    assert victims[1].await_all(followed), followed.last_words()
    assert followed.end() == 0, followed.last_words()
    assert drained.process.wait(PATIENCE) == 0, drained.last_words()
    conclude(victims)


def conclude(victims: Both) -> None:
    for one in victims:
        tally = one.conclude()
        assert (tally.findings, tally.lost, tally.duplicated) == ([], 0, 0)
        assert tally.messages == MESSAGES


@pytest.mark.slow
@pytest.mark.parametrize("seconds", OUTAGES)
@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_broker_that_comes_back_is_read_on(
    end: str, seconds: float, fragile: Broker, victims: Both
) -> None:
    lives = in_the_middle(victims)
    getattr(fragile, end)()
    time.sleep(seconds)
    assert all(life.alive for life in lives), [life.last_words() for life in lives]
    fragile.start()
    finish(victims, lives)
    if seconds > 10:
        for one in victims:
            said = one.log.read_text(encoding="utf-8")
            assert "does not answer" in said
            assert "is back" in said


@pytest.mark.slow
def test_a_broker_that_hangs_is_waited_for(fragile: Broker, victims: Both) -> None:
    lives = in_the_middle(victims)
    for seconds in (2, 4):
        fragile.pause()
        time.sleep(seconds)
        fragile.resume()
        time.sleep(0.5)
    finish(victims, lives)


@pytest.mark.slow
def test_a_broker_that_said_there_is_none_is_found_again(
    fragile: Broker, victims: Both, ruler_model: str, tmp_path: Path
) -> None:
    with Proxy(int(fragile.bootstrap.partition(":")[2])) as proxy:
        for one in victims:
            one.setting = setting_at(proxy.address, tmp_path, ruler_model)
        lives = in_the_middle(victims)
        proxy.shows = 0
        proxy.cut()
        time.sleep(3)
        proxy.shows = math.inf
        finish(victims, lives)


@pytest.mark.slow
def test_a_broker_that_stays_away_ends_the_run_with_one_line(
    fragile: Broker, victims: Both
) -> None:
    for one in victims:
        one.options = (*SMALL_FETCHES, "--source-timeout", "3s")
    lives = in_the_middle(victims)
    fragile.stop()
    left = time.monotonic()
    for one, life in zip(victims, lives, strict=True):
        assert life.process.wait(PATIENCE) == 1
        said = one.log.read_text(encoding="utf-8")
        assert "Traceback" not in said
        last = f"newsmill: no message from Kafka at {fragile.bootstrap} for 3 s: "
        spoken = [line for line in said.splitlines() if line.startswith("newsmill: ")]
        assert spoken == said.splitlines()[-1:]
        assert spoken[0].startswith(last)
        assert one.committed() < MESSAGES
    assert time.monotonic() - left < 30
    fragile.start()
    for one in victims:
        fragile.await_leader(one.feeder.topic)
    conclude(victims)


@pytest.mark.slow
def test_cut_connections_are_made_anew(
    broker: Broker, topic: str, tmp_path: Path, ruler_model: str
) -> None:
    one = victim(setting_at(broker.bootstrap, tmp_path, ruler_model), topic)
    with Proxy(int(broker.bootstrap.partition(":")[2])) as proxy:
        one.setting = setting_at(proxy.address, tmp_path, ruler_model)
        life = one.start(follow=False)
        seen = 0
        while life.alive:
            time.sleep(0.1)
            if one.dataset.last() != seen:
                seen = one.dataset.last()
                proxy.cut()
        assert life.process.returncode == 0, life.last_words()
        assert proxy.connections > proxy.cuts / 2 > 5
    assert one.committed() == MESSAGES
    one.setting = setting_at(broker.bootstrap, tmp_path, ruler_model)
    tally = one.conclude()
    assert (tally.findings, tally.lost, tally.duplicated) == ([], 0, 0)


@pytest.fixture
def refused(ruler_model: str, tmp_path: Path) -> Callable[..., str]:
    """Runs a command that must fail within ten seconds; gives the one line that it says."""

    def call(url: str, *options: str) -> str:
        output = tmp_path / "out"
        began = time.monotonic()
        result = newsmill(
            "run", url, "--output", output, "--spacy-model", ruler_model, *options,
            env=os.environ | {"KAFKA_PASSWORD": SECRET},
        )  # fmt: skip
        assert time.monotonic() - began < 10
        assert result.returncode in (1, 2)
        assert re.fullmatch(r"newsmill: [^\n]+\n", result.stderr), result.stderr
        assert SECRET not in result.stderr + result.stdout
        assert not any((output / "data").rglob("*.parquet"))
        return result.stderr

    return call


def test_a_wrong_password_is_one_line(broker: Broker, refused: Callable[..., str], topic: str):
    settings = {
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "PLAIN",
        "sasl.username": SASL_USER,
        "sasl.password": "${env:KAFKA_PASSWORD}",
    }
    options = [w for name, v in settings.items() for w in ("--kafka-option", f"{name}={v}")]
    line = refused(f"kafka://{broker.sasl_bootstrap}/{topic}", *options)
    assert f"Kafka at {broker.sasl_bootstrap} refuses this client" in line
    assert "uthentication" in line


def test_an_unknown_topic_is_one_line(broker: Broker, refused: Callable[..., str], topic: str):
    broker.create_topic(topic)
    line = refused(f"kafka://{broker.bootstrap}/{topic}s")
    assert f"no topic {topic}s at {broker.bootstrap}; there is {topic}" in line


def test_an_unreachable_broker_is_one_line(refused: Callable[..., str]) -> None:
    address = f"127.0.0.1:{free_port()}"
    assert f"cannot reach Kafka at {address}: " in refused(f"kafka://{address}/articles")


def test_a_name_that_is_no_host_is_one_line(refused: Callable[..., str]) -> None:
    line = refused("kafka://no-such-host.invalid:9092/articles")
    assert "cannot reach Kafka at no-such-host.invalid:9092: " in line


@pytest.mark.parametrize("shows", [0, 1, 2])
def test_a_broker_that_names_none_any_more_is_one_line(
    broker: Broker, topic: str, ruler_model: str, tmp_path: Path, shows: int
) -> None:
    broker.create_topic(topic)
    with Proxy(int(broker.bootstrap.partition(":")[2])) as proxy:
        proxy.shows = shows
        url, output = f"kafka://{proxy.address}/{topic}", tmp_path / "out"
        result = newsmill("run", url, "--output", output, "--spacy-model", ruler_model)
    assert result.returncode in (1, 2)
    assert re.fullmatch(r"newsmill: cannot reach Kafka at [^\n]+\n", result.stderr), result.stderr
