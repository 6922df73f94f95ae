"""Imports what every worker needs, once, before the workers are forked from this process.

Beam warns at import that Google's libraries are missing; newsmill does not use them.
"""

import logging

logging.disable(logging.WARNING)

import pipeline.runners.direct  # noqa: E402, F401 - imported for its effect, with warnings off

logging.disable(logging.NOTSET)
