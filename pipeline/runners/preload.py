"""Loads what every worker needs, once, before the workers are forked from this process.

Beam warns at import that Google's libraries are missing; newsmill does not use them.
"""

import logging

logging.disable(logging.WARNING)

import spacy  # noqa: E402, F401 - loaded for the workers, with warnings off

import pipeline.runners.direct  # noqa: E402, F401 - the same
from transforms.language import identify  # noqa: E402 - the same
from transforms.lexicon import seed_words  # noqa: E402 - the same

identify("a text, so that the language model is loaded")
seed_words()
logging.disable(logging.NOTSET)
