"""The word lists of name_words.toml and given_names.txt, read once a process."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from transforms.wordlists import phrases, words

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class NameWords:
    """Words in lower case without full stops, but for `post_ends`, `given` and `acronyms`.

    `acronyms` maps capitals to the name they stand for; the rest is told in name_words.toml.
    """

    titles: frozenset[str]
    adjectives: frozenset[str]
    surnames: frozenset[str]
    post_ends: tuple[str, ...]
    courtesy: frozenset[str]
    noble: frozenset[str]
    relatives: frozenset[str]
    posts: frozenset[str]
    ranks: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    generations: frozenset[str]
    particles: frozenset[str]
    legal_forms: frozenset[str]
    organisations: frozenset[str]
    organisations_of: frozenset[str]
    seated: frozenset[str]
    teams: frozenset[str]
    nicknames: frozenset[str]
    known_organisations: frozenset[str]
    seats_of_power: frozenset[str]
    facilities: frozenset[str]
    centre_of: frozenset[str]
    regions: frozenset[str]
    regions_first: frozenset[str]
    districts: frozenset[str]
    place_prepositions: frozenset[str]
    events: frozenset[str]
    known_events: frozenset[str]
    laws: frozenset[str]
    kind_person: frozenset[str]
    kind_organisation: frozenset[str]
    kind_place: frozenset[str]
    kind_settlement: frozenset[str]
    kind_work: frozenset[str]
    kind_event: frozenset[str]
    kind_people: frozenset[str]
    places_of: frozenset[str]
    no_names: frozenset[str]
    common: frozenset[str]
    given: frozenset[str]
    acronyms: dict[str, str]


@cache
def name_words() -> NameWords:
    """All of them."""
    lists = tomllib.loads((_FOLDER / "name_words.toml").read_text(encoding="utf-8"))
    given = (_FOLDER / "given_names.txt").read_text(encoding="utf-8").splitlines()
    acronyms, posts = lists.pop("acronyms"), lists.pop("post_ends")
    bodies = phrases(lists.pop("known_organisations").replace("\n", ""))
    seats = phrases(lists.pop("seats_of_power").replace("\n", ""))
    return NameWords(
        given=words(" ".join(line for line in given if not line.startswith("#"))),
        post_ends=phrases(posts.replace("\n", "")),
        acronyms=acronyms,
        known_organisations=frozenset(body.casefold() for body in bodies),
        seats_of_power=frozenset(seat.casefold() for seat in seats),
        **{name: words(text) for name, text in lists.items()},
    )
