"""Language: which one the article is written in, by its bytes (py3langid's naive Bayes model)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from schemas.article import Article

# Characters of the body that are looked at; more changes hardly a decision and costs time.
SAMPLE = 2_000

# Letters; below, a guess is worth nothing and the language stays unknown.
FEWEST_LETTERS = 10

# Decimals of the score: what the model's single precision carries on every machine.
DECIMALS = 4


@cache
def _model() -> Any:
    """The model with probabilities that add up to 1; loaded once per process."""
    # Imported here because it takes a second.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str) -> tuple[str, float] | None:
    """ISO 639-1 code and probability (0 to 1); None for text with hardly a letter in it."""
    if sum(map(str.isalpha, text)) < FEWEST_LETTERS:
        return None
    language, score = _model().classify(text)
    return language, round(float(score), DECIMALS)


def identifier() -> Callable[[Article], Article]:
    """The Language stage: fills `language` and `language_score` from title and body."""

    def run(article: Article) -> Article:
        sample = f"{article.title or ''}\n{article.text[:SAMPLE]}"
        found = identify(sample)
        if found is None:
            return replace(article, language=None, language_score=None)
        return replace(article, language=found[0], language_score=found[1])

    return run
