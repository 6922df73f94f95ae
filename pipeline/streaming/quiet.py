"""Keeps Beam in this process from telling of each failure in pages; we tell it in one line."""

from __future__ import annotations

import logging
import os
import threading

import grpc  # type: ignore[import-untyped]  # it ships no types
from apache_beam.runners.worker import sdk_worker


def hush() -> None:
    """Silences Beam's logs, its own prints, and its threads that lose their runner.

    NEWSMILL_TRACEBACK=1 leaves them as they are.
    """
    if os.environ.get("NEWSMILL_TRACEBACK"):
        return
    logging.basicConfig(handlers=[logging.NullHandler()], force=True)
    logging.getLogger("apache_beam").setLevel(logging.CRITICAL)
    # Beam prints a failed bundle's trace besides logging it; its module looks up the name here.
    vars(sdk_worker)["print"] = lambda *_, **__: None
    threading.excepthook = report_thread


def report_thread(arguments: threading.ExceptHookArgs) -> None:
    """What a thread died of, unless it is that the runner is gone: the driver says that."""
    if not isinstance(arguments.exc_value, grpc.RpcError):
        threading.__excepthook__(arguments)
