"""Language: which one the article is written in, by its bytes (py3langid's naive Bayes model)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from schemas.article import Article
from schemas.changed import changed
from schemas.reject import Reject
from transforms.wordlists import words

# Characters of the body that are looked at; more changes hardly a decision and costs time.
SAMPLE = 2_000

# Letters; below, a guess is worth nothing and the language stays unknown.
FEWEST_LETTERS = 10

# Characters of a part, and its probability from which its language is certain enough to tell a
# mixed text. Neighbours such as Danish and Norwegian are told apart by longer parts only.
PART = 500
SURE = 0.95

# Decimals of the score: what the model's single precision carries on every machine.
DECIMALS = 4

# Below this probability, what the record or page says of its language is believed instead. Short
# texts stay below: of guesses from 4 to 9 English words that reach it, under 1 % are wrong.
DOUBTFUL = 0.5

STAGE = "Language"

_CODE = re.compile(r"\s*([A-Za-z]{2})(?![A-Za-z])")
_ISO_639_1 = words(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy"
    " da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu"
    " hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb"
    " lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om"
    " or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw"
    " ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)


@cache
def _model() -> Any:
    """The model with probabilities that add up to 1; loaded once per process."""
    from transforms.language_model import language_model  # imports what only this stage needs

    return language_model()


def has_letters(text: str) -> bool:
    """Whether a text has FEWEST_LETTERS."""
    return any(
        sum(map(str.isalpha, part)) >= FEWEST_LETTERS for part in (text[: 4 * FEWEST_LETTERS], text)
    )


def identify(text: str) -> tuple[str, float] | None:
    """ISO 639-1 code and probability (0 to 1); None for text with hardly a letter in it."""
    if not has_letters(text):
        return None
    language, score = _model().classify(text)
    return language, round(float(score), DECIMALS)


def hinted(hint: str | None) -> str | None:
    """The ISO 639-1 code that "en", "en-US" or "EN_gb" begins with; None for anything else."""
    match = _CODE.match(hint or "")
    code = match[1].lower() if match else None
    return code if code in _ISO_639_1 else None


def is_language(code: str) -> bool:
    """Whether it is a code of ISO 639-1 in small letters."""
    return code in _ISO_639_1


def identifier(wanted: Sequence[str] = ()) -> Callable[[Article], Article | Reject]:
    """The Language stage: fills the columns on language from title, body and hint.

    `wanted`: articles in other languages, or in an unknown one, are rejected; empty for none.
    """

    def run(article: Article) -> Article | Reject:
        done = identified(article)
        if wanted and done.language not in wanted:
            detail = f"{done.language or 'unknown'}, not {' or '.join(wanted)}"
            return Reject(article.message, STAGE, "language_not_wanted", detail)
        return done

    return run


def identified(article: Article) -> Article:
    """The article with its language, score and whether it is mixed."""
    done = _with_language(article)
    return changed(done, is_mixed_language=is_mixed(article.text, done.language))


def is_mixed(text: str, language: str | None) -> bool | None:
    """Whether a text that begins in `language` surely ends in another; None if it is too short.

    Only its last PART characters are looked at: translations and notes for readers of another
    language stand there, and each look costs as much as the first.
    """
    if language is None or len(text) < 2 * PART:
        return None
    found = identify(text[-PART:])
    return found is not None and found[1] >= SURE and found[0] != language


def _with_language(article: Article) -> Article:
    sample = f"{article.title or ''}\n{article.text[:SAMPLE]}"
    found, hint = identify(sample), hinted(article.language_hint)
    if hint and (found is None or found[1] < DOUBTFUL):
        return changed(article, language=hint, language_score=_score(sample, hint))
    if found is None:
        return changed(article, language=None, language_score=None)
    return changed(article, language=found[0], language_score=found[1])


def _score(text: str, language: str) -> float | None:
    """The model's probability of one language; None where it has none to give."""
    if not has_letters(text):
        return None
    scores = (score for code, score in _model().rank(text) if code == language)
    score = next(scores, None)
    return None if score is None else round(float(score), DECIMALS)
