"""A schema registry's schemas by id, over the REST call that all registries share."""

from __future__ import annotations

import base64
import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPSHandler, Request, build_opener

from pipeline.config import OptionError
from pipeline.sources.feed import FeedError
from transforms.avro_schema import SchemaError, inlined

TIMEOUT = 5.0  # seconds, for one try
PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds between tries
RETRIED = (408, 425, 429, 500, 502, 503, 504)
MOST_SCHEMAS = 1000
MOST_BYTES = 4 << 20  # of one answer
MOST_REFERENCES = 100
FORGET_SECONDS = 30.0
"""An unknown id is asked for again after this long: it may be registered late."""
NOT_FOUND = range(40400, 40500)
"""The registry's own codes for what it does not have; any other 404 is no registry's."""


@dataclass(frozen=True)
class Schema:
    """A schema: its kind (AVRO, JSON, PROTOBUF) and its text."""

    kind: str
    text: str


class Registry:
    """Looks schemas up, each once.

    Args:
        url: http or https, without credentials.
        settings: names of kafka_settings.REGISTRY_KEYS to values, references resolved.

    Raises:
        OptionError: the URL or a setting does not fit.
    """

    def __init__(self, url: str, settings: Mapping[str, str]) -> None:
        check_url(url)
        self.url = url.rstrip("/")
        self._authorization = authorization(settings)
        self._opener = build_opener(HTTPSHandler(context=tls(settings)))
        self._schemas: dict[int, Schema] = {}
        self._unknown: dict[int, float] = {}

    def find(self, number: int) -> Schema | None:
        """The schema with an id, None if the registry does not have it; raises FeedError."""
        schema = self._schemas.get(number)
        if schema is None and time.monotonic() >= self._unknown.get(number, 0):
            schema = self._fetch(number)
            if schema is None:
                keep(self._unknown, number, time.monotonic() + FORGET_SECONDS)
            else:
                keep(self._schemas, number, schema)
        return schema

    def _fetch(self, number: int) -> Schema | None:
        found = self._get(f"/schemas/ids/{number}")
        if found is None:
            return None
        kind, text = str(found.get("schemaType", "AVRO")), str(found.get("schema", ""))
        if kind == "AVRO" and found.get("references"):
            text = self._with_references(text, found["references"])
        return Schema(kind, text)

    def _with_references(self, text: str, references: list[dict[str, Any]]) -> str:
        """The schema with the schemas it refers to written into it."""
        texts: dict[str, str] = {}
        self._gather(references, texts)
        try:
            return inlined(text, list(texts.values()))
        except SchemaError as error:
            raise FeedError(f"the schema registry at {self.url} holds {error}") from error

    def _gather(self, references: list[dict[str, Any]], texts: dict[str, str]) -> None:
        for reference in references:
            subject, version = reference["subject"], reference["version"]
            path = f"/subjects/{quote(str(subject), safe='')}/versions/{int(version)}"
            if path in texts:
                continue
            if len(texts) >= MOST_REFERENCES:
                raise FeedError(f"a schema refers to more than {MOST_REFERENCES} others")
            found = self._get(path) or {}
            texts[path] = str(found.get("schema", ""))
            self._gather(found.get("references") or [], texts)

    def _get(self, path: str) -> dict[str, Any] | None:
        """One answer; None for what the registry says it has not."""
        reason = ""
        for pause in (*PAUSES, None):
            try:
                return self._once(path)
            except HTTPError as error:
                if is_unknown(error):
                    return None
                reason = f"HTTP {error.code}"
                if error.code not in RETRIED:
                    break
            except (URLError, OSError) as error:
                reason = str(getattr(error, "reason", error))
            if pause is not None:
                time.sleep(pause)
        raise FeedError(f"the schema registry at {self.url} does not answer: {reason}")

    def _once(self, path: str) -> dict[str, Any]:
        # The scheme is http or https: check_url.
        request = Request(self.url + path, headers={"Accept": "application/json"})  # noqa: S310
        if self._authorization:
            request.add_unredirected_header("Authorization", self._authorization)
        with self._opener.open(request, timeout=TIMEOUT) as answer:
            body = answer.read(MOST_BYTES + 1)
        try:
            found = json.loads(body) if len(body) <= MOST_BYTES else None
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise FeedError(f"{self.url} does not answer like a schema registry")
        return found


def keep(cache: dict[int, Any], number: int, value: object) -> None:
    """Adds to a cache, which loses its oldest entry when it is full."""
    cache.pop(number, None)
    if len(cache) >= MOST_SCHEMAS:
        del cache[next(iter(cache))]
    cache[number] = value


def is_unknown(error: HTTPError) -> bool:
    """Whether an answer says that the registry has no such schema."""
    if error.code != 404:
        return False
    try:
        found = json.loads(error.read(MOST_BYTES))
    except (ValueError, RecursionError, OSError):
        return False
    return isinstance(found, dict) and found.get("error_code") in NOT_FOUND


def check_url(url: str) -> None:
    """Raises OptionError unless it is the address of a registry; repeats no credentials."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if "@" in parts.netloc:
        raise OptionError(
            "credentials do not belong into --schema-registry; set "
            "schema.registry.basic.auth.user.info=${env:NAME} as a --kafka-option"
        )
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise OptionError("--schema-registry: write an address such as http://registry:8081")


def authorization(settings: Mapping[str, str]) -> str:
    """The value of the Authorization header, "" for none."""
    if token := settings.get("bearer.auth.token"):
        return f"Bearer {token}"
    if user := settings.get("basic.auth.user.info"):
        return f"Basic {base64.b64encode(user.encode()).decode()}"
    return ""


def tls(settings: Mapping[str, str]) -> ssl.SSLContext:
    """How https connections are made; raises OptionError for unreadable certificates."""
    try:
        context = ssl.create_default_context(cafile=settings.get("ssl.ca.location"))
        if certificate := settings.get("ssl.certificate.location"):
            context.load_cert_chain(
                certificate, settings.get("ssl.key.location"), settings.get("ssl.key.password")
            )
    except OSError as error:  # SSLError is one
        raise OptionError(f"schema.registry.ssl: {error.strerror or error}") from error
    return context


FindSchema = Callable[[int], Schema | None]

__all__ = ["FindSchema", "Registry", "Schema", "check_url"]
