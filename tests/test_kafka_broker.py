"""The broker that tests, benchmarks and experiments use, and the script that starts it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest
from confluent_kafka import Consumer, KafkaError, TopicPartition
from conftest import ROOT
from kafka_broker import Broker, Header, Item

from scripts.kafka_files import SASL_PASSWORD, SASL_USER, locked
from scripts.local_kafka import Node, free_port

SCRIPT = ROOT / "scripts/kafka"


def contents(bootstrap: str, topic: str, count: int, **settings: object) -> list[Item]:
    """The records of partition 0, until there are `count` or none comes for ten seconds."""
    options = {"bootstrap.servers": bootstrap, "group.id": "test"}
    consumer = Consumer(options | {name.replace("_", "."): v for name, v in settings.items()})
    consumer.assign([TopicPartition(topic, 0, 0)])
    try:
        found = [m for m in consumer.consume(count, 10) if m.error() is None]
    finally:
        consumer.close()
    return [(m.key(), m.value(), cast("Sequence[Header] | None", m.headers())) for m in found]


def first_error(bootstrap: str, **settings: str) -> KafkaError:
    """What a consumer with these settings is told when it cannot connect."""
    errors: list[KafkaError] = []
    options = {name.replace("_", "."): value for name, value in settings.items()}
    given: dict[str, object] = {"bootstrap.servers": bootstrap, "group.id": "test"}
    consumer = Consumer(given | options | {"error_cb": errors.append})
    deadline = time.monotonic() + 10
    while not errors and time.monotonic() < deadline:
        consumer.poll(0.1)
    consumer.close()
    return errors[0]


def kafka(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SCRIPT, *map(str, words)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_keys_values_headers_and_nulls_come_back_as_they_went(broker: Broker, topic: str) -> None:
    items: list[Item] = [
        (b"a", b"one", [("h", b"1"), ("h", None)]),
        (b"a", None, None),
        (None, "été".encode(), None),
    ]
    broker.create_topic(topic)
    assert broker.produce(topic, items) == [0, 1, 2]
    assert contents(broker.bootstrap, topic, 3) == items


def test_a_message_of_five_megabytes_is_taken(broker: Broker, topic: str) -> None:
    broker.create_topic(topic)
    broker.produce(topic, [("big", b"x" * 5_000_000, None)])
    assert len(contents(broker.bootstrap, topic, 1)[0][1] or "") == 5_000_000


def test_partitions_can_be_added_and_records_deleted(broker: Broker, topic: str) -> None:
    broker.create_topic(topic, 2)
    broker.add_partitions(topic, 3)
    assert broker.produce(topic, [(None, str(n), None) for n in range(5)], 2) == [0, 1, 2, 3, 4]
    broker.delete_records(topic, 2, 3)
    assert broker.ends(topic, 2) == (3, 5)
    assert broker.ends(topic, 1) == (0, 0)


def test_a_deleted_topic_can_be_made_again(broker: Broker, topic: str) -> None:
    broker.create_topic(topic)
    broker.produce(topic, [("k", "old", None)])
    broker.delete_topic(topic)
    broker.create_topic(topic)
    assert broker.ends(topic) == (0, 0)


def test_a_compacted_topic_loses_superseded_records(broker: Broker, topic: str) -> None:
    config = {"cleanup.policy": "compact", "segment.ms": "100", "min.cleanable.dirty.ratio": "0.01"}
    broker.create_topic(topic, config=config)
    broker.produce(topic, [("k", "old", None), ("k", "new", None)])
    deadline = time.monotonic() + 15
    while (found := contents(broker.bootstrap, topic, 1)[0][1]) != b"new":
        assert time.monotonic() < deadline, found
        time.sleep(0.2)
        broker.produce(topic, [("other", "closes the segment before it", None)])


def test_a_wrong_password_is_refused_and_the_right_one_is_not(broker: Broker, topic: str) -> None:
    broker.create_topic(topic)
    broker.produce(topic, [(None, "hello", None)])
    login = {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "PLAIN"}
    login |= {"sasl_username": SASL_USER}
    error = first_error(broker.sasl_bootstrap, **login, sasl_password="wrong")  # noqa: S106 - wrong
    assert error.code() == KafkaError._AUTHENTICATION
    found = contents(broker.sasl_bootstrap, topic, 1, **login, sasl_password=SASL_PASSWORD)
    assert found == [(None, b"hello", None)]


def test_tls_works_with_its_certificate_and_fails_without(broker: Broker, topic: str) -> None:
    if not broker.certificate.exists():
        pytest.skip("openssl is missing")
    broker.create_topic(topic)
    broker.produce(topic, [(None, "hello", None)])
    trusted = {"security_protocol": "SSL", "ssl_ca_location": str(broker.certificate)}
    assert contents(broker.tls_bootstrap, topic, 1, **trusted) == [(None, b"hello", None)]
    error = first_error(broker.tls_bootstrap, security_protocol="SSL")
    assert error.code() == KafkaError._SSL


@pytest.mark.slow
def test_records_survive_a_kill_and_a_hang_is_no_end(own_broker: Broker, topic: str) -> None:
    own_broker.create_topic(topic)
    own_broker.produce(topic, [("k", "kept", None)])
    own_broker.pause()
    assert not own_broker.node.answers()
    own_broker.resume()
    assert own_broker.node.answers()
    own_broker.kill()
    assert own_broker.node.pid() is None
    own_broker.restart()
    assert contents(own_broker.bootstrap, topic, 1) == [(b"k", b"kept", None)]
    own_broker.stop()
    own_broker.stop()
    assert not own_broker.node.answers()


def test_the_script_finds_the_broker_by_its_folder(broker: Broker) -> None:
    folder = broker.node.folder
    status = kafka("status", "--dir", folder)
    assert status.stdout == f"{broker.bootstrap} runs, process {broker.node.pid()}\n"
    again = kafka("start", "--dir", folder)
    assert (again.returncode, again.stdout) == (0, f"{broker.bootstrap}\n")
    elsewhere = kafka("start", "--dir", folder, "--port", free_port())
    assert elsewhere.returncode == 2
    assert "already running on port" in elsewhere.stderr


def test_a_pid_file_of_another_process_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "pid").write_text(str(os.getpid()), encoding="ascii")
    assert Node(tmp_path).pid() is None
    assert kafka("kill", "--dir", tmp_path).returncode == 0
    assert kafka("status", "--dir", tmp_path).stdout == "not running\n"


def test_what_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    nothing = tmp_path / "bin"
    nothing.mkdir()
    for name in ("env", "bash", "dirname", "python3"):
        (nothing / name).symlink_to(str(shutil.which(name)))
    result = kafka("start", "--dir", tmp_path / "d", "--port", free_port(), PATH=str(nothing))
    assert result.returncode == 2
    assert result.stderr.startswith("kafka: java is missing; install Java 17")
    assert result.stderr.count("\n") == 1


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port + 1)):
        result = kafka("start", "--dir", tmp_path, "--port", port)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"port {port + 1} is in use" in result.stderr


def test_a_start_waits_for_another_in_the_same_folder(tmp_path: Path) -> None:
    port = free_port()
    words = [str(SCRIPT), "start", "--dir", str(tmp_path), "--port", str(port)]
    with socket.create_server(("127.0.0.1", port)):  # so that it ends as soon as it has its turn
        with locked(tmp_path):
            process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(1)
        assert f"port {port} is in use" in process.communicate(timeout=10)[1]
