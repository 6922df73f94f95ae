"""`--taxonomy FILE`: the user's own topics, read once by the driver."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.config import OptionError, RunConfig
from transforms.taxonomy import Taxonomy, TaxonomyError, read_taxonomy


def taxonomy_of(config: RunConfig) -> Taxonomy | None:
    """The taxonomy that the options name; None if they name none. Raises OptionError."""
    return _read(config.taxonomy) if config.taxonomy else None


@cache  # a run asks for it more than once, and its file may change meanwhile
def _read(path: str) -> Taxonomy:
    try:
        return read_taxonomy(path, Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(
            f"--taxonomy {path} cannot be read ({error}); name a text file"
        ) from error
    except TaxonomyError as error:
        raise OptionError(f"--taxonomy {path}: {error}") from error
