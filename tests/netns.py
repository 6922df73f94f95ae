"""Another machine, as far as the network goes: a namespace of its own, joined by one cable."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_numbers = itertools.count()


@dataclass(frozen=True)
class Namespace:
    """A network namespace.

    Attributes:
        name: as `ip netns` knows it.
        address: its own, as seen from here.
        gateway: ours, as seen from inside. Nothing else can be reached from there.
    """

    name: str
    address: str
    gateway: str

    def prefix(self, *hidden: Path) -> list[str]:
        """What to put before a command that is to run inside; the folders `hidden` are empty for
        it, as the disk of another machine."""
        command = ["ip", "netns", "exec", self.name]
        for folder in hidden:  # `ip netns exec` gives each command mounts of its own
            script = 'mount -t tmpfs hidden "$0" && exec "$@"'
            command += ["sh", "-c", script, str(folder)]
        return command


@contextmanager
def namespace() -> Iterator[Namespace]:
    """A new namespace; a test is skipped where none can be made."""
    need_namespaces()
    number = next(_numbers)
    name = f"nm{os.getpid():x}-{number:x}"
    places = (divmod((os.getpid() * 16 + number + n) % (1 << 14) * 4, 256) for n in range(1 << 14))
    third, fourth = next(
        place for place in places if not is_taken(f"10.231.{place[0]}.{place[1] + 1}/30")
    )
    network = f"10.231.{third}"
    one = Namespace(name, f"{network}.{fourth + 2}", f"{network}.{fourth + 1}")
    ip("netns", "add", name)
    try:
        connect(one)
        yield one
    finally:
        ip("netns", "delete", name)  # and with it both ends of the cable


def is_taken(address: str) -> bool:
    """Whether this machine has the address already, as tests that were killed may leave it."""
    shown = subprocess.run(["ip", "-o", "address"], check=True, capture_output=True, text=True)
    return f" {address} " in shown.stdout


def need_namespaces() -> None:
    """Skips the test where no namespace can be made, and says why."""
    if shutil.which("ip") is None:
        if os.environ.get("CI"):
            raise RuntimeError("ip is missing; install iproute2")
        pytest.skip("ip is missing; install iproute2")
    name = f"nm{os.getpid():x}-try"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no network namespace: {made.stderr.strip()}")
    ip("netns", "delete", name)


def connect(one: Namespace) -> None:
    """Lays the cable."""
    here, there = f"{one.name}h", f"{one.name}n"
    ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", one.name)
    ip("address", "add", f"{one.gateway}/30", "dev", here)
    ip("link", "set", here, "up")
    ip("-n", one.name, "address", "add", f"{one.address}/30", "dev", there)
    ip("-n", one.name, "link", "set", there, "up")
    ip("-n", one.name, "link", "set", "lo", "up")


def ip(*words: str) -> None:
    """Runs ip; raises CalledProcessError."""
    subprocess.run(["ip", *words], check=True, capture_output=True)
