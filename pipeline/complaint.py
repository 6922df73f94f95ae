"""Exit statuses, and the one line that goes with each."""

from __future__ import annotations

import sys

FAILED, BAD_OPTION, TOO_MANY_REJECTS, STOPPED = 1, 2, 3, 130


def complain(error: Exception | str, status: int) -> int:
    """One line on standard error."""
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    print(f"newsmill: {first}", file=sys.stderr)
    return status
