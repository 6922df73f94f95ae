"""Python with newsmill's modules loaded, from which tests and `scripts/chaos` fork the command.

    with ready_python.Popen([sys.executable, "-m", "pipeline", "run", ...], cwd=ROOT) as process:

is what it is with `subprocess`: the real command in a process of its own, its server of workers and
they below it, to be killed, stopped and waited for. Only what all runs load alike, modules and
lists, is there already, which takes Python some seconds else. Tests of the start itself, and of
what is loaded when, take `subprocess`.
"""

from __future__ import annotations

import atexit
import gc
import json
import multiprocessing.util
import os
import runpy
import selectors
import signal
import socket
import struct
import subprocess
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
LONGEST_REQUEST = 1 << 17
"""Bytes of arguments and environment."""
NUMBER = struct.Struct("=i")
MODULES = (
    *("pipeline.quiet_beam", "pipeline.cli", "pipeline.run", "pipeline.followed"),
    "pipeline.runners.direct",
)


class Popen(subprocess.Popen[Any]):
    """`subprocess.Popen` of `[sys.executable, "-m" or "-c", ...]`, forked from a Python that is
    ready; of its options `preexec_fn`, `executable` and those for other users have no effect."""

    _ended: socket.socket

    def _execute_child(self, args: Sequence[object], *given: Any) -> None:  # type: ignore[override]  # private to CPython: args, then what it made of the options
        (_, _, _, _, cwd, env, _, _, _, stdin, stdin_ours, stdout_ours, stdout, stderr_ours, stderr,
         *_, new_session, _) = given  # fmt: skip
        request = {
            "words": [os.fspath(word) for word in args[1:]],  # type: ignore[arg-type]  # words and paths
            "cwd": os.fspath(cwd or Path.cwd()),
            "env": dict(os.environ if env is None else env),
            "session": bool(new_session),
        }
        self._ended, theirs = socket.socketpair()
        streams = [own if fd == -1 else fd for own, fd in enumerate((stdin, stdout, stderr))]
        with theirs:
            line = json.dumps(request).encode()
            socket.send_fds(server(), [line], [theirs.fileno(), *streams])
        self.pid = self._number()
        self._child_created = True
        self._close_pipe_fds(stdin, stdin_ours, stdout_ours, stdout, stderr_ours, stderr)  # type: ignore[attr-defined]  # private to CPython

    def _number(self) -> int:
        data = self._ended.recv(NUMBER.size)
        if not data:
            raise RuntimeError("the Python that forks has died")
        return int(NUMBER.unpack(data)[0])

    def _internal_poll(self, **_: Any) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self._wait(0)
        return self.returncode

    def _wait(self, timeout: float | None) -> int:
        if self.returncode is None:
            self._ended.settimeout(timeout)
            try:
                self.returncode = self._number()
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(self.args, timeout or 0) from None
            self._ended.close()
        return self.returncode


def run(
    words: Sequence[object], input: Any = None, **options: Any
) -> subprocess.CompletedProcess[Any]:
    """`subprocess.run`, without its `check`, `capture_output` and `timeout`."""
    if input is not None:
        options["stdin"] = subprocess.PIPE
    with Popen(words, **options) as process:
        said, complained = process.communicate(input)
    return subprocess.CompletedProcess(words, process.returncode, said, complained)


@cache
def server() -> socket.socket:
    """Where to ask for processes; the server ends with the process that asked first."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # Ctrl-C is for whoever runs the tests
        )
    atexit.register(end, process, ours)
    return ours


def end(process: subprocess.Popen[bytes], channel: socket.socket) -> None:
    """Ends the server."""
    channel.close()
    process.wait()


class Children:
    """The processes that were forked, until whoever asked for one knows how it ended: so long its
    number is no other's, as with a child of one's own."""

    def __init__(self, selector: selectors.BaseSelector) -> None:
        self.selector = selector
        self.asked: dict[int, socket.socket] = {}
        self.told: set[int] = set()

    def add(self, pid: int, asked: socket.socket) -> None:
        """One more; `asked` hears of its end, and is closed by the other side then."""
        self.asked[pid] = asked
        self.selector.register(asked, selectors.EVENT_READ, pid)

    def tell_ended(self) -> None:
        """Sends the exit status of each process that has ended."""
        for pid in self.asked.keys() - self.told:
            found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is not None:
                exited = found.si_code == os.CLD_EXITED
                with suppress(BrokenPipeError):
                    status = found.si_status if exited else -found.si_status
                    self.asked[pid].sendall(NUMBER.pack(status))
                self.told.add(pid)

    def forget(self, pid: int) -> None:
        """Nobody asks for it any more."""
        self.selector.unregister(self.asked[pid])
        self.asked.pop(pid).close()
        if pid in self.told:
            self.told.remove(pid)
            os.waitpid(pid, 0)

    def close(self) -> None:
        """In a forked process: closes what belongs to the others."""
        self.selector.close()
        for one in self.asked.values():
            one.close()


def serve(channel: socket.socket) -> list[str]:
    """Forks a process for each request and says when it has ended; returns in that process, with
    the command's words."""
    wake, wakes = socket.socketpair()
    wakes.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes.fileno())
    selector = selectors.DefaultSelector()
    children = Children(selector)
    selector.register(channel, selectors.EVENT_READ)
    selector.register(wake, selectors.EVENT_READ)
    while True:
        ready = [key for key, _ in selector.select()]
        for key in ready:
            if key.data is not None:
                children.forget(key.data)
        if any(key.fileobj is wake for key in ready):
            wake.recv(1 << 12)
            children.tell_ended()
        if any(key.fileobj is channel for key in ready):
            data, fds, _, _ = socket.recv_fds(channel, LONGEST_REQUEST, 4)
            if not data:
                raise SystemExit
            request = json.loads(data)
            warm(request["words"])
            asked = socket.socket(fileno=fds[0])
            pid = os.fork()
            if pid == 0:
                # What is closed by its number only would be closed again later, as another's.
                children.close()
                for one in (channel, wake, wakes):
                    one.close()
                become(request, fds[1:], asked)
                return list(request["words"])
            children.add(pid, asked)
            for fd in fds[1:]:
                os.close(fd)


def load() -> None:
    """Loads what a run loads by itself, in the driver or in the workers."""
    for name in MODULES:
        import_module(name)
    from transforms.language import identify
    from transforms.named_entities import read_lists
    from transforms.places import placer
    from transforms.topics import shipped

    identify("a text, so that the language model is loaded")
    shipped()
    read_lists()
    placer()


def warm(words: list[str]) -> None:
    """Loads what this command needs; a later one finds it."""
    from transforms.spacy_model import ModelError
    from transforms.spacy_recogniser import spacy_recogniser

    for model in words[words.index("--spacy-model") + 1 :][:1] if "--spacy-model" in words else ():
        with suppress(ModelError):
            spacy_recogniser(model)
    gc.freeze()


def become(request: dict[str, Any], streams: list[int], asked: socket.socket) -> None:
    """Makes a forked process what the request says, as if it had been started by its words; tells
    its number when it has its own session."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if request["session"]:
        os.setsid()
    with asked:
        asked.sendall(NUMBER.pack(os.getpid()))
    for own, fd in enumerate(streams):
        os.dup2(fd, own)
    close_all_but(())
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    multiprocessing.util.spawnv_passfds = fork_or_spawn  # type: ignore[attr-defined]  # undocumented


def close_all_but(kept: Sequence[int]) -> None:
    """Closes files above the standard ones, as the start of a program does."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in kept:
            with suppress(OSError):  # that of the listing itself
                os.close(int(name))


SPAWN = multiprocessing.util.spawnv_passfds  # type: ignore[attr-defined]  # undocumented


def fork_or_spawn(path: bytes, words: Sequence[str], fds: Sequence[int]) -> int:
    """Forks multiprocessing's server of processes, for which all is loaded; starts all else."""
    if "forkserver" not in words[-1]:
        return int(SPAWN(path, words, fds))
    with warnings.catch_warnings():
        # Threads of the driver may hold locks here; what the server runs takes none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        be_server(words[-1], fds)
    return pid


def be_server(code: str, fds: Sequence[int]) -> NoReturn:
    """Runs the server until it ends, with the signals and files of a program just started."""
    gc.freeze()  # of the driver nothing is freed: that would close what has its number here
    try:
        for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
            if callable(signal.getsignal(number)):
                signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        close_all_but(tuple(fds))
        exec(code, {"__name__": "__main__"})  # noqa: S102 - multiprocessing's own line
    except SystemExit:
        pass
    finally:
        os._exit(0)


def main() -> None:
    """Serves; in a process that was asked for, runs its command to the interpreter's own end."""
    sys.path[0] = str(ROOT)
    channel = socket.socket(fileno=int(sys.argv[1]))
    gc.disable()
    load()
    gc.enable()
    kind, what, *rest = serve(channel)
    sys.argv = [kind, *rest]
    if kind == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        module = sys.modules["__main__"] = ModuleType("__main__")
        exec(compile(what, "<string>", "exec"), vars(module))  # noqa: S102 - the test's program


if __name__ == "__main__":
    main()
