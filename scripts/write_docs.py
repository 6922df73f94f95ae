"""Writes docs/dataset.md from the tables' declarations; --check only compares."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from schemas.describe import describe  # noqa: E402 - needs the path above
from schemas.reject import REASONS  # noqa: E402 - needs the path above
from schemas.tables import TABLES  # noqa: E402 - needs the path above
from schemas.version import SCHEMA_VERSION  # noqa: E402 - needs the path above

HEAD = f"""\
# The dataset

Written by `python scripts/write_docs.py` from `schemas/tables.py` and `schemas/reject.py`.
Schema version {SCHEMA_VERSION}.

    OUT/
      data/<table>/<key>=<date>/part-<commit>-<number>-<hash>.parquet
      _meta/commits/<commit>.json     what each commit published and consumed
      _meta/index.sqlite              a cache of the manifests; rebuilt when it is missing
      _meta/retired/<commit>          its replaced files are still to be removed
      _meta/lines/                    tables of recurring lines (newsmill learn)
      _staging/                       never read; empty when no run is at work

A partition's date is the first day of its period. The period (day, month, year or decade) is one
for the whole dataset: `newsmill inspect OUT` shows it. Articles without a date lie in
`__HIVE_DEFAULT_PARTITION__`, which readers show as NULL.

Columns are nullable unless they are keys. Lists are never null and hold no nulls. Times are UTC
in microseconds. New columns are appended, never inserted; none changes its type.

A glob over `data/<table>/` gives whole files only, and no row that is ever taken back without
another in its place. The files that `newsmill inspect OUT --files TABLE` lists are those of whole
commits only.

`newsmill reprocess` alone replaces rows. Its manifests name the commits that they replace
(`replaces`): those commits' files of articles, entities, topics and quotations count no more, their
other files do. All rows of one article lie in one commit, at any time, so `commit_id` joins them
too. A glob that is read in the moments between the first new file of such a commit and the removal
of the last old one may see an article twice, under two commits, of which the later is valid; a
reader of the listed files never does. Files that were listed before may be gone:
`--keep-replaced` says how long they stay, and for so long a glob sees both.
"""


def text() -> str:
    """The whole document."""
    reasons = "\n".join(f"| `{code}` | {meaning} |" for code, meaning in REASONS.items())
    return (
        f"{HEAD}\n{describe(list(TABLES.values()), 'markdown')}\n\n"
        f"## Reject reasons\n\n| reason | meaning |\n| --- | --- |\n{reasons}\n"
    )


def main() -> int:
    """Writes or checks; gives the exit status."""
    path = ROOT / "docs" / "dataset.md"
    if "--check" in sys.argv[1:]:
        if path.read_text(encoding="utf-8") != text():
            print(f"{path} is out of date: run python scripts/write_docs.py", file=sys.stderr)
            return 1
        return 0
    path.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
