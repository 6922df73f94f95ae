"""Files on an object store or HDFS, through Beam's filesystems."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from apache_beam.io.filesystem import BeamIOError, CompressionTypes, FileMetadata
from apache_beam.io.filesystems import FileSystems

from pipeline.sources.files import InputError, SourceFile


def expand_remote(pattern: str) -> Iterator[SourceFile]:
    """Files that match a URI: itself, a glob, or all below it.

    Raises:
        InputError: nothing matches, or the extra for this scheme is not installed.
    """
    scheme = pattern.split("://", 1)[0]
    try:
        found = _match(pattern)
    except ValueError as error:
        raise InputError(
            f"no filesystem for {scheme}://; install it with: pip install 'newsmill[{scheme}]'"
        ) from error
    except BeamIOError as error:
        raise InputError(f"cannot list {pattern}: {error}") from error
    if not found:
        raise InputError(f"no such input: {pattern}")
    return iter(sorted((_source(item) for item in found), key=lambda file: file.order))


def _match(pattern: str) -> list[FileMetadata]:
    for candidate in (pattern, pattern.rstrip("/") + "/**"):
        found = [item for match in FileSystems.match([candidate]) for item in match.metadata_list]
        files = [item for item in found if not item.path.endswith("/")]
        if files:
            return files
    return []


def _source(item: FileMetadata) -> SourceFile:
    version = f"{item.size_in_bytes}-{item.last_updated_in_seconds}"
    return SourceFile(item.path, version, item.size_in_bytes, partial(_open, item.path))


def _open(path: str) -> BinaryIO:
    return FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED)
