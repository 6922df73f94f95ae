"""The files a local Kafka broker needs: its jars, its settings, a certificate for its TLS port.

Standard library only, so that it runs without the project's environment.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KAFKA_VERSION = "4.4.0"  # as in kafka.pom.xml
POM = Path(__file__).resolve().with_name("kafka.pom.xml")
GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
# What a client of the SASL port logs in with. Not a secret: the broker listens on 127.0.0.1 only.
SASL_USER = "newsmill"
SASL_PASSWORD = "newsmill-test"  # noqa: S105 - a test constant
HOST = "127.0.0.1"
# The ports of one broker, counted from its first.
CONTROLLER, SASL, TLS = 1, 2, 3
PORTS = 4

# One node with everything in it, small, and quick to clean logs. A killed broker's session has to
# run out before it can register again: hence the short one.
SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL
sasl.enabled.mechanisms=PLAIN
num.network.threads=1
num.io.threads=2
background.threads=2
auto.create.topics.enable=false
delete.topic.enable=true
default.replication.factor=1
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
message.max.bytes=10485760
replica.fetch.max.bytes=10485760
log.index.size.max.bytes=1048576
log.initial.task.delay.ms=100
log.retention.check.interval.ms=300
log.retention.ms=-1
log.segment.delete.delay.ms=1000
log.cleaner.threads=1
log.cleaner.backoff.ms=100
log.cleaner.dedupe.buffer.size=2097152
broker.heartbeat.interval.ms=250
broker.session.timeout.ms=1500
"""


class KafkaError(Exception):
    """What keeps the broker from starting, in one line that says what to do."""


class ToolMissingError(KafkaError):
    """A command is not on this machine; says what to install."""


def cache_folder() -> Path:
    """Where downloads and builds of newsmill's scripts are kept."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newsmill"


def tool(name: str, package: str) -> str:
    """The path of a command that must be there.

    Raises:
        ToolMissingError: it is not.
    """
    path = shutil.which(name)
    if path is None:
        raise ToolMissingError(f"{name} is missing; install {package}")
    return path


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process at a time works in this folder; the others wait."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def jars() -> Path:
    """The folder of the broker's jars, downloaded with Maven the first time.

    Raises:
        KafkaError: Maven is missing or failed.
    """
    folder = cache_folder() / f"kafka-{KAFKA_VERSION}"
    done = folder / "lib"
    with locked(folder):
        if not done.exists():
            _download(folder / "partial")
            (folder / "partial").rename(done)
    return done


def _download(target: Path) -> None:
    maven = tool("mvn", "Maven: the package maven")
    shutil.rmtree(target, ignore_errors=True)
    words = [maven, "-q", "-B", "-f", str(POM), GOAL]
    words += ["-DincludeScope=runtime", f"-DoutputDirectory={target}"]
    result = subprocess.run(words, capture_output=True, text=True, check=False)
    if result.returncode != 0 or not any(target.glob("kafka_*.jar")):
        why = next((line for line in result.stdout.splitlines() if "ERROR" in line), "no jars")
        raise KafkaError(f"Maven could not download Kafka {KAFKA_VERSION}: {why}")


def class_archive(java: str) -> Path:
    """Where the broker's loaded classes are kept for this Java: they halve its start."""
    changed = Path(java).resolve().stat().st_mtime_ns
    return jars().with_name(f"classes-{changed}.jsa")


def keep_class_archive(made: Path, java: str) -> None:
    """Moves the classes that a broker left at its end to where the next one looks for them."""
    target = class_archive(java)
    partial = target.with_name(f"{target.name}-{os.getpid()}")
    shutil.copyfile(made, partial)
    partial.rename(target)
    made.unlink()


def certificate(folder: Path) -> Path | None:
    """A self-signed certificate for 127.0.0.1, made once; its key stands beside it.

    A client names it as `ssl.ca.location`. None where openssl is missing or fails.
    """
    path, key, both = (folder / name for name in ("ca.pem", "key.pem", "server.pem"))
    openssl = shutil.which("openssl")
    if both.exists():
        return path
    if openssl is None:
        return None
    words = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650"]
    words += ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=IP:{HOST},DNS:localhost"]
    words += ["-keyout", str(key), "-out", str(path)]
    if subprocess.run(words, capture_output=True, check=False).returncode != 0:
        return None
    both.write_bytes(key.read_bytes() + path.read_bytes())
    return path


def properties(folder: Path, port: int) -> str:
    """The text of server.properties for a broker on `port` that keeps its data in `folder`."""
    tls = certificate(folder) is not None
    offsets = {"PLAINTEXT": 0, "SASL": SASL} | ({"TLS": TLS} if tls else {})
    public = ",".join(f"{name}://{HOST}:{port + offset}" for name, offset in offsets.items())
    module = "org.apache.kafka.common.security.plain.PlainLoginModule"
    lines = [
        f"listeners={public},CONTROLLER://{HOST}:{port + CONTROLLER}",
        f"advertised.listeners={public}",
        f"controller.quorum.voters=1@{HOST}:{port + CONTROLLER}",
        f"log.dirs={folder / 'data'}",
        "listener.name.sasl.plain.sasl.jaas.config="
        f'{module} required user_{SASL_USER}="{SASL_PASSWORD}";',
    ]
    if tls:
        lines += [
            "listener.name.tls.ssl.keystore.type=PEM",
            f"listener.name.tls.ssl.keystore.location={folder / 'server.pem'}",
        ]
    return SETTINGS + "\n".join(lines) + "\n"
