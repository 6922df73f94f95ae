"""Where files lie that can be made anew at any time."""

from __future__ import annotations

import os
from pathlib import Path


def user_cache() -> Path:
    """This user's folder for newsmill, by the XDG base directory rules; it need not exist."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "newsmill"
