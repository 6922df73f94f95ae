"""Loads what every worker needs, once, before the workers are forked from this process."""

import spacy  # noqa: F401 - loaded for the workers

import pipeline.runners.direct  # noqa: F401 - the same
from transforms.language import identify
from transforms.lexicon import seed_words

identify("a text, so that the language model is loaded")
seed_words()
