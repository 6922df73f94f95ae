"""A TCP proxy in front of a broker, for tests that cut connections.

A broker tells its clients its own address, so they would leave the proxy after their first
question. Addresses in its answers are therefore changed to the proxy's: host and port lie side by
side in them, and the port's width does not change.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading

HOST = "127.0.0.1"
CHUNK = 1 << 16


class Proxy:
    """Passes on what clients and the broker at `port` say to each other; a context manager."""

    def __init__(self, port: int) -> None:
        self._server = socket.create_server((HOST, 0))
        self._target = port
        self._own = _address(self._server.getsockname()[1])
        self._theirs = _address(port)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.address = f"{HOST}:{self._server.getsockname()[1]}"
        self.connections = 0
        self.cuts = 0

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
            for source, sink, edits in ((client, broker, False), (broker, client, True)):
                threading.Thread(target=self._pump, args=(source, sink, edits), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, edits: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                sink.sendall(data.replace(self._theirs, self._own) if edits else data)
        with self._lock:
            self._open -= {source, sink}
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)  # ends the other direction too, which closes its own
        source.close()


def _address(port: int) -> bytes:
    return HOST.encode() + struct.pack(">i", port)
