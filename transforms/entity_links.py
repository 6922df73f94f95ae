"""Wikidata ids by a table of the user's own: name, alias, QID."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from transforms.name_groups import identity_of

COLUMNS = ("name", "alias", "qid")
MOST_ROWS = 200_000  # they travel to every worker
_QID = re.compile(r"Q[1-9]\d*")


class EntityLinksError(Exception):
    """The table is none of entity links; the text says where and what to write."""


@dataclass(frozen=True)
class EntityLinks:
    """Rows of name, alias (may be empty), QID and type (may be empty: any)."""

    rows: tuple[tuple[str, str, str, str], ...]

    @cached_property
    def version(self) -> str:
        """Changes with the rows, not with their order."""
        text = "\n".join("\t".join(row) for row in sorted(self.rows))
        return f"links-{hashlib.sha256(text.encode()).hexdigest()[:12]}"

    @cached_property
    def _by_name(self) -> dict[str, set[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        for name, alias, qid, kind in self.rows:
            for each in filter(None, (name, alias)):
                found.setdefault(identity_of(each), set()).add((qid, kind))
        return found

    def qid(self, names: Sequence[str], kind: str) -> str | None:
        """The id of the first of the names that the table has; None where it has two ids for it."""
        for name in names:
            known = self._by_name.get(identity_of(name), ())
            qids = {qid for qid, wanted in known if wanted in ("", kind)}
            if qids:
                return qids.pop() if len(qids) == 1 else None
        return None


NO_LINKS = EntityLinks(())


def entity_links(rows: Iterable[Mapping[str, object]]) -> EntityLinks:
    """The links of a table's rows; raises EntityLinksError."""
    links = tuple(_row(number, row) for number, row in enumerate(rows, start=1))
    if not links:
        raise EntityLinksError("it has no rows")
    if len(links) > MOST_ROWS:
        raise EntityLinksError(f"it has more than {MOST_ROWS:,} rows; keep those you look for")
    return EntityLinks(links)


def _row(number: int, row: Mapping[str, object]) -> tuple[str, str, str, str]:
    missing = [name for name in COLUMNS if name not in row]
    if missing:
        raise EntityLinksError(f"it has no column {missing[0]!r}; it needs {', '.join(COLUMNS)}")
    name, alias, qid, kind = (str(row.get(c) or "").strip() for c in (*COLUMNS, "type"))
    if not name:
        raise EntityLinksError(f"row {number} has no name")
    if not _QID.fullmatch(qid):
        raise EntityLinksError(f"row {number}: {qid!r} is no Wikidata id such as Q42")
    return name, alias, qid, kind
