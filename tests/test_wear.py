"""Worn worker processes are replaced, with nothing lost."""

from __future__ import annotations

import multiprocessing
import os

from pebble import ProcessPool

from pipeline import wear
from pipeline.wear import Allowance

hoard: list[bytes] = []


def work(mebibytes: int) -> int:
    """Keeps so much memory; gives the process's id."""
    hoard.append(os.urandom(1 << 20) * mebibytes)
    return os.getpid()


def small_growth() -> None:
    """In the worker: 100 MiB are too much."""
    wear.GROWTH_BYTES = 100 << 20


def pids(sizes: list[int], shards: int) -> list[int]:
    context = multiprocessing.get_context("forkserver")
    allowance = Allowance(shards)
    with ProcessPool(1, max_tasks=allowance, initializer=small_growth, context=context) as pool:
        futures = [pool.schedule(work, args=(size,)) for size in sizes]
        return [future.result() for future in futures]


def test_process_that_has_grown_is_replaced_after_its_task() -> None:
    first, second, third, fourth, fifth = pids([10, 10, 200, 10, 10], shards=50)
    assert first == second == third
    assert third != fourth
    assert fourth == fifth


def test_process_is_replaced_after_so_many_tasks() -> None:
    found = pids([0, 0, 0, 0, 0], shards=2)
    assert found[0] == found[1] != found[2] == found[3] != found[4]
