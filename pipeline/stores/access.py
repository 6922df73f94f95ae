"""Connects to a bucket, with the credentials that the provider's own chain finds."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline.stores.store import StoreError
from pipeline.stores.trouble import CREDENTIALS

if TYPE_CHECKING:
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

CONNECT_SECONDS = 5.0
SILENT_SECONDS = 30.0
"""A connection on which nothing comes for so long is given up."""
REQUEST_SECONDS = 600.0
RETRIES = 5
"""So often the client itself repeats a request, within some seconds."""


def connect(url: str) -> ObjectStore:
    """A client whose names are below the prefix that `url` names.

    Raises:
        StoreError: the URL is none of a bucket, or there are no credentials.
    """
    scheme, bucket, prefix = parts(url)
    options: ClientConfig = {
        "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
        "read_timeout": timedelta(seconds=SILENT_SECONDS),
        "timeout": timedelta(seconds=REQUEST_SECONDS),
    }
    retries: RetryConfig = {
        "max_retries": RETRIES,
        "backoff": {
            "init_backoff": timedelta(milliseconds=100),
            "max_backoff": timedelta(seconds=2),
        },
    }
    common: dict[str, Any] = {
        "prefix": prefix or None,
        "client_options": options,
        "retry_config": retries,
    }
    try:
        return CLIENTS[scheme](bucket, common)
    except ImportError as error:
        extra = EXTRAS.get(scheme, scheme)
        raise StoreError(
            f"{scheme}:// needs {error.name}; install it with: pip install 'newsmill[{extra}]'"
        ) from error


def parts(url: str) -> tuple[str, str, str]:
    """Scheme, bucket and prefix; StoreError unless the URL is of that form and no more."""
    scheme, _, rest = url.partition("://")
    if scheme not in CLIENTS:
        known = ", ".join(f"{name}://" for name in CLIENTS)
        raise StoreError(f"{scheme}:// cannot be written; use a local folder, or {known}")
    bucket, _, prefix = rest.partition("/")
    if not bucket or any(sign in bucket for sign in "@?#:"):
        raise StoreError(f"{scheme}://...: write {scheme}://BUCKET/PREFIX and nothing else")
    return scheme, bucket, prefix


def s3(bucket: str, common: dict[str, Any]) -> ObjectStore:
    """S3, or what speaks its protocol at AWS_ENDPOINT_URL."""
    import boto3
    from obstore.auth.boto3 import Boto3CredentialProvider
    from obstore.store import S3Store

    session = boto3.Session()
    if session.get_credentials() is None:
        raise StoreError(f"no AWS credentials; {CREDENTIALS['s3']}")
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL", "")
    if endpoint.startswith("http://"):
        common["client_options"]["allow_http"] = True
    return S3Store(bucket, credential_provider=Boto3CredentialProvider(session), **common)


def gs(bucket: str, common: dict[str, Any]) -> ObjectStore:
    """Google Cloud Storage, with application default credentials."""
    from obstore.store import GCSStore

    return GCSStore(bucket, **common)


def az(container: str, common: dict[str, Any]) -> ObjectStore:
    """Azure Blob Storage; the account and its credentials by AZURE_STORAGE_... variables."""
    from obstore.store import AzureStore

    return AzureStore(container, **common)


CLIENTS = {"s3": s3, "gs": gs, "az": az}
"""How to connect, by scheme: the schemes that a dataset's home may have."""
EXTRAS = {"az": "azfs"}
"""Names of extras that differ from the scheme."""
