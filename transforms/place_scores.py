"""Which of the places of one name is meant, by everything else that an article names.

A candidate's score is in orders of magnitude of inhabitants: their logarithm, more for countries
and capitals, less for other names, and more the more of the article's other names are of its
country or region. What the text says that a place is in decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.place_containers import Container
from transforms.place_forms import Form
from transforms.place_names import Candidate
from transforms.place_tables import continents

RANKS = {"A0": 2.5, "A1": 0.0, "A2": -0.5, "P0": 1.2, "P1": 0.0, "P2": -1.5}
LEAST_INHABITANTS = {"A0": 100.0, "A1": 30_000.0, "A2": 300_000.0}  # some areas have none stated
IN_THE_NEWS = 0.4
SAME_COUNTRY, SAME_REGION, AT_HOME, CONTAINED = 3.0, 2.0, 2.0, 8.0
SAME_CONTINENT = 0.7
LITTLE = 1e-9  # weights that differ by less are equal
OTHER_FEATURE = -3.0  # the name says that it is something else
OWN_CITY = 0.1  # of a region's inhabitants: a city of its name with so many is meant
# Countries whose towns English-language news names without saying where they are.
HOMES_OF_NEWS = frozenset(("US", "GB", "IN", "CA", "AU", "IE", "NZ", "ZA"))


Shares = dict[str, tuple[float, float]]
"""A country's share of what an article's other names say, and its continent's."""


@dataclass(frozen=True)
class Option:
    """A candidate, and the form of the name it goes by."""

    candidate: Candidate
    form: Form


@dataclass(frozen=True)
class Said:
    """What one name says of where the article is set; `weight` grows with its mentions."""

    country: str
    region: str
    weight: float
    people: bool = False  # it is a people's name


class Scene:
    """Where an article is set, by its names.

    Args:
        home: ISO 3166-1 code of the country its source is of, if known.
    """

    def __init__(self, home: str | None = None) -> None:
        self.home = home
        self.said: dict[int, Said] = {}
        self._countries: dict[str, float] = {}
        self._regions: dict[str, int] = {}
        self._total = 0.0

    def hear(self, said: dict[int, Said]) -> None:
        """Adds what names say, in place of what they said before."""
        self.said |= said
        self._countries, self._regions = {}, {}
        for one in self.said.values():
            self._countries[one.country] = self._countries.get(one.country, 0.0) + one.weight
            self._regions[one.region] = self._regions.get(one.region, 0) + 1
        self._total = sum(self._countries.values())

    def share(self, code: str, without: int) -> float:
        """A country's share of what is said, one name left out."""
        own = self.said.get(without)
        weight, total = self._countries.get(code, 0.0), self._total
        if own is not None:
            total -= own.weight
            weight -= own.weight * (own.country == code)
        return weight / total if total > LITTLE else 0.0

    def near(self, code: str, without: int) -> float:
        """The share of a country's continent in what is said, one name left out."""
        if self._total <= LITTLE:
            return 0.0
        where = continents()
        own = where.get(code)
        same = [other for other in self._countries if where.get(other) == own]
        return min(1.0, sum(self.share(other, without) for other in same))

    def names(self, region: str, without: int) -> bool:
        """Whether a name other than that one is of the region."""
        own = self.said.get(without)
        return self._regions.get(region, 0) > (own is not None and own.region == region)

    def main_country(self) -> tuple[str, float] | None:
        """The country of most places, peoples left out, and its share of them."""
        weights: dict[str, float] = {}
        for one in self.said.values():
            if not one.people:
                weights[one.country] = weights.get(one.country, 0.0) + one.weight
        if not weights:
            return None
        best = max(weights, key=lambda code: (weights[code], code))
        return best, weights[best] / sum(weights.values())


def score(
    option: Option, index: int, scene: Scene, within: set[Container], shares: Shares
) -> float:
    """The candidate's score; the module's text says how it comes about.

    Args:
        shares: of the countries that were asked for before, for the same name and scene.
    """
    candidate = option.candidate
    inhabitants = max(candidate.population, LEAST_INHABITANTS.get(candidate.rank, 1000.0))
    value = math.log10(inhabitants) + RANKS[candidate.rank]
    code = candidate.country
    if code not in shares:
        shares[code] = scene.share(code, index), scene.near(code, index)
    same, near = shares[code]
    value += IN_THE_NEWS * (candidate.country in HOMES_OF_NEWS)
    value += SAME_COUNTRY * same
    value += SAME_CONTINENT * near
    value += SAME_REGION * (candidate.region != "" and scene.names(candidate.region, index))
    value += AT_HOME * (candidate.country == scene.home)
    if option.form.wants in ("A", "P") and option.form.wants != candidate.rank[0]:
        value += OTHER_FEATURE
    if within and is_held(candidate, within):
        value += CONTAINED
    return value


def is_held(candidate: Candidate, within: set[Container]) -> bool:
    """Whether one of the containers holds the place."""
    return any(_holds(container, candidate) for container in within)


def _holds(container: Container, candidate: Candidate) -> bool:
    if candidate.rank == "A0" or container.country != candidate.country:
        return False
    return not container.region or (container.region == candidate.region and candidate.rank != "A1")


def choose(
    options: Sequence[Option], index: int, scene: Scene, within: set[Container]
) -> tuple[Option, float]:
    """The best option, and its lead over the best of another country."""
    if len(options) == 1:
        return options[0], math.inf
    shares: Shares = {}
    scored = sorted(
        [(score(option, index, scene, within, shares), -n) for n, option in enumerate(options)],
        reverse=True,
    )
    best = options[-scored[0][1]]
    others = [
        value for value, n in scored if options[-n].candidate.country != best.candidate.country
    ]
    lead = scored[0][0] - others[0] if others else math.inf
    return _own_city(best, options), lead


def _own_city(best: Option, options: Sequence[Option]) -> Option:
    """Instead of a region the city that gave it the name, unless it is small beside it."""
    region = best.candidate
    if region.rank not in ("A1", "A2") or best.form.wants == "A":
        return best
    cities = [
        option
        for option in options
        if option.candidate.rank in ("P0", "P1")
        and option.candidate.country == region.country
        and option.candidate.region == region.region
        and option.candidate.population >= OWN_CITY * region.population
    ]
    return max(cities, key=lambda option: option.candidate.population, default=best)
