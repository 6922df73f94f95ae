"""The manifest of a commit: what it published, what it consumed, and how that adds up."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

UNREADABLE = "unreadable"
"""Version of a file that could not be read to its end: it is read afresh once it opens."""
MANIFEST_FORMAT = "newsmill-manifest-1"
QUEUE_SCHEME = "kafka://"


def is_queue(uri: str) -> bool:
    """Whether a source's URI names a partition of a queue."""
    return uri.startswith(QUEUE_SCHEME)


def whole_or_part(name: str) -> tuple[int, int]:
    """I/N as numbers; (1, 1) for the empty name of a whole."""
    number, _, of = (name or "1/1").partition("/")
    return int(number), int(of)


@dataclass(frozen=True)
class DataFile:
    """One published file; `path` is relative to the dataset, sizes in bytes."""

    path: str
    table: str
    partition: str
    rows: int
    bytes: int
    sha256: str
    published_min: str | None = None
    published_max: str | None = None


@dataclass(frozen=True)
class SourceRange:
    """The records [first, next) of one source file or queue partition that the commit consumed.

    Attributes:
        uri: the source file, or kafka://CLUSTER/TOPIC/PARTITION.
        version: what tells one state of the file from another (size and time of change); a
            topic's id.
        first: index of the first record consumed.
        next: index behind the last record consumed.
        complete: the file holds no record from `next` on; never so for a queue.
        published: of these records, how many became articles,
        duplicates: how many were copies,
        rejected: how many were refused,
        tombstones: and how many had no value. The four add up to `inputs`.
        gaps: places in [first, next) that hold no record: a queue's log is compacted, and its
            transactions leave markers; or a record of another part of the file.
        lost: of the gaps, how many were records that retention deleted before they were read.
        end: end of the partition's log when it was last looked at; records of the whole file, in
            the range that completes a part of it; else None.
        part: I/N where processes share the file and this is a range of its I-th part of N; each
            part has its own positions.
    """

    uri: str
    version: str
    first: int
    next: int
    complete: bool = False
    published: int = 0
    duplicates: int = 0
    rejected: int = 0
    tombstones: int = 0
    gaps: int = 0
    lost: int = 0
    end: int | None = None
    part: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What the range's positions are positions in."""
        return self.uri, self.part

    @property
    def inputs(self) -> int:
        """Records consumed."""
        return self.next - self.first - self.gaps

    @property
    def outcomes(self) -> int:
        """Records that have an outcome."""
        return self.published + self.duplicates + self.rejected + self.tombstones

    @property
    def is_queue(self) -> bool:
        """Whether this is a partition of a queue: positions only go up, whatever happens."""
        return is_queue(self.uri)

    def then(self, later: SourceRange) -> SourceRange:
        """This range and the one that follows it, as one range."""
        return replace(
            later,
            first=self.first,
            gaps=self.gaps + later.gaps,
            lost=self.lost + later.lost,
        )


@dataclass(frozen=True)
class Counts:
    """The accounting of a commit, a run or a dataset, counted from rows."""

    inputs: int = 0
    published: int = 0
    duplicates: int = 0
    rejected: int = 0
    tombstones: int = 0
    entities: int = 0
    topics: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    quotations: int = 0

    @property
    def balanced(self) -> bool:
        """inputs = published + duplicates + rejected + tombstones, every reject has a reason."""
        outcomes = self.published + self.duplicates + self.rejected + self.tombstones
        return self.inputs == outcomes and sum(self.reasons.values()) == self.rejected

    @property
    def rows(self) -> dict[str, int]:
        """Rows of each table that these counts stand for."""
        return {
            "articles": self.published,
            "duplicates": self.duplicates,
            "rejects": self.rejected,
            "tombstones": self.tombstones,
            "entities": self.entities,
            "topics": self.topics,
            "quotations": self.quotations,
        }

    def __add__(self, other: Counts) -> Counts:
        names = sorted(self.reasons.keys() | other.reasons.keys())
        return Counts(
            self.inputs + other.inputs,
            self.published + other.published,
            self.duplicates + other.duplicates,
            self.rejected + other.rejected,
            self.tombstones + other.tombstones,
            self.entities + other.entities,
            self.topics + other.topics,
            {name: self.reasons.get(name, 0) + other.reasons.get(name, 0) for name in names},
            self.quotations + other.quotations,
        )


@dataclass(frozen=True)
class Manifest:
    """One commit.

    Attributes:
        kind: "run", "replay" or "reprocess". A replay consumes rejects, not source files; what is
            processed again consumes nothing.
        models: by what they give, those of the rows that the commit's files hold.
        shard: the run's share of its input, I/N.
        finished: nothing of it is left.
        replaces: commits whose articles this one holds instead, with all that was found in them;
            what else those commits hold stays theirs.
        kept_until: the files of these commits are removed then (ISO 8601); empty for at once.
    """

    commit: int
    run_id: str
    kind: str
    created_at: str
    schema_version: int
    pipeline_version: str
    granularity: str
    models: dict[str, str]
    counts: Counts
    files: tuple[DataFile, ...]
    sources: tuple[SourceRange, ...]
    resolved_rejects: tuple[str, ...] = ()
    shard: str = "1/1"
    finished: bool = False
    replaces: tuple[int, ...] = ()
    kept_until: str = ""

    @property
    def commit_id(self) -> str:
        """The number as eight digits."""
        return commit_id(self.commit)

    def to_json(self) -> str:
        """Stable JSON text."""
        return json.dumps({"format": MANIFEST_FORMAT, **asdict(self)}, indent=1, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> Manifest:
        """The inverse of `to_json`; raises ValueError for anything else."""
        values: dict[str, Any] = json.loads(text)
        if not isinstance(values, dict) or values.pop("format", None) != MANIFEST_FORMAT:
            raise ValueError(f"not a manifest of format {MANIFEST_FORMAT}")
        try:
            return Manifest(
                **values
                | {
                    "counts": Counts(**values["counts"]),
                    "files": tuple(DataFile(**item) for item in values["files"]),
                    "sources": tuple(SourceRange(**item) for item in values["sources"]),
                    "resolved_rejects": tuple(values["resolved_rejects"]),
                    "replaces": tuple(values.get("replaces", ())),
                }
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"manifest lacks or exceeds its fields: {error}") from error


def commit_id(number: int) -> str:
    """A commit's number as eight digits, so that names sort."""
    return f"{number:08d}"
