"""`--entity-links FILE`: Wikidata ids of the user's own, read once by the driver."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.config import OptionError, RunConfig
from transforms.entity_links import NO_LINKS, EntityLinks, EntityLinksError, entity_links


def entity_links_of(config: RunConfig) -> EntityLinks:
    """The links of the file that the options name; none if they name none. Raises OptionError."""
    return _read(config.entity_links) if config.entity_links else NO_LINKS


@cache  # a run asks for them more than once, and their file may change meanwhile
def _read(path: str) -> EntityLinks:
    try:
        return entity_links(_rows(path))
    except (OSError, UnicodeDecodeError, csv.Error, pa.ArrowException) as error:
        reason = " ".join(str(error).split())
        raise OptionError(
            f"--entity-links {path} cannot be read ({reason}); name a CSV or Parquet file"
        ) from error
    except EntityLinksError as error:
        raise OptionError(f"--entity-links {path}: {error}") from error


def _rows(path: str) -> list[dict[str, Any]]:
    if path.lower().endswith(".parquet"):
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    if path.lower().endswith(".csv"):
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    raise EntityLinksError("its name must end in .csv or .parquet")
