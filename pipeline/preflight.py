"""Everything that can be known to be wrong before any work: one line with the fix each."""

from __future__ import annotations

import os
import sys
import uuid
from collections import Counter
from functools import partial
from pathlib import Path

from pipeline.catching_up import catch_up
from pipeline.config import OptionError, RunConfig
from pipeline.dataset import STAGING, Dataset
from pipeline.index import empty_index, open_index
from pipeline.reader import left_to_read
from pipeline.runners.reachable import check_listens
from pipeline.sources.files import expand
from pipeline.sources.roots import check_followed
from pipeline.sources.source import SourceFile
from pipeline.stores.store import StoreError
from pipeline.taxonomy_file import taxonomy_of
from schemas.version import SCHEMA_VERSION
from transforms.spacy_model import check_gpu, named_models


def check_ready(config: RunConfig) -> None:
    """Raises OptionError or ModelError if no run can work with these options."""
    if "Entities" not in config.absent:
        named_models(config.spacy_model)
        if config.gpu and config.runner == "DirectRunner":  # else it is the workers' machines
            check_gpu()
    taxonomy_of(config)
    if config.entity_links:
        from pipeline.entity_links_file import entity_links_of

        entity_links_of(config)
    if config.job_endpoint:
        check_listens(config.job_endpoint)
    check_output(config)


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
    if next(expand(files, exclude=config.home), None) is None and "-" not in config.inputs:
        raise OptionError(f"no files in {', '.join(files)}; name a folder that holds articles")


def check_output(config: RunConfig) -> None:
    """Raises OptionError unless the output is a dataset of this version, or can be made one."""
    dataset = dataset_at(config.home, config.scratch)
    if dataset.root is None:
        check_bucket(dataset)
    else:
        check_folder(dataset.root)
    if dataset.exists():
        check_version(dataset)


def dataset_at(home: str, scratch: str = "") -> Dataset:
    """The dataset there, whether there is one or not yet; OptionError if its store does not
    answer."""
    try:
        dataset = Dataset(home, scratch)
        dataset.store.check()
    except StoreError as error:
        raise OptionError(str(error)) from error
    return dataset


def check_bucket(dataset: Dataset) -> None:
    """Raises OptionError unless the store takes, keeps and removes objects as a commit needs it.

    Some servers that speak a store's protocol ignore the condition of a conditional put; two runs
    would then overwrite each other's commits.
    """
    name = f"{STAGING}/probe-{uuid.uuid4().hex}"
    try:
        honest = dataset.store.create(name, b"1") and not dataset.store.create(name, b"2")
        dataset.store.delete([name])
        dataset.create()
    except OSError as error:
        raise OptionError(str(error)) from error
    if not honest:
        raise OptionError(
            f"{dataset.url}: this store ignores conditional puts (If-None-Match: *), so it cannot "
            "keep commits apart; use one that honours them"
        )


def check_folder(root: Path) -> None:
    """Raises OptionError unless a dataset's folder is there or can be made."""
    if root.exists() and not root.is_dir():
        raise OptionError(f"--output {root} is a file; name a folder")
    existing = root
    while not existing.exists():
        existing = existing.absolute().parent
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        raise OptionError(
            f"--output {root} cannot be written ({existing}); choose a folder that you may write"
        )


def check_version(dataset: Dataset) -> None:
    """Raises OptionError if another schema version wrote the dataset."""
    found = dataset.manifest(dataset.last()).schema_version
    if found != SCHEMA_VERSION:
        raise OptionError(
            f"{dataset.url} has schema version {found}, this newsmill writes {SCHEMA_VERSION}; "
            "choose another --output, or the newsmill release that wrote it"
        )


def plan_text(config: RunConfig) -> str:
    """What a run would read; writes nothing."""
    texts = [text for text in config.files if text != "-"]
    number = sum(1 for _ in expand(texts, config.home))
    waiting = _pending(config, texts)
    size = sum(file.size for file in waiting)
    suffixes = Counter(Path(file.uri).suffix or "(no extension)" for file in waiting)
    rest = "already committed" if config.shard_of[1] == 1 else "committed, or of other shards"
    lines = [
        f"{number:,} files, {number - len(waiting):,} of them {rest}",
        f"to read: {len(waiting):,} files, {size / 1e6:,.1f} MB",
        *(f"  {kind}  {many:,}" for kind, many in sorted(suffixes.items())),
        f"slices of {config.slice_records:,} records or {config.slice_mib:,} MiB, "
        f"{config.worker_count} workers, model {config.spacy_model}",
        "nothing was written",
    ]
    for url in config.topics:
        lines.insert(1, f"{url} would be read too; --dry-run asks no broker")
    if "-" in config.inputs:
        lines.insert(1, "standard input would be read too")
    return "\n".join(lines)


def _pending(config: RunConfig, texts: list[str]) -> list[SourceFile]:
    dataset = Dataset(config.home, config.scratch)
    known = dataset.exists()
    index = catch_up(open_index(dataset.index), dataset) if known else empty_index()
    try:
        sources = partial(expand, texts, config.home)
        return [item.source for item in left_to_read(sources, index, config)]
    finally:
        index.close()
