"""Addresses of topics and librdkafka's settings: what is taken, what is refused, what is hidden."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import OptionError, RunConfig
from pipeline.sources.kafka_check import check_topics
from pipeline.sources.kafka_names import FORCED, JAVA_ONLY
from pipeline.sources.kafka_positions import milliseconds
from pipeline.sources.kafka_settings import (
    default_group,
    given_settings,
    is_secret,
    read_properties,
    resolved,
)
from pipeline.sources.kafka_url import (
    TopicUrl,
    check_distinct,
    parse_partition,
    parse_url,
    partition_uri,
)

SECRET = "s3cret-value"  # noqa: S105 - a test constant
NAMES = st.text("abcXYZ019._-", min_size=1, max_size=20)


def config(*options: str, file: Path | None = None) -> RunConfig:
    return RunConfig(output="out", kafka_option=options, kafka_config=str(file or ""))


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("text", "brokers", "topics"),
    [
        ("kafka://host:9092/a", "host:9092", ("a",)),
        ("kafka://host/a", "host:9092", ("a",)),
        ("kafka://h1,h2:1234/a,b.c_d-1", "h1:9092,h2:1234", ("a", "b.c_d-1")),
        ("kafka://[::1]:9093/a/", "[::1]:9093", ("a",)),
        ("kafka://[::1]/a,a", "[::1]:9092", ("a",)),
    ],
)
def test_addresses(text: str, brokers: str, topics: tuple[str, ...]) -> None:
    assert parse_url(text) == TopicUrl(brokers, topics)


@pytest.mark.parametrize(
    "text",
    [
        *("kafka://", "kafka:///a", "kafka://host", "kafka://host/", "kafka://host/a/b"),
        *("kafka://host/a b", "kafka://host:port/a", "kafka://host/a,,b", "kafka://host/a?x=1"),
        *("kafka://host:65536/a", "kafka://[::1]:99999/a", "kafka://host/.", "kafka://host/a,.."),
    ],
)
def test_other_addresses_are_refused_with_the_form(text: str) -> None:
    with pytest.raises(OptionError, match="kafka://HOST:PORT"):
        parse_url(text)


@pytest.mark.parametrize(
    "text", [f"kafka://user:{SECRET}@host/a", f"kafka://host/a@{SECRET}", f"kafka://{SECRET}@"]
)
def test_credentials_in_an_address_are_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(OptionError, match=r"--kafka-option sasl\.password") as caught:
        parse_url(text)
    assert SECRET not in str(caught.value)


def test_a_topic_is_named_once() -> None:
    check_distinct(["kafka://h/a,b", "kafka://h/c", "kafka://other/a"])
    with pytest.raises(OptionError, match="topic b is named twice"):
        check_distinct(["kafka://h/a,b", "kafka://h:9092/b"])


@given(cluster=NAMES, topic=NAMES, number=st.integers(0, 999_999))
def test_names_of_partitions_can_be_read_back(cluster: str, topic: str, number: int) -> None:
    uri = partition_uri(cluster, topic, number)
    assert parse_partition(uri) == (cluster, topic, number)
    assert parse_partition(uri + "/more") is None


def test_options_go_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "p", "# comment\n! too\n\n client.id = a \ngroup.id=g=h\n", 0o644)
    assert given_settings(config("client.id=b", file=path)) == {"client.id": "b", "group.id": "g=h"}


def test_references_stay_until_a_client_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAME", "user")
    file = written(tmp_path / "secret", f"{SECRET}\n")
    options = config("sasl.username=a-${env:NAME}", f"sasl.password=${{file:{file}}}")
    assert given_settings(options)["sasl.password"] == f"${{file:{file}}}"
    found = resolved(options, "host:9092")
    assert found.kafka["sasl.password"] == SECRET
    assert found.kafka["sasl.username"] == "a-user"
    assert found.kafka["bootstrap.servers"] == "host:9092"
    assert SECRET not in repr(found)
    assert found.scrub(f"no {SECRET}\nfor a-user") == "no *** for ***"
    with pytest.raises(TypeError):
        pickle.dumps(found)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("${env:NEWSMILL_NOT_SET}", "environment has no NEWSMILL_NOT_SET"),
        ("${file:/not/there}", "/not/there"),
    ],
)
def test_what_a_reference_does_not_find_is_named(value: str, says: str) -> None:
    with pytest.raises(OptionError, match=f"sasl.password: .*{says}"):
        resolved(config(f"sasl.password={value}"), "h")


@pytest.mark.parametrize("value", ["${vault:x}", "${NAME}", "${env:}"])
def test_unknown_references_are_refused(value: str) -> None:
    with pytest.raises(OptionError, match=r"a reference is \$\{env:NAME\}"):
        given_settings(config(f"client.id={value}"))


@pytest.mark.parametrize(
    "key",
    [
        *("sasl.password", "ssl.key.password", "ssl.keystore.password", "ssl.key.pem"),
        *("sasl.oauthbearer.client.secret", "schema.registry.basic.auth.user.info"),
        *("schema.registry.bearer.auth.token", "sasl.oauthbearer.assertion.private.key.passphrase"),
    ],
)
def test_a_secret_on_the_command_line_is_refused_and_not_repeated(key: str) -> None:
    assert is_secret(key)
    with pytest.raises(OptionError, match="write") as caught:
        given_settings(config(f"{key}={SECRET}"))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("key", ["sasl.username", "ssl.ca.pem", "ssl.key.location", "client.id"])
def test_other_settings_are_no_secrets(key: str) -> None:
    assert given_settings(config(f"{key}=x")) == {key: "x"}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_with_a_secret_is_for_its_owner(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path / "p", f"sasl.password={SECRET}\n", mode)
    with pytest.raises(OptionError, match=f"chmod 600 {path}") as caught:
        read_properties(path)
    assert SECRET not in str(caught.value)
    path.chmod(0o600)
    assert read_properties(path) == {"sasl.password": SECRET}
    written(path, "sasl.password=${env:NAME}\n", mode)
    assert read_properties(path) == {"sasl.password": "${env:NAME}"}


def test_secrets_of_a_file_are_scrubbed(tmp_path: Path) -> None:
    path = written(tmp_path / "p", f"sasl.password={SECRET}\nclient.id=me\n")
    found = resolved(config(file=path), "h")
    assert found.scrub(f"{SECRET} of me") == "*** of me"


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "cannot read --kafka-config"), ("no sign", "line 1: write key=value")],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, text: str | None, says: str) -> None:
    path = tmp_path / "p"
    if text is not None:
        written(path, text)
    with pytest.raises(OptionError, match=says):
        given_settings(config(file=path))


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "p"
    path.write_bytes(b"client.id=\xff\n")
    with pytest.raises(OptionError, match="is not UTF-8"):
        given_settings(config(file=path))


@pytest.mark.parametrize("key", FORCED)
def test_what_the_promise_rests_on_cannot_be_changed(key: str) -> None:
    with pytest.raises(OptionError, match=f"{key} is always {FORCED[key]}"):
        given_settings(config(f"{key}=else"))
    assert resolved(config(f"{key}={FORCED[key]}"), "h").kafka[key] == FORCED[key]


@pytest.mark.parametrize("key", ["plugin.library.paths", "error_cb", "oauth_cb", "logger"])
def test_foreign_code_is_not_loaded(key: str) -> None:
    with pytest.raises(OptionError, match=f"{key} runs foreign code"):
        given_settings(config(f"{key}=x"))


@pytest.mark.parametrize("key", JAVA_ONLY)
def test_java_settings_are_answered_with_what_to_write(key: str) -> None:
    with pytest.raises(OptionError, match=f"{key} is Java's; .+") as caught:
        given_settings(config(f"{key}=${{env:X}}"))
    assert "\n" not in str(caught.value)


def test_the_brokers_are_named_by_the_input() -> None:
    with pytest.raises(OptionError, match=r"bootstrap\.servers: the input names the brokers"):
        given_settings(config("bootstrap.servers=elsewhere:1"))


def test_an_option_is_a_pair_and_its_text_is_not_repeated() -> None:
    with pytest.raises(OptionError, match="write KEY=VALUE") as caught:
        given_settings(config(SECRET))
    assert SECRET not in str(caught.value)


def test_settings_of_the_registry_are_apart(tmp_path: Path) -> None:
    path = written(tmp_path / "p", f"schema.registry.basic.auth.user.info=u:{SECRET}\n")
    found = resolved(config(file=path), "h")
    assert found.registry == {"basic.auth.user.info": f"u:{SECRET}"}
    assert not any(key.startswith("schema") for key in found.kafka)
    with pytest.raises(OptionError, match=r"unknown setting schema\.registry\.url"):
        given_settings(config("schema.registry.url=x"))


def test_the_group_is_the_datasets_unless_it_is_named() -> None:
    one, other = (RunConfig(output=name) for name in ("one", "other"))
    assert default_group(one) == default_group(one) != default_group(other)
    assert resolved(one, "h").kafka["group.id"] == default_group(one)
    assert resolved(config("group.id=mine"), "h").kafka["group.id"] == "mine"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"inputs": ("kafka://h/a", "kafka://h/a")}, "named twice"),
        ({"inputs": ("kafka://u:p@h/a",)}, "credentials"),
        ({"position": "yesterday"}, "--position yesterday: write earliest, latest or a time"),
        ({"kafka_option": ("sasl.jaas.config=x",)}, "is Java's"),
        ({"schema_registry": "mock://x"}, "--schema-registry"),
    ],
)
def test_mistakes_show_before_a_broker_is_asked(options: dict[str, Any], says: str) -> None:
    good = RunConfig(inputs=("kafka://h/a", "folder"), position="2026-01-31T08:00:00Z")
    check_topics(good)
    with pytest.raises(OptionError, match=says):
        check_topics(replace(good, **options))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01", 0),
        ("1970-01-01T00:00:01.5", 1500),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1960-01-01", 0),
    ],
)
def test_times_are_utc_unless_they_say_otherwise(text: str, expected: int) -> None:
    assert milliseconds(text) == expected
