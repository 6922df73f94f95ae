"""The garbage collector of a process that handles many records."""

import gc

YOUNG_OBJECTS = 20_000
"""Objects between two looks for cycles; a record makes hundreds, and none of them in a cycle."""


def collect_less() -> None:
    """From now on: looks seldom, and never again through what is loaded by now, whose pages a
    forked process so leaves alone, and shared."""
    gc.set_threshold(YOUNG_OBJECTS)
    gc.freeze()
