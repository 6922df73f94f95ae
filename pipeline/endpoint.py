"""/metrics, /healthz and /readyz over HTTP, for `--metrics-port`.

Requests are answered by threads that only read what the driver replaces about once a second, so a
slow scraper never holds up a commit.
"""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from pipeline.config import OptionError, RunConfig
from pipeline.metrics import registry_of
from pipeline.progress import Progress

HEALTHY_SECONDS = 60.0
"""A driver that has given no sign of life for so long counts as hanging."""
REQUEST_SECONDS = 10.0
"""A client that sends or takes nothing for so long is cut off."""
POLL_SECONDS = 0.2


class Server(ThreadingHTTPServer):
    """Serves one progress; its threads end with the process."""

    daemon_threads = True
    allow_reuse_port = False

    def __init__(self, host: str, port: int, registry: CollectorRegistry, progress: Progress):
        self.registry = registry
        self.progress = progress
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), Handler)

    def server_bind(self) -> None:
        """Binds without asking the name service who we are, as the parent would."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no news."""


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    timeout = REQUEST_SECONDS
    server_version, sys_version = "newsmill", ""
    server: Server

    def do_GET(self) -> None:
        """Every answer there is."""
        answer = ANSWERS.get(self.path.partition("?")[0])
        if answer is None:
            self.reply(HTTPStatus.NOT_FOUND, "try /metrics, /healthz or /readyz\n")
        else:
            answer(self)

    def metrics(self) -> None:
        """The figures, in the format that the client prefers."""
        encode, content_type = choose_encoder(self.headers.get("Accept", ""))
        self.reply(HTTPStatus.OK, encode(self.server.registry), content_type)

    def health(self) -> None:
        """Whether the driver's loop goes round."""
        silent = time.monotonic() - self.server.progress.ticked
        self.say(silent < HEALTHY_SECONDS, "ok", f"no sign of life for {silent:.0f} s")

    def readiness(self) -> None:
        """Whether the sources are open and records are taken."""
        self.say(self.server.progress.ready, "ready", "not ready")

    def say(self, good: bool, yes: str, no: str) -> None:
        """One line."""
        status = HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE
        self.reply(status, f"{yes if good else no}\n")

    def reply(
        self, status: HTTPStatus, body: str | bytes, content_type: str = "text/plain; charset=utf-8"
    ) -> None:
        """The whole answer."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not logged."""


ANSWERS: dict[str, Callable[[Handler], None]] = {
    "/metrics": Handler.metrics,
    "/healthz": Handler.health,
    "/readyz": Handler.readiness,
}


@contextmanager
def serving(config: RunConfig, progress: Progress) -> Iterator[None]:
    """Serves `progress` at --metrics-host and --metrics-port for as long as the block runs.

    Raises:
        OptionError: that cannot be listened to.
    """
    host, port = config.metrics_host, config.metrics_port
    try:
        server = Server(host, port, registry_of(progress), progress)
    except OSError as error:
        raise OptionError(
            f"--metrics-port {port}: cannot listen on {host}: {error.strerror}; choose another"
        ) from error
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


__all__ = ["serving"]
