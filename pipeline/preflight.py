"""Everything that can be known to be wrong before any work: one line with the fix each."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

from pipeline.config import OptionError, RunConfig
from pipeline.dataset import Dataset
from pipeline.index import open_index
from pipeline.reader import pending
from pipeline.sources.files import expand
from pipeline.sources.roots import check_followed
from pipeline.sources.source import SourceFile
from schemas.tables import SCHEMA_VERSION
from transforms.spacy_model import named_models


def check_ready(config: RunConfig) -> None:
    """Raises OptionError or ModelError if no run can work with these options."""
    if "Entities" not in config.absent:
        named_models(config.spacy_model)
    check_output(config.output_path)


def check_inputs(config: RunConfig) -> None:
    """Raises OptionError or InputError unless every input is there."""
    if not config.inputs:
        raise OptionError("no input; name files, folders, globs, URIs, or - for standard input")
    if "-" in config.inputs and sys.stdin is None:
        raise OptionError("input - is given but standard input is closed; pipe JSON Lines into it")
    if config.topics:
        from pipeline.sources.kafka_check import check_topics

        check_topics(config)
    files = [text for text in config.files if text != "-"]
    if config.follow and files:
        check_followed(config)
    if config.topics or config.follow:
        return
    if next(expand(files, exclude=config.output_path), None) is None and "-" not in config.inputs:
        raise OptionError(f"no files in {', '.join(files)}; name a folder that holds articles")


def check_output(root: Path) -> None:
    """Raises OptionError unless the output is a dataset of this version, or can be made one."""
    if root.exists() and not root.is_dir():
        raise OptionError(f"--output {root} is a file; name a folder")
    existing = root
    while not existing.exists():
        existing = existing.absolute().parent
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        raise OptionError(
            f"--output {root} cannot be written ({existing}); choose a folder that you may write"
        )
    dataset = Dataset(root)
    if dataset.exists():
        check_version(dataset)


def check_version(dataset: Dataset) -> None:
    """Raises OptionError if another schema version wrote the dataset."""
    found = dataset.manifest(dataset.last()).schema_version
    if found != SCHEMA_VERSION:
        raise OptionError(
            f"{dataset.root} has schema version {found}, this newsmill writes {SCHEMA_VERSION}; "
            "choose another --output, or the newsmill release that wrote it"
        )


def plan_text(config: RunConfig) -> str:
    """What a run would read; writes nothing."""
    files = list(expand([text for text in config.files if text != "-"], config.output_path))
    waiting = _pending(config, files)
    size = sum(file.size for file in waiting)
    kinds = Counter(Path(file.uri).suffix or "(no extension)" for file in waiting)
    lines = [
        f"{len(files):,} files, {len(files) - len(waiting):,} of them already committed",
        f"to read: {len(waiting):,} files, {size / 1e6:,.1f} MB",
        *(f"  {kind}  {number:,}" for kind, number in sorted(kinds.items())),
        f"slices of {config.slice_records:,} records or {config.slice_mib:,} MiB, "
        f"{config.worker_count} workers, model {config.spacy_model}",
        "nothing was written",
    ]
    for url in config.topics:
        lines.insert(1, f"{url} would be read too; --dry-run asks no broker")
    if "-" in config.inputs:
        lines.insert(1, "standard input would be read too")
    return "\n".join(lines)


def _pending(config: RunConfig, files: list[SourceFile]) -> list[SourceFile]:
    dataset = Dataset(config.output_path)
    if not dataset.index.exists():
        return files
    index = open_index(dataset.index)
    try:
        return [item.source for item in pending(files, index, config.reread)]
    finally:
        index.close()
