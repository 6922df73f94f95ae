"""Imports Beam without MongoDB's client, a tenth of its import, and without its warnings that this
one and Google's libraries are missing: newsmill needs none."""

import logging
import sys

logging.disable(logging.WARNING)
sys.modules.setdefault("bson", None)  # type: ignore[arg-type]  # Python's way to say: not here

import apache_beam  # noqa: E402, F401 - imported for its effect, with warnings off

if sys.modules["bson"] is None:
    del sys.modules["bson"]
logging.disable(logging.NOTSET)
