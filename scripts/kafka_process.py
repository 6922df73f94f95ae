"""What the system says of a process and of ports; Linux by /proc, elsewhere by ps."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path


def alive(pid: int) -> bool:
    """Whether any thread of a process is left: until then its files and ports are held."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # else a dead child of our own stays for ever
    if sys.platform != "linux":
        return _ps(pid, "stat=")[:1] not in ("", "Z")
    fields = _stat(Path(f"/proc/{pid}"))
    return fields != [] and (fields[0] not in "ZX" or int(fields[17]) > 1)


def stopped(pid: int) -> bool:
    """Whether all threads of a process have come to a halt (SIGSTOP takes its time)."""
    if sys.platform != "linux":
        return _ps(pid, "stat=")[:1] == "T"
    threads = Path(f"/proc/{pid}").glob("task/*")
    return all(_stat(thread)[:1] == ["T"] for thread in threads)


def command_line(pid: int) -> str:
    """A process's command line; empty for a dead one."""
    if sys.platform != "linux":
        return _ps(pid, "args=")
    for _ in range(10):
        try:
            data = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        if data or not alive(pid):
            return data.decode(errors="replace")
        time.sleep(0.01)  # the Java launcher executes itself anew, and has none in between
    return ""


def taken_port(host: str, first: int, count: int) -> int | None:
    """The first of `count` ports from `first` on that someone listens on."""
    for port in range(first, first + count):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                return port
    return None


def _stat(folder: Path) -> list[str]:
    """The state of a process or thread and what follows it; item 17 is the number of threads."""
    try:
        text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def _ps(pid: int, field: str) -> str:
    words = ["ps", "-ww", "-p", str(pid), "-o", field]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()
