"""The child's side of the sandbox: its loop, its limits, and the framing both sides share."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import Any

LENGTH = struct.Struct(">Q")  # bytes of the pickle that follows
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def receive(channel: socket.socket, deadline: float | None = None) -> bytearray:
    """One length-prefixed message; EOFError if the other end closes, TimeoutError when late."""
    (length,) = LENGTH.unpack(_read(channel, LENGTH.size, deadline))
    return _read(channel, length, deadline)


def _read(channel: socket.socket, size: int, deadline: float | None) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        if deadline is not None:
            channel.settimeout(max(0.001, deadline - time.monotonic()))
        count = channel.recv_into(view)
        if count == 0:
            raise EOFError
        view = view[count:]
    return data


def serve(memory: int, parent: int) -> None:
    """Answers requests on standard input until the parent's end of the socket closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with(parent)
    _limit(memory)
    channel = socket.socket(fileno=0)
    try:
        function, warm_up, alarm_s = pickle.loads(receive(channel))  # noqa: S301 - our parent's
        if warm_up is not None:
            warm_up()
        _answer(channel, "result", None)
        while True:
            request = receive(channel)
            signal.alarm(alarm_s)  # should the parent die while we are busy in C
            _answer(channel, *_run(function, request))
            signal.alarm(0)
    except (EOFError, ConnectionError):
        return  # the parent has gone or has no more use for us


def _run(function: Callable[..., Any], request: bytearray) -> tuple[str, Any]:
    try:
        return "result", function(*pickle.loads(request))  # noqa: S301 - our parent's
    except MemoryError:
        return "memory", None
    except Exception as error:  # noqa: BLE001 - not swallowed: it travels to the caller
        return "failure", f"{type(error).__name__}: {error}"[:300]


def _answer(channel: socket.socket, status: str, value: Any) -> None:
    answer = pickle.dumps((status, value, resident()), pickle.HIGHEST_PROTOCOL)
    channel.sendall(LENGTH.pack(len(answer)) + answer)


def die_with_parent() -> None:
    """Asks the kernel to kill this process when its parent dies (Linux; elsewhere no-op)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _die_with(parent: int) -> None:
    die_with_parent()
    if os.getppid() != parent:
        sys.exit(0)  # it died before we could ask to be told


def _limit(memory: int) -> None:
    import resource  # not on Windows, where only the child would need it

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere RLIMIT_AS is refused or not enforced
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def resident() -> int:
    """Resident bytes of this process; 0 where /proc does not tell."""
    try:
        with open("/proc/self/statm") as status:
            return int(status.read().split()[1]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 0
