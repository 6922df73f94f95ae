"""Words that are capitalised because a sentence begins with them, taken for names by the model."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from transforms.name_evidence import evidence_of_form
from transforms.name_groups import NameGroup
from transforms.name_words import name_words
from transforms.place_names import inhabitants

_BEFORE = ".!?:\n"  # behind which a sentence begins
_QUOTES = " \"“‘'(•*-–—"
_BEHIND = ("", ",", ".", ";", ":", "'s", "’s")


def without_common_words(
    text: str,
    runs: Iterable[tuple[int, int]],
    groups: Sequence[NameGroup],
    longer: Collection[str],
) -> Sequence[NameGroup]:
    """The groups but for single words that begin a sentence wherever they stand, and that the text
    has in small letters too: "Education groups say ..., better education".

    Args:
        runs: of capitalised words, as `capital_runs` gives them.
        longer: folded words of the article's longer names; what is one of them is a name.
    """
    suspects = [group for group in groups if _is_suspect(text, group, longer)]
    if not suspects:
        return groups
    words = frozenset(text.split())
    common = {surface for surface in map(_surface, suspects) if _is_among(words, surface.lower())}
    for start, end in runs if common else ():
        part = text[start:end]
        names = [name for name in common if name in part]
        common.difference_update(
            name for name in names if not _all_begin_sentences(text, [start + part.index(name)])
        )
    return [group for group in groups if _surface(group) not in common]


def _surface(group: NameGroup) -> str:
    return group.spans[0].surface


def _is_suspect(text: str, group: NameGroup, longer: Collection[str]) -> bool:
    surface = _surface(group)
    return (
        len(group.parts) == 1
        and group.parts[0] not in longer
        and surface[1:].islower()
        and _all_begin_sentences(text, [span.start for span in group.spans])
        and surface not in name_words().given
        and not inhabitants(group.identity)
        and not any(found.weight > 0 for found in evidence_of_form(surface))
    )


def _is_among(words: Collection[str], word: str) -> bool:
    return any(f"{word}{sign}" in words for sign in _BEHIND)


def _all_begin_sentences(text: str, starts: Iterable[int]) -> bool:
    for start in starts:
        before = text[max(0, start - 4) : start].rstrip(_QUOTES)
        if before and before[-1] not in _BEFORE:
            return False
    return True
