"""Month names and time zone names as bylines and feeds write them."""

from __future__ import annotations

from datetime import timedelta

_MONTH_NAMES = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber maerz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
_ABBREVIATION_CHARS = (3, 4)


def _months() -> dict[str, int]:
    """Full names and every abbreviation that means one month in all of the languages."""
    meanings: dict[str, set[int]] = {}
    for names in _MONTH_NAMES:
        for month, name in enumerate(names.split(), start=1):
            for form in (name, *(name[:length] for length in _ABBREVIATION_CHARS)):
                meanings.setdefault(form, set()).add(month)
    return {form: months.pop() for form, months in meanings.items() if len(months) == 1}


MONTHS = _months()

# Names with one meaning only: "IST" and "CST" have three each and count as unknown.
_OFFSET_HOURS = {
    -10: "HST",
    -9: "AKST",
    -8: "PST AKDT",
    -7: "MST PDT",
    -6: "MDT",
    -5: "EST CDT",
    -4: "EDT",
    0: "Z UTC GMT WET",
    1: "BST CET MEZ WEST",
    2: "CEST MESZ EET SAST",
    3: "EEST MSK",
    5: "PKT",
    7: "WIB",
    8: "SGT HKT AWST",
    9: "JST KST",
    10: "AEST",
    11: "AEDT",
    12: "NZST",
    13: "NZDT",
}
OFFSETS = {
    name: timedelta(hours=hours) for hours, names in _OFFSET_HOURS.items() for name in names.split()
}
# Names that follow a place's summer time.
REGIONS = {"ET": "America/New_York", "PT": "America/Los_Angeles"}
