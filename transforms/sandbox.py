"""A function in a child process that can be killed: time limit, memory limit, no way to hang us.

HTML parsers run in C, where neither an exception nor a thread can stop them; only the kernel can.
The child is a plain `subprocess` and not a `multiprocessing` one: it works below daemonic workers
and threaded parents, never re-imports the parent's `__main__`, and loads what the function needs
and nothing else. Requests and answers are length-prefixed pickles on a socket pair.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, Generic, TypeVar, cast

from transforms.sandbox_child import LENGTH, receive

R = TypeVar("R")

START_LIMIT_S = 120.0  # imports on a cold, loaded machine; not part of a call's time
MAX_CALLS = 2000  # after this many the child is replaced: C libraries fragment their heap
RECYCLE_SHARE = 0.5  # of the memory limit, resident after a call: the child is replaced
ALARM_GRACE_S = 30  # an orphan busy in C ends itself this long after its call's limit
STDERR_TAIL_BYTES = 300
MEBIBYTE = 1 << 20
_BOOTSTRAP = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from transforms.sandbox_child import serve; serve(*map(int, sys.argv[2:4]))"
)


class SandboxError(Exception):
    """The call gave no result."""


class SandboxTimeout(SandboxError):  # noqa: N818 - named for what befell the call
    """The call took longer than its limit; the child was killed."""


class SandboxMemory(SandboxError):  # noqa: N818 - named for what befell the call
    """The call wanted more memory than the limit."""


class SandboxCrash(SandboxError):  # noqa: N818 - named for what befell the call
    """The child died during the call, or did not start."""


class SandboxFailure(SandboxError):  # noqa: N818 - named for what befell the call
    """The function raised an exception; its type and message are the text."""


class Sandbox(Generic[R]):
    """`function` behind a process boundary; safe to call from several threads, one at a time.

    The child starts with the first call, is reused, and is replaced after a kill, after MAX_CALLS
    and when it has grown. It dies with this process, however this process ends.

    Args:
        function: importable by name in another process (not from `__main__`).
        timeout_s: limit of one call, in seconds of wall time.
        memory_mb: limit of the child's address space in MiB, interpreter included; enforced
            where the kernel does (Linux), ignored elsewhere.
        warm_up: run once in the child before its first call, outside of the call's limit.
    """

    def __init__(
        self,
        function: Callable[..., R],
        timeout_s: float,
        memory_mb: int,
        warm_up: Callable[[], object] | None = None,
        max_calls: int = MAX_CALLS,
    ) -> None:
        self._program = pickle.dumps((function, warm_up, math.ceil(timeout_s) + ALARM_GRACE_S))
        self._timeout_s = timeout_s
        self._memory = memory_mb * MEBIBYTE
        self._max_calls = max_calls
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def __call__(self, *args: Any) -> R:
        """Runs `function(*args)` in the child.

        Raises:
            SandboxTimeout, SandboxMemory, SandboxCrash, SandboxFailure: see each.
        """
        request = pickle.dumps(args, pickle.HIGHEST_PROTOCOL)
        with self._lock:
            child = self._ready_child()
            try:
                status, value, resident = child.exchange(request, self._timeout_s)
            except TimeoutError:
                self._drop()
                raise SandboxTimeout(f"no answer within {self._timeout_s:g} s") from None
            except (OSError, EOFError):
                raise SandboxCrash(self._post_mortem(child)) from None
            self._recycle(child, status, resident)
        if status == "memory":
            raise SandboxMemory("memory limit reached")
        if status == "failure":
            raise SandboxFailure(value)
        return cast(R, value)

    @property
    def pid(self) -> int | None:
        """Process id of the child, if one runs."""
        return self._child.process.pid if self._child else None

    @property
    def fresh(self) -> bool:
        """Whether the next call is the first of its child."""
        return self._child is None or self._child.calls == 0

    def close(self) -> None:
        """Ends the child; the next call starts another."""
        with self._lock:
            self._drop()

    def __del__(self) -> None:
        if getattr(self, "_child", None) is not None:
            self._drop()

    def _ready_child(self) -> _Child:
        if self._child is not None and self._child.owner != os.getpid():
            self._child = None  # we are a fork: that child answers to our parent
        if self._child is None:
            self._child = child = _Child(self._memory)
            try:
                child.exchange(self._program, START_LIMIT_S)
            except (OSError, EOFError):  # TimeoutError is an OSError
                raise SandboxCrash(f"did not start: {self._post_mortem(child)}") from None
            child.calls = 0
        return self._child

    def _recycle(self, child: _Child, status: str, resident: int) -> None:
        worn = child.calls >= self._max_calls or resident > self._memory * RECYCLE_SHARE
        if worn or status == "memory":
            self._drop()

    def _drop(self) -> None:
        if self._child is not None and self._child.owner == os.getpid():
            self._child.kill()
        self._child = None

    def _post_mortem(self, child: _Child) -> str:
        text = child.post_mortem()
        self._drop()
        return text


class _Child:
    """One child process and the parent's end of its socket."""

    def __init__(self, memory: int) -> None:
        self.owner = os.getpid()
        self.calls = 0
        self.channel, theirs = socket.socketpair()
        self.stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by kill()
        # PR_SET_PDEATHSIG fires when the *thread* that started the child ends, so one thread is
        # kept for as long as the child.
        self.keeper = ThreadPoolExecutor(1, thread_name_prefix="sandbox-keeper")
        with theirs:
            self.process = self.keeper.submit(self._spawn, theirs, memory).result()

    def _spawn(self, channel: socket.socket, memory: int) -> subprocess.Popen[bytes]:
        path = json.dumps(sys.path)
        command = [sys.executable, "-c", _BOOTSTRAP, path, str(memory), str(os.getpid())]
        return subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=channel.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=self.stderr,
            env={**os.environ, "PYTHONHASHSEED": "0"},  # set order never shows in a result
            process_group=0,  # Ctrl-C is the parent's business
        )

    def exchange(self, request: bytes, limit_s: float) -> tuple[str, Any, int]:
        """Sends one request and waits for its answer; TimeoutError after `limit_s`."""
        self.calls += 1
        deadline = time.monotonic() + limit_s
        self.channel.settimeout(limit_s)
        self.channel.sendall(LENGTH.pack(len(request)) + request)
        answer: tuple[str, Any, int] = pickle.loads(receive(self.channel, deadline))  # noqa: S301 - the child is ours and runs no foreign code
        return answer

    def post_mortem(self) -> str:
        """How the child ended, in one line."""
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "closed its socket"
        self.stderr.seek(0, os.SEEK_END)
        self.stderr.seek(max(0, self.stderr.tell() - STDERR_TAIL_BYTES))
        tail = " ".join(self.stderr.read().decode("utf-8", "replace").split())
        how = f"killed by signal {-code}" if code < 0 else f"exit status {code}"
        return f"{how} {tail}".strip()

    def kill(self) -> None:
        """Ends the process and everything held for it."""
        self.process.kill()
        self.process.wait()
        self.channel.close()
        self.stderr.close()
        self.keeper.shutdown(wait=False)
