"""Patterns compiled when the first text needs them: ranges of many letters take milliseconds."""

from __future__ import annotations

import re
from functools import cache


@cache
def late(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled once a process."""
    return re.compile(pattern)
