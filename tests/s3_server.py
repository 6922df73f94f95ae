"""A moto server in a process of its own, as the S3 that tests talk to.

S3 decides a conditional put atomically. moto looks first and writes then, and serves several
requests at once; so here they are answered one at a time.
"""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import boto3

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIATESTONLY",
    "AWS_SECRET_ACCESS_KEY": "no-secret-at-all-but-looked-for",
    "AWS_DEFAULT_REGION": "us-east-1",
}


EVERYWHERE = "0.0.0.0"  # noqa: S104 - other network namespaces reach it


@contextmanager
def s3_server() -> Iterator[int]:
    """The port of a server that lives as long as the context."""
    server = subprocess.Popen(
        [sys.executable, __file__], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert server.stdout is not None
    try:
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


def client(port: int) -> Any:
    """A plain client of it; the caller closes it."""
    return boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}")


def new_bucket(port: int) -> str:
    """The name of a bucket that no other test has."""
    name = f"bucket-{uuid.uuid4().hex[:12]}"
    with closing(client(port)) as plain:
        plain.create_bucket(Bucket=name)
    return name


def objects(port: int, bucket: str) -> dict[str, int]:
    """Names and sizes of all objects of a bucket."""
    with closing(client(port)) as plain:
        pages = plain.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {item["Key"]: item["Size"] for page in pages for item in page.get("Contents", ())}


def serve() -> None:
    """Serves until it is killed; prints the port."""
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log(self, *_: object) -> None:
            """Nothing."""

    app = DomainDispatcherApplication(create_backend_app)
    lock = Lock()

    def one_at_a_time(environ: Any, start: Any) -> Any:
        with lock:
            return [b"".join(app(environ, start))]

    server = make_server(EVERYWHERE, 0, one_at_a_time, threaded=True, request_handler=Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.path.remove(str(Path(__file__).parent))
    serve()
