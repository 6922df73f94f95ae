"""Machines on one network, as far as the network goes: namespaces that a bridge joins."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from netns import Namespace, ip, is_taken, need_namespaces


@contextmanager
def local_network(machines: int) -> Iterator[list[Namespace]]:
    """So many namespaces that reach each other and us; a test is skipped where none can be made."""
    need_namespaces()
    stem = f"nl{os.getpid():x}"
    thirds = ((os.getpid() + number) % 256 for number in range(256))
    free = next(third for third in thirds if not is_taken(f"10.232.{third}.1/24"))
    network = f"10.232.{free}"
    names = [f"{stem}-{number}" for number in range(machines)]
    found = [Namespace(name, f"{network}.{2 + n}", f"{network}.1") for n, name in enumerate(names)]
    try:
        lay(stem, found)
        yield found
    finally:
        for name in names:
            ip("netns", "delete", name)
        ip("link", "delete", stem)


def lay(bridge: str, machines: list[Namespace]) -> None:
    """Makes the namespaces and the bridge, and connects them."""
    for one in machines:
        ip("netns", "add", one.name)
    ip("link", "add", bridge, "type", "bridge")
    ip("address", "add", f"{machines[0].gateway}/24", "dev", bridge)
    ip("link", "set", bridge, "up")
    for number, one in enumerate(machines):
        port = f"{bridge}p{number}"
        ip("link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", one.name)
        ip("link", "set", port, "master", bridge)
        ip("link", "set", port, "up")
        ip("-n", one.name, "address", "add", f"{one.address}/24", "dev", "eth0")
        ip("-n", one.name, "link", "set", "eth0", "up")
        ip("-n", one.name, "link", "set", "lo", "up")
