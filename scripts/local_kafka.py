"""One real Kafka broker on this machine, without containers, as `scripts/kafka` starts it.

It needs Java 17 or newer, and Maven for the first start. The broker runs in a process group of its
own and listens on 127.0.0.1: at the port for plain clients, at port + 2 for SASL_PLAINTEXT with
PLAIN, at port + 3 for SSL (where openssl is there); port + 1 is its controller's.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import time
import uuid
from pathlib import Path

from scripts.kafka_files import (
    HOST,
    PORTS,
    SASL,
    SASL_PASSWORD,
    SASL_USER,
    TLS,
    KafkaError,
    ToolMissingError,
    cache_folder,
    class_archive,
    jars,
    keep_class_archive,
    locked,
    properties,
    tool,
)
from scripts.kafka_process import alive, command_line, stopped, taken_port

DEFAULT_PORT = 9092
JAVA = "Java 17 or newer: the package openjdk-17-jre-headless, or openjdk"
MEMORY = ("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
LOGGING = ("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Xlog:cds*=error")
START_TIMEOUT = 90.0  # seconds
STOP_TIMEOUT = 20.0  # seconds
ANSWER_TIMEOUT = 2.0  # seconds
# An ApiVersions request, version 0, without a client id: any broker answers it.
PING = struct.pack(">ihhih", 10, 18, 0, 1, -1)


def free_port() -> int:
    """A port with PORTS free ones from it on, below those that the system hands out itself."""
    for port in random.sample(range(20_000, 32_000, PORTS), 100):
        if taken_port(HOST, port, PORTS) is None:
            return port
    raise KafkaError("found no free ports between 20000 and 32000")


class Node:
    """A broker that keeps everything in `folder`; another object for the folder is the same one."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder.resolve()
        self.port = port or self._number("port") or DEFAULT_PORT
        self.bootstrap = f"{HOST}:{self.port}"
        self.sasl_bootstrap = f"{HOST}:{self.port + SASL}"
        self.tls_bootstrap = f"{HOST}:{self.port + TLS}"
        self.certificate = self.folder / "ca.pem"
        self.log = self.folder / "server.log"
        self._classes = self.folder / "classes.jsa"
        self._settings = self.folder / "server.properties"

    def pid(self) -> int | None:
        """The broker's process, or None: a recycled number is told by its command line."""
        pid = self._number("pid")
        if pid is None or not alive(pid):
            return None
        return pid if str(self._settings) in command_line(pid) else None

    def answers(self) -> bool:
        """Whether it speaks Kafka to a client."""
        address = (HOST, self.port)
        try:
            with socket.create_connection(address, timeout=ANSWER_TIMEOUT) as client:
                client.sendall(PING)
                return len(client.recv(8)) > 0
        except OSError:
            return False

    def start(self) -> None:
        """Starts the broker unless it runs, and waits until it answers.

        Raises:
            KafkaError: something is missing, a port is taken, it died, or it did not answer.
        """
        with locked(self.folder):
            if self.pid() is None:
                self._launch()
            elif self._number("port") != self.port:
                raise KafkaError(f"already running on port {self._number('port')}: {self.folder}")
            try:
                self._wait()
            except KafkaError:
                self.kill()
                raise

    def stop(self) -> None:
        """Ends the broker in order, or by force after STOP_TIMEOUT; nothing if it is not there."""
        self.resume()
        if not self._end(signal.SIGTERM):
            self.kill()
        elif self._classes.exists():
            keep_class_archive(self._classes, tool("java", JAVA))

    def kill(self) -> None:
        """Ends the broker as a power cut would (SIGKILL), and waits until it is gone."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Makes the broker hang (SIGSTOP): it accepts connections and says nothing."""
        pid = self._signal(signal.SIGSTOP)
        while pid is not None and alive(pid) and not stopped(pid):
            time.sleep(0.01)

    def resume(self) -> None:
        """Ends a pause."""
        self._signal(signal.SIGCONT)

    def _launch(self) -> None:
        taken = taken_port(HOST, self.port, PORTS)
        if taken is not None:
            raise KafkaError(f"port {taken} is in use; choose another with --port")
        java = [tool("java", JAVA), *MEMORY, *LOGGING, "-cp", f"{jars()}/*"]
        self._settings.write_text(properties(self.folder, self.port), encoding="utf-8")
        self._format(java)
        words = [*java, self._archive_option(java[0]), "kafka.Kafka", str(self._settings)]
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        files = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(self.log), flags, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ]
        pid = os.posix_spawn(java[0], words, os.environ, file_actions=files, setpgroup=0)
        (self.folder / "port").write_text(str(self.port), encoding="ascii")
        (self.folder / "pid").write_text(str(pid), encoding="ascii")

    def _archive_option(self, java: str) -> str:
        self._classes.unlink(missing_ok=True)
        archive = class_archive(java)
        if archive.exists():
            return f"-XX:SharedArchiveFile={archive}"
        return f"-XX:ArchiveClassesAtExit={self._classes}"

    def _format(self, java: list[str]) -> None:
        if (self.folder / "data" / "meta.properties").exists():
            return
        name = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "_")
        words = [*java, "kafka.tools.StorageTool", "format", "-t", name, "-c", str(self._settings)]
        result = subprocess.run(words, capture_output=True, text=True, check=False)
        if "UnsupportedClassVersionError" in result.stderr:
            raise ToolMissingError(f"this Java is too old; install {JAVA}")
        if result.returncode != 0:
            lines = (result.stdout + result.stderr).strip().splitlines()
            raise KafkaError(f"the storage could not be formatted: {lines[-1] if lines else ''}")

    def _wait(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while not self.answers():
            if self.pid() is None:
                raise KafkaError(f"the broker died while it started; see {self.log}")
            if time.monotonic() > deadline:
                raise KafkaError(f"no answer for {START_TIMEOUT:.0f} s; see {self.log}")
            time.sleep(0.05)

    def _signal(self, number: int) -> int | None:
        """Sends a signal; gives the process it went to."""
        pid = self.pid()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        return pid

    def _end(self, number: int) -> bool:
        """Whether the process was gone within STOP_TIMEOUT of a signal."""
        pid = self._signal(number)
        deadline = time.monotonic() + STOP_TIMEOUT
        while pid is not None and alive(pid):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def _number(self, name: str) -> int | None:
        try:
            return int((self.folder / name).read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None


def _describe(node: Node) -> str:
    lines = [f"SASL_PLAINTEXT, PLAIN, {SASL_USER}/{SASL_PASSWORD}: {node.sasl_bootstrap}"]
    if node.certificate.exists():
        lines.append(f"SSL, ssl.ca.location={node.certificate}: {node.tls_bootstrap}")
    return "\n".join([*lines, f"log: {node.log}"])


def _status(node: Node) -> int:
    pid = node.pid()
    if pid is None:
        print("not running")
        return 1
    print(f"{node.bootstrap} {'runs' if node.answers() else 'does not answer'}, process {pid}")
    return 0


def main() -> int:
    """The command; its exit status: 0, 1 for the status of a broker that is not running, or 2."""
    parser = argparse.ArgumentParser(prog="scripts/kafka", description=__doc__)
    parser.add_argument("action", choices=("start", "stop", "status", "kill"))
    parser.add_argument("--port", type=int, help=f"its first port (default {DEFAULT_PORT})")
    parser.add_argument("--dir", type=Path, default=cache_folder() / "kafka-data", help="its data")
    arguments = parser.parse_args()
    node = Node(arguments.dir, arguments.port)
    if arguments.action == "status":
        return _status(node)
    try:
        getattr(node, arguments.action)()
    except KafkaError as error:
        print(f"kafka: {error}", file=sys.stderr)
        return 2
    if arguments.action == "start":
        print(node.bootstrap)
        print(_describe(node), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
