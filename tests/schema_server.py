"""A small schema registry over HTTP: the REST calls that readers make."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Answers = Mapping[int | str, Mapping[str, Any]]
"""What is answered by schema id, or by path."""


class SchemaServer:
    """A registry that knows some schemas; `failures` are statuses that it answers with first."""

    def __init__(self, answers: Answers, failures: tuple[int, ...] = ()) -> None:
        self.answers = {
            f"/schemas/ids/{key}" if isinstance(key, int) else key: answer
            for key, answer in answers.items()
        }
        self.failures = list(failures)
        self.asked: list[str] = []
        self.authorizations: list[str | None] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> tuple[int, Mapping[str, Any]]:
        """Status and body."""
        if self.failures:
            return self.failures.pop(0), {"error_code": 50001, "message": "busy"}
        if path in self.answers:
            return 200, self.answers[path]
        return 404, {"error_code": 40403, "message": "Schema not found"}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                registry.asked.append(self.path)
                registry.authorizations.append(self.headers["Authorization"])
                status, body = registry.answer(self.path)
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/vnd.schemaregistry.v1+json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *words: object) -> None:
                """Says nothing."""

        return Handler
