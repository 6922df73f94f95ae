"""Imports Beam without its warning that Google's libraries are missing: newsmill needs none."""

import logging

logging.disable(logging.WARNING)

import apache_beam  # noqa: E402, F401 - imported for its effect, with warnings off

logging.disable(logging.NOTSET)
