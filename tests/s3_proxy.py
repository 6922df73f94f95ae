"""An HTTP proxy between a client and the S3 server, for tests in which the store misbehaves."""

from __future__ import annotations

import contextlib
import http.client
import random
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
SLOW_BYTES = 4096
SLOW_SECONDS = 0.02
FAULTS = ("refuse", "forget", "silent", "lost", "cut", "slow")


@dataclass(frozen=True)
class Request:
    """What the proxy is asked, and how many requests it has had, this one included."""

    method: str
    path: str
    number: int
    is_conditional: bool


Decide = Callable[[Request], str]
"""What happens to a request: "" for nothing out of the ordinary,
"refuse": 500, and the store never hears of it; "forget": the store does it and the answer is 500;
"silent": never answered, not passed on; "lost": done, never answered; "cut": done, the connection
breaks in the middle of the answer; "slow": the answer comes in small pieces;
"deny": 403; "careless": the store does it whatever the condition was."""


class Proxy:
    """Passes on what clients and the server at `port` say to each other; a context manager."""

    def __init__(self, port: int, decide: Decide = lambda _: "") -> None:
        self.target = port
        self.decide = decide
        self.requests: list[Request] = []
        self.faults: list[str] = []
        self.lock = threading.Lock()
        self.over = threading.Event()
        proxy = self

        class Bound(Handler):
            owner = proxy

        self.server = ThreadingHTTPServer((HOST, 0), Bound)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # cut on purpose
        self.url = f"http://{HOST}:{self.server.server_port}"

    def __enter__(self) -> Proxy:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


class Handler(BaseHTTPRequestHandler):
    """One request after the other of a connection."""

    protocol_version = "HTTP/1.1"
    owner: Proxy

    def handle_any(self) -> None:
        """Passes the request on, or not, as it was decided."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.owner.lock:
            request = Request(
                self.command,
                self.path,
                len(self.owner.requests) + 1,
                self.headers.get("If-None-Match") == "*",
            )
            self.owner.requests.append(request)
            fault = self.owner.decide(request)
            if fault:
                self.owner.faults.append(fault)
        if fault == "careless":
            del self.headers["If-None-Match"]
        if fault == "refuse":
            self.fail()
        elif fault == "deny":
            self.fail(403, "AccessDenied")
        elif fault == "silent":
            self.hang()
        else:
            self.answer(fault, *self.forward(body))

    def forward(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        """The server's answer."""
        connection = http.client.HTTPConnection(HOST, self.owner.target)
        try:
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def answer(self, fault: str, response: http.client.HTTPResponse, body: bytes) -> None:
        """Hands the server's answer on, or what the fault leaves of it."""
        if fault == "forget":
            return self.fail()
        if fault == "lost":
            return self.hang()
        self.send_response_only(response.status)
        for name, value in response.headers.items():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        length = response.headers.get("Content-Length") if self.command == "HEAD" else None
        self.send_header("Content-Length", length or str(len(body)))
        self.end_headers()
        if fault == "cut":
            self.wfile.write(body[: len(body) // 2])
            return self.reset()
        step = SLOW_BYTES if fault == "slow" else max(1, len(body))
        for start in range(0, len(body), step):
            self.wfile.write(body[start : start + step])
            if fault == "slow":
                time.sleep(SLOW_SECONDS)
        return None

    def fail(self, status: int = 500, code: str = "InternalError") -> None:
        """What S3 says when it cannot, or will not."""
        body = f"<Error><Code>{code}</Code><Message>No.</Message></Error>".encode()
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang(self) -> None:
        """Says nothing until the client has given up."""
        self.owner.over.wait(30)
        self.reset()

    def reset(self) -> None:
        """Breaks the connection."""
        with contextlib.suppress(OSError):
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


for _method in ("GET", "PUT", "POST", "HEAD", "DELETE"):
    setattr(Handler, f"do_{_method}", Handler.handle_any)


def in_turn(every: int) -> Decide:
    """One fault after the other, each for one request out of so many."""

    def decide(request: Request) -> str:
        turn, rest = divmod(request.number, every)
        return FAULTS[turn % len(FAULTS)] if rest == 0 else ""

    return decide


def now_and_then(seed: int, share: float, faults: tuple[str, ...] = FAULTS) -> Decide:
    """A fault at random for that share of the requests; the same seed gives the same faults for
    the same requests in the same order."""
    chance = random.Random(seed)  # noqa: S311 - faults of a test, not secrets

    def decide(_: Request) -> str:
        return chance.choice(faults) if chance.random() < share else ""

    return decide
