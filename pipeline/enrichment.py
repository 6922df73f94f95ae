"""What `newsmill reprocess` can run again: one visible table."""

from __future__ import annotations

from collections.abc import Mapping
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
        aids: what manifests call the user's own tables that they read, if there are any.
        columns: of articles.
        tables: those whose rows they find.
    """

    stages: tuple[str, ...]
    models: tuple[str, ...]
    aids: tuple[str, ...]
    columns: tuple[str, ...]
    tables: tuple[Table, ...]

    def __add__(self, other: Enrichment) -> Enrichment:
        return Enrichment(
            self.stages + other.stages,
            self.models + other.models,
            self.aids + other.aids,
            self.columns + other.columns,
            self.tables + other.tables,
        )

    def is_done(self, used: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
        """Whether a commit that used these models is of the wanted ones."""
        return all(used.get(name) == wanted.get(name) for name in self.models + self.aids)

    def is_lacking(self, used: Mapping[str, str]) -> bool:
        """Whether a commit that used these models was made without one of the stages."""
        return not used.keys() >= set(self.models)

    def without_own(self, used: Mapping[str, str]) -> dict[str, str]:
        """Those of the models that are none of these stages'."""
        own = self.models + self.aids
        return {name: model for name, model in used.items() if name not in own}

    @property
    def others(self) -> str:
        """The stages that are left out, as `--without` names them."""
        return ",".join(stage for stage in OPTIONAL_STAGES if stage not in self.stages)


_TOPICS = Enrichment(("Topics",), ("topics",), (), ("topic_model", "keyphrases"), (TOPICS,))
_ENTITIES = Enrichment(
    ("Entities",), ("entities",), ("links",), ("entity_model",), (ENTITIES, QUOTATIONS)
)

ENRICHMENTS = {"topics": _TOPICS, "entities": _ENTITIES, "all": _ENTITIES + _TOPICS}
"""By `--stage`; places and quotations go with the entities that they rest on."""


def enrichment_named(name: str) -> Enrichment:
    """The one that `--stage` names; raises OptionError."""
    if name not in ENRICHMENTS:
        given = f"--stage {name}" if name else "no --stage"
        raise OptionError(f"{given}: choose one of {', '.join(ENRICHMENTS)}")
    return ENRICHMENTS[name]
