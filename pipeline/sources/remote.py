"""Files on an object store or HDFS, through Beam's filesystems."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from apache_beam.io.filesystem import BeamIOError, CompressionTypes, FileMetadata
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions

from pipeline.sources.source import InputError, NothingThereError, SourceFile

SCHEMES = ("s3", "gs", "azfs", "hdfs")


def expand_remote(pattern: str) -> Iterator[SourceFile]:
    """Files that match a URI: itself, a glob, or all below it.

    Raises:
        InputError: nothing matches, or the extra for this scheme is not installed.
    """
    scheme = pattern.split("://", 1)[0]
    check_scheme(scheme)
    FileSystems.set_options(storage_options())
    try:
        found = _match(pattern)
    except ValueError as error:
        raise InputError(
            f"no filesystem for {scheme}://; install it with: pip install 'newsmill[{scheme}]'"
        ) from error
    except BeamIOError as error:
        raise InputError(f"cannot list {pattern}: {reason(error)}") from error
    if not found:
        raise NothingThereError(pattern)
    return iter(sorted((_source(item) for item in found), key=lambda file: file.order))


def check_scheme(scheme: str) -> None:
    """Raises InputError for a scheme that nothing reads, or for S3 without credentials: Beam would
    try again for minutes."""
    if scheme not in SCHEMES:
        raise InputError(f"{scheme}:// cannot be read; use {', '.join(SCHEMES)}, or local files")
    if scheme == "s3" and not has_aws_credentials():
        raise InputError("no AWS credentials; set AWS_PROFILE or AWS_ACCESS_KEY_ID and its secret")


def has_aws_credentials() -> bool:
    """Whether AWS's own chain finds any; true where its library is missing, which Beam reports."""
    try:
        import boto3
    except ImportError:
        return True
    return boto3.Session().get_credentials() is not None


def storage_options() -> PipelineOptions:
    """Credentials come from the provider's own chain; S3's endpoint from AWS_ENDPOINT_URL, which
    Beam's client hides from it."""
    return PipelineOptions(s3_endpoint_url=os.environ.get("AWS_ENDPOINT_URL"))


def reason(error: BaseException) -> str:
    """The innermost cause of what Beam raises, one line."""
    details = getattr(error, "exception_details", None)
    if details:
        return reason(next(iter(details.values())))
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _match(pattern: str) -> list[FileMetadata]:
    below = pattern.rstrip("/") + "/**"
    for candidate in (below,) if pattern.endswith("/") else (pattern, below):
        found = [item for match in FileSystems.match([candidate]) for item in match.metadata_list]
        files = [item for item in found if not item.path.endswith("/")]
        if files:
            return files
    return []


def _source(item: FileMetadata) -> SourceFile:
    version = f"{item.size_in_bytes}-{item.last_updated_in_seconds}"
    return SourceFile(
        item.path,
        version,
        item.size_in_bytes,
        partial(_open, item.path),
        modified=item.last_updated_in_seconds,
        arrived=item.last_updated_in_seconds,
    )


def _open(path: str) -> BinaryIO:
    return FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED)
