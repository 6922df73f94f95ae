"""Where a machine keeps files for a dataset that lies on an object store."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from transforms.user_cache import user_cache


def scratch_folder(chosen: str, cache: Path) -> Path:
    """Folder of working files, below `--scratch` or where temporary files go, for the dataset with
    this cache. Runs that share the folder so share the cache too, and the lock that is there."""
    key = sha256(str(cache).encode()).hexdigest()[:16]
    return Path(os.path.realpath(chosen or tempfile.gettempdir())) / f"newsmill-{os.getuid()}-{key}"


def cache_folder(key: str) -> Path:
    """Folder of what can be made anew from the dataset `key`."""
    return user_cache() / "datasets" / key


def own_folder(folder: Path) -> None:
    """Makes a folder that is this user's alone; PermissionError if it is somebody else's, as it may
    be where temporary files go."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user; name another with --scratch")
