"""Exit statuses, and the one line that goes with each."""

from __future__ import annotations

import os
import sys
from types import TracebackType


class FailedError(Exception):
    """What ends a command with status 1 and the one line that the error is."""


FAILED, BAD_OPTION, TOO_MANY_REJECTS, STOPPED = 1, 2, 3, 130


def complain(error: Exception | str, status: int) -> int:
    """One line on standard error."""
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    print(f"newsmill: {first}", file=sys.stderr)
    return status


def in_one_line(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """What a person sees of an error that nothing foresaw; NEWSMILL_TRACEBACK=1 shows all of it."""
    if os.environ.get("NEWSMILL_TRACEBACK"):
        sys.__excepthook__(kind, error, trace)
    elif issubclass(kind, KeyboardInterrupt):
        complain("stopped", STOPPED)
    else:
        complain(f"{kind.__name__}: {error} (NEWSMILL_TRACEBACK=1 shows where)", FAILED)
