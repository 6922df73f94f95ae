"""The sandbox against functions that really hang, really eat memory and really die."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from operator import call  # runs in the child whatever function a test sends
from pathlib import Path

import pytest

from transforms.sandbox import (
    Sandbox,
    SandboxCrash,
    SandboxFailure,
    SandboxMemory,
    SandboxTimeout,
)

ROOT = Path(__file__).parent.parent
MEMORY_MB = 512
HANG_IN_C = (re.match, r"(a+)+$", "a" * 40 + "b")  # exponential, and holds the GIL


def gone(pid: int, within_s: float = 5.0) -> bool:
    """Whether the process ends; a zombie has ended."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def sandbox() -> Iterator[Sandbox[object]]:
    box = Sandbox(call, timeout_s=1.0, memory_mb=MEMORY_MB)
    yield box
    box.close()


def test_starts_on_the_first_call_and_keeps_its_child(sandbox: Sandbox[object]) -> None:
    assert sandbox.pid is None
    first = sandbox(os.getpid)
    assert first == sandbox.pid != os.getpid()
    sandbox(print, "noise on standard output")
    assert sandbox(os.getpid) == first


@pytest.mark.parametrize("order", [(time.sleep, 3600), HANG_IN_C], ids=["sleep", "regex"])
def test_a_call_that_hangs_is_killed(sandbox: Sandbox[object], order: tuple[object, ...]) -> None:
    first = sandbox(os.getpid)
    assert isinstance(first, int)
    started = time.monotonic()
    with pytest.raises(SandboxTimeout):
        sandbox(*order)
    assert time.monotonic() - started < 3
    assert gone(first)
    assert sandbox(os.getpid) != first


def test_a_call_that_eats_memory_is_refused(sandbox: Sandbox[object]) -> None:
    first = sandbox(os.getpid)
    with pytest.raises(SandboxMemory):
        sandbox(bytearray, 10 << 30)
    assert sandbox(os.getpid) != first


@pytest.mark.parametrize(
    ("order", "how"),
    [((os._exit, 7), "exit status 7"), ((signal.raise_signal, signal.SIGSEGV), "signal 11")],
)
def test_a_call_that_kills_its_process(
    sandbox: Sandbox[object], order: tuple[object, ...], how: str
) -> None:
    with pytest.raises(SandboxCrash, match=how):
        sandbox(*order)
    assert sandbox(os.getpid) == sandbox.pid


def test_a_killed_idle_child_is_noticed(sandbox: Sandbox[object]) -> None:
    first = sandbox(os.getpid)
    assert isinstance(first, int)
    os.kill(first, signal.SIGKILL)
    assert gone(first)
    with pytest.raises(SandboxCrash, match="signal 9"):
        sandbox(os.getpid)
    assert sandbox(os.getpid) != first


def test_an_exception_travels_and_the_child_lives(sandbox: Sandbox[object]) -> None:
    with pytest.raises(SandboxFailure, match=r"ValueError.*a bad page"):
        sandbox(int, "a bad page")
    assert sandbox(os.getpid) == sandbox.pid


def test_the_child_ignores_ctrl_c(sandbox: Sandbox[object]) -> None:
    first = sandbox(os.getpid)
    assert isinstance(first, int)
    os.kill(first, signal.SIGINT)
    assert sandbox(os.getpid) == first
    assert os.getpgid(first) != os.getpgid(0)


def test_recycled_by_count_and_by_size() -> None:
    counted = Sandbox(call, timeout_s=5, memory_mb=MEMORY_MB, max_calls=2)
    pids = [counted(os.getpid) for _ in range(4)]
    counted.close()
    assert pids[0] == pids[1] != pids[2] == pids[3]
    grown = Sandbox(call, timeout_s=5, memory_mb=MEMORY_MB)
    grown(exec, f"import os; os.held = b'x' * ({MEMORY_MB} << 19)")
    assert grown.fresh
    grown.close()


def test_large_messages_pass_both_ways() -> None:
    box = Sandbox(str, timeout_s=20, memory_mb=MEMORY_MB)
    text = "ü" * 10_000_000
    assert box(text) == text
    box.close()


def test_a_child_that_does_not_start_is_a_crash() -> None:
    box = Sandbox(call, timeout_s=5, memory_mb=MEMORY_MB, warm_up=os.abort)
    with pytest.raises(SandboxCrash, match="did not start: killed by signal 6"):
        box(os.getpid)


def test_threads_share_one_child(sandbox: Sandbox[object]) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(sandbox, [os.getpid] * 40))) == 1


def test_the_child_outlives_the_thread_that_started_it(sandbox: Sandbox[object]) -> None:
    thread = threading.Thread(target=sandbox, args=(os.getpid,))
    thread.start()
    thread.join()
    first = sandbox.pid
    time.sleep(0.2)
    assert sandbox(os.getpid) == first


def test_a_fork_starts_its_own_child(sandbox: Sandbox[object]) -> None:
    first = sandbox(os.getpid)
    fork = os.fork()
    if fork == 0:
        os._exit(0 if sandbox(os.getpid) != first else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == 0
    assert sandbox(os.getpid) == first


@pytest.mark.parametrize("order", ["os.getpid", "re.match, '(a+)+$', 'a' * 40 + 'b'"])
def test_the_child_dies_with_a_killed_parent(order: str) -> None:
    """Idle, and busy in C: neither leaves an orphan behind."""
    program = f"""
        import operator, os, re, threading
        from transforms.sandbox import Sandbox
        box = Sandbox(operator.call, timeout_s=60, memory_mb={MEMORY_MB})
        print(box(os.getpid), flush=True)
        box({order})
        threading.Event().wait()
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.2)
        assert not gone(child, within_s=0.1)
        parent.kill()
    assert gone(child)


def test_works_below_a_process_pool_of_a_script(tmp_path: Path) -> None:
    """Inside a daemonic pool worker, and with a main module that must not run twice."""
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(f"""
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        from transforms.sandbox import Sandbox

        def through(value):
            return Sandbox(str, timeout_s=20, memory_mb={MEMORY_MB})(value)

        if __name__ == "__main__":
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                print(list(pool.map(through, [1])))
            with multiprocessing.get_context("fork").Pool(1) as pool:
                print(pool.map(through, [2]))
        """)
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("['1']\n['2']\n", 0), done.stderr
