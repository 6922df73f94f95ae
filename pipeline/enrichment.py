"""What `newsmill reprocess` can run again: one visible table."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.config import OPTIONAL_STAGES, OptionError
from schemas.columns import Table
from schemas.found_tables import ENTITIES, QUOTATIONS, TOPICS


@dataclass(frozen=True)
class Enrichment:
    """Stages that are run again, and what they write.

    Attributes:
        stages: names, as `--without` has them.
        models: what manifests call their models.
        columns: of articles.
        tables: those whose rows they find.
    """

    stages: tuple[str, ...]
    models: tuple[str, ...]
    columns: tuple[str, ...]
    tables: tuple[Table, ...]

    def __add__(self, other: Enrichment) -> Enrichment:
        return Enrichment(
            self.stages + other.stages,
            self.models + other.models,
            self.columns + other.columns,
            self.tables + other.tables,
        )

    @property
    def others(self) -> str:
        """The stages that are left out, as `--without` names them."""
        return ",".join(stage for stage in OPTIONAL_STAGES if stage not in self.stages)


_TOPICS = Enrichment(("Topics",), ("topics",), ("topic_model", "keyphrases"), (TOPICS,))
_ENTITIES = Enrichment(("Entities",), ("entities",), ("entity_model",), (ENTITIES, QUOTATIONS))

ENRICHMENTS = {"topics": _TOPICS, "entities": _ENTITIES, "all": _ENTITIES + _TOPICS}
"""By `--stage`; places and quotations go with the entities that they rest on."""


def enrichment_named(name: str) -> Enrichment:
    """The one that `--stage` names; raises OptionError."""
    if name not in ENRICHMENTS:
        given = f"--stage {name}" if name else "no --stage"
        raise OptionError(f"{given}: choose one of {', '.join(ENRICHMENTS)}")
    return ENRICHMENTS[name]
