"""Where in the world a name is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """The place that a name stands for, as far as it is known.

    Attributes:
        country: ISO 3166-1 alpha-2.
        region: ISO 3166-2 of the first-level region; None for a country and where it is not known.
        region_name: that region's name.
        latitude, longitude: degrees, WGS 84; of a country or region the mean of its cities by
            inhabitants.
        geonames_id: of the place itself, not of the country it is in.
        feature_class: GeoNames': "A" country or region, "P" populated place, "L" area, "H" water,
            "T" mountain, "S" building; None for a people.
        source: what the country rests on: "country" or "people" (the name is one's), "gazetteer"
            (all bearers of the name are in one country), "contained" (the text says what it is in),
            "context" (the likeliest of several), "article" (nearly all other places of the
            article are in that country).
    """

    country: str
    region: str | None = None
    region_name: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    feature_class: str | None = None
    source: str = "gazetteer"
