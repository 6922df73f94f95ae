"""A TCP proxy in front of a broker, for tests that cut connections or hide the broker.

A broker tells its clients its own address, so they would leave the proxy after their first
question. Addresses in its answers are therefore changed to the proxy's: host and port lie side by
side in them, and the port's width does not change.
"""

from __future__ import annotations

import contextlib
import math
import socket
import struct
import threading
from collections.abc import Callable

HOST = "127.0.0.1"
CHUNK = 1 << 16
SIZE = struct.Struct(">i")


class Proxy:
    """Passes on what clients and the broker at `port` say to each other; a context manager.

    Attributes:
        shows: so many more answers name brokers; then metadata names topics and no broker, as while
            a controller does not hear of any.
    """

    def __init__(self, port: int) -> None:
        self._server = socket.create_server((HOST, 0))
        self._target = port
        self._own = _address(self._server.getsockname()[1])
        self._theirs = _address(port)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.address = f"{HOST}:{self._server.getsockname()[1]}"
        self._brokers = b"\x02" + SIZE.pack(1) + b"\x0a" + self._own + b"\x00\x00"
        self.connections = 0
        self.cuts = 0
        self.shows = math.inf

    def __enter__(self) -> Proxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()
        self.cut()

    def cut(self) -> None:
        """Breaks all connections, as a failing network would: with a reset, mid-answer."""
        with self._lock:
            self.cuts += len(self._open)
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    one.shutdown(socket.SHUT_RDWR)
            self._open.clear()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
                broker = socket.create_connection((HOST, self._target))
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open |= {client, broker}
            for pump, source, sink in ((self._ask, client, broker), (self._tell, broker, client)):
                threading.Thread(target=self._pump, args=(pump, source, sink), daemon=True).start()

    def _pump(
        self,
        pump: Callable[[socket.socket, socket.socket], None],
        source: socket.socket,
        sink: socket.socket,
    ) -> None:
        with contextlib.suppress(OSError):
            pump(source, sink)
        with self._lock:
            self._open -= {source, sink}
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)  # ends the other direction too, which closes its own
        source.close()

    def _ask(self, source: socket.socket, sink: socket.socket) -> None:
        while data := source.recv(CHUNK):
            sink.sendall(data)

    def _tell(self, source: socket.socket, sink: socket.socket) -> None:
        with source.makefile("rb") as answers:
            while head := answers.read(SIZE.size):
                data = answers.read(*SIZE.unpack(head)).replace(self._theirs, self._own)
                if self.shows <= 0:
                    data = data.replace(self._brokers, b"\x01")
                elif self._brokers in data:
                    self.shows -= 1
                sink.sendall(SIZE.pack(len(data)) + data)


def _address(port: int) -> bytes:
    return HOST.encode() + SIZE.pack(port)
