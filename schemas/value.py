"""What a date, an amount of money, a percentage or a quantity comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Value:
    """A date with its precision, or a number with its unit.

    Attributes:
        date: the first day of the period.
        precision: "day", "week", "month", "quarter", "year" or "decade".
        number: in `unit`, multipliers such as "million" applied.
        unit: ISO 4217 code of a currency, "percent", "percentage-point", or a unit's CLDR
            identifier, as "square-kilometer"; None where the currency is open.
    """

    date: date | None = None
    precision: str | None = None
    number: float | None = None
    unit: str | None = None
