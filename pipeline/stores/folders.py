"""Whole folders between a process's local disk and a dataset's store."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from pipeline.stores.store import Store

AT_ONCE = 8
"""Transfers that go on at the same time."""
Item = TypeVar("Item")
Answer = TypeVar("Answer")


def upload_folder(store: Store, folder: Path, prefix: str) -> list[str]:
    """Uploads all files below `folder` to below `prefix`; gives the names that they have there."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [f"{prefix}/{path.relative_to(folder).as_posix()}" for path in paths]
    all_at_once(store.upload, zip(paths, names, strict=True))
    return names


def download_folder(store: Store, prefix: str, folder: Path) -> list[Path]:
    """Downloads all objects below `prefix` to below `folder`; gives the local files."""
    names = sorted(entry.name for entry in store.list(prefix))
    paths = [folder / name.removeprefix(f"{prefix}/") for name in names]
    all_at_once(store.download, zip(names, paths, strict=True))
    return paths


def delete_folder(store: Store, prefix: str) -> None:
    """Removes all objects below `prefix`."""
    store.delete([entry.name for entry in store.list(prefix)])


def read_ahead(call: Callable[[Item], Answer], items: Iterable[Item]) -> Iterator[Answer]:
    """The answers in order; a few calls ahead of what was taken are under way."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: deque[Future[Answer]] = deque()
        for item in items:
            waiting.append(pool.submit(call, item))
            if len(waiting) >= 2 * AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def all_at_once(call: Callable[..., None], arguments: Iterable[tuple[object, ...]]) -> None:
    """Calls with each of `arguments`, a few at a time; raises what the first failed one raised."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for future in [pool.submit(call, *words) for words in arguments]:
            future.result()
