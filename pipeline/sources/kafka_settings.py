"""librdkafka's settings: from a properties file and options, checked, with secrets by reference.

References stay as they are until a client is made, so that no secret is in what is kept, shown or
handed to another process.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from pipeline.config import OptionError, RunConfig
from pipeline.sources.kafka_names import FORBIDDEN, FORCED, INSTEAD, JAVA_ONLY

REGISTRY = "schema.registry."
"""Settings that begin so are the schema registry's."""
REGISTRY_KEYS = (
    "basic.auth.user.info",
    "bearer.auth.token",
    "ssl.ca.location",
    "ssl.certificate.location",
    "ssl.key.location",
    "ssl.key.password",
)
SECRET = re.compile(r"password|secret|passphrase|token$|key\.pem|user\.info|oauthbearer\.config")
REFERENCE = re.compile(r"\$\{(?:(env|file):([^}]+)|[^}]*)\}")
OTHERS_MAY_READ = stat.S_IRWXG | stat.S_IRWXO
DEFAULTS = {
    "queued.max.messages.kbytes": "16384",  # the reader's memory
    "queued.min.messages": "10000",
    "fetch.max.bytes": "8388608",
    "fetch.queue.backoff.ms": "20",  # else a full queue pauses fetching for a second
    "fetch.error.backoff.ms": "200",
    "reconnect.backoff.max.ms": "1000",  # a broker that is back is seen at once
    "socket.keepalive.enable": "true",
    "log_level": "0",  # errors come through the callback, once
}


@dataclass(frozen=True)
class Resolved:
    """Settings as a client takes them; neither shown nor pickled.

    Attributes:
        kafka: librdkafka's.
        registry: the schema registry's, without their prefix.
        secrets: values that no text may hold.
    """

    kafka: dict[str, str] = field(repr=False)
    registry: dict[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)

    def __reduce__(self) -> NoReturn:
        raise TypeError("resolved settings stay in the process that needs them")

    def scrub(self, text: str) -> str:
        """The text without secrets, in one line."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return " ".join(text.split())


def given_settings(config: RunConfig) -> dict[str, str]:
    """What the user set, the options over the file, references unresolved.

    Raises:
        OptionError: a setting is not to be set, or is a secret where others can see it.
    """
    settings: dict[str, str] = {}
    if config.kafka_config:
        settings |= read_properties(Path(config.kafka_config))
    for option in config.kafka_option:
        key, sign, value = (part.strip() for part in option.partition("="))
        if not sign or not key:
            raise OptionError("--kafka-option: write KEY=VALUE, such as client.id=newsmill")
        if is_secret(key) and not REFERENCE.search(value):
            raise OptionError(
                f"--kafka-option {key}: other users see what a command line holds; write "
                f"{key}='${{env:NAME}}' or {key}='${{file:PATH}}'"
            )
        settings[key] = value
    for key, value in settings.items():
        check_setting(key, value)
    return settings


def read_properties(path: Path) -> dict[str, str]:
    """Lines of `key=value`; blank ones and those that begin with # or ! are skipped.

    Raises:
        OptionError: it cannot be read, or holds a secret that other users can read.
    """
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            lines = file.read().splitlines()
    except OSError as error:
        raise OptionError(f"cannot read --kafka-config {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise OptionError(f"--kafka-config {path} is not UTF-8") from error
    settings: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        key, sign, value = (part.strip() for part in line.partition("="))
        if not key or key.startswith(("#", "!")):
            continue
        if not sign:
            raise OptionError(f"--kafka-config {path}, line {number}: write key=value")
        settings[key] = value
        if is_secret(key) and not REFERENCE.search(value) and mode & OTHERS_MAY_READ:
            raise OptionError(
                f"--kafka-config {path} holds {key} and other users may read it: "
                f"chmod 600 {path}, or write {key}=${{env:NAME}}"
            )
    return settings


def is_secret(key: str) -> bool:
    """Whether a setting's value must not be seen."""
    return SECRET.search(key) is not None


def check_setting(key: str, value: str) -> None:
    """Raises OptionError for a setting that a user cannot make, and for a bad reference."""
    if key in JAVA_ONLY:
        raise OptionError(f"Kafka setting {key} is Java's; {JAVA_ONLY[key]}")
    if key in INSTEAD:
        raise OptionError(f"Kafka setting {key}: {INSTEAD[key]}")
    if key in FORBIDDEN or key.endswith("_cb"):
        raise OptionError(f"Kafka setting {key} runs foreign code and cannot be set")
    if key in FORCED and value != FORCED[key]:
        raise OptionError(f"Kafka setting {key} is always {FORCED[key]} here; leave it out")
    if key.startswith(REGISTRY) and key.removeprefix(REGISTRY) not in REGISTRY_KEYS:
        known = ", ".join(REGISTRY + name for name in REGISTRY_KEYS)
        raise OptionError(f"unknown setting {key}; known: {known}")
    for reference in REFERENCE.finditer(value):
        if reference[1] is None:
            raise OptionError(
                f"Kafka setting {key}: a reference is ${{env:NAME}} or ${{file:PATH}}"
            )


def resolved(config: RunConfig, brokers: str) -> Resolved:
    """All settings of a client, references resolved: to be called where the client is made.

    Raises:
        OptionError: as `given_settings`; a variable is not set, a file cannot be read.
    """
    given = given_settings(config)
    plain = {key: resolve(key, value) for key, value in given.items()}
    secrets = {
        value for key, value in plain.items() if value and (is_secret(key) or given[key] != value)
    }
    kafka = {key: value for key, value in plain.items() if not key.startswith(REGISTRY)}
    return Resolved(
        {**DEFAULTS, "group.id": default_group(config), **kafka, **FORCED}
        | {"bootstrap.servers": brokers},
        {
            key.removeprefix(REGISTRY): value
            for key, value in plain.items()
            if key.startswith(REGISTRY)
        },
        tuple(sorted(secrets, key=len, reverse=True)),
    )


def resolve(key: str, value: str) -> str:
    """The value with its references replaced by what they name; raises OptionError."""
    return REFERENCE.sub(lambda found: _named(key, found[1], found[2]), value)


def _named(key: str, kind: str, name: str) -> str:
    if kind == "file":
        try:
            return Path(name).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise OptionError(f"Kafka setting {key}: {name}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise OptionError(f"Kafka setting {key}: {name} is not UTF-8") from error
    if name not in os.environ:
        raise OptionError(f"Kafka setting {key}: the environment has no {name}; export it")
    return os.environ[name]


def default_group(config: RunConfig) -> str:
    """The consumer group that is told of commits: one for each dataset."""
    return f"newsmill-{sha256(config.home.encode()).hexdigest()[:8]}"
