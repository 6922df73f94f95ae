"""Numbers as English news writes them: "2.3 billion", "twenty-five", "half a million", "8 lakh"."""

from __future__ import annotations

import re

_UNITS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {"a": 1, "an": 1}
_TENS = {
    word: number * 10
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {
    "hundred": 1e2,
    "dozen": 12.0,
    "thousand": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "b": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_FIGURES = re.compile(r"(\d{1,3}(?:,\d{2,3})+|\d+)(\.\d+)?(?![\d,.]*\d)")
_SCALE = re.compile(r"[\s-]*([a-z]+)")


def number_at_start(phrase: str) -> tuple[float, str] | None:
    """The number that a phrase in lower case begins with, and what follows it; None without one."""
    figures = _FIGURES.match(phrase)
    if figures is None:
        return _in_words(phrase)
    value = float(figures[1].replace(",", "") + (figures[2] or ""))
    rest = phrase[figures.end() :]
    while (scale := _SCALE.match(rest)) and scale[1].rstrip("s") in _SCALES:
        value *= _SCALES[scale[1].rstrip("s")]
        rest = rest[scale.end() :]
    return round(value, 6), rest.strip()


def _in_words(phrase: str) -> tuple[float, str] | None:
    """ "two hundred and five thousand miles": 205,000 and "miles"."""
    if phrase.startswith("half a "):
        found = _in_words("a " + phrase.removeprefix("half a "))
        return (found[0] / 2, found[1]) if found else None
    total = part = 0.0
    words = phrase.replace("-", " ").split()
    taken = 0
    for word in words:
        if word in _UNITS or word in _TENS:
            part += _UNITS.get(word, _TENS.get(word, 0))
        elif word == "hundred" and part:
            part *= _SCALES[word]
        elif word in _SCALES and part:
            total, part = total + part * _SCALES[word], 0.0
        elif word != "and" or not (part or total):
            break
        taken += 1
    if not taken:
        return None
    return total + part, " ".join(words[taken:])
