"""A dataset on an object store: S3, Google Cloud Storage or Azure Blob Storage, by obstore.

A put is atomic there, in parts too; a put-if-absent is what each store calls a conditional put:
If-None-Match: * on S3 and Azure, ifGenerationMatch=0 on Google Cloud Storage. Credentials come
from the provider's own chain, in each process anew.
"""

from __future__ import annotations

import random
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import obstore
import pyarrow as pa
from obstore.exceptions import AlreadyExistsError, BaseError

from pipeline.stores.access import connect
from pipeline.stores.folders import all_at_once
from pipeline.stores.ranges import RangeReader
from pipeline.stores.store import Entry
from pipeline.stores.trouble import passes, told

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ObjectStore

PATIENCE_SECONDS = 120.0
"""A store may be away, or answer with errors that pass, for so long."""
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 10.0
PART_BYTES = 8 << 20
"""A larger file is uploaded in parts of this size."""
CHUNK_BYTES = 1 << 20
PAGE = 1000
Answer = TypeVar("Answer")


class Bucket:
    """A prefix of a bucket. What it does is described by `Store`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.root = None
        self.client: ObjectStore = connect(url)

    def __reduce__(self) -> tuple[type[Bucket], tuple[str]]:
        """Travels as its URL: a pickle holds no credentials."""
        return Bucket, (self.url,)

    def check(self) -> None:
        """Lists the root, with the client's own few retries only: who waits here is a person."""
        self._once(lambda: next(iter(obstore.list(self.client, "_meta", chunk_size=1)), None))

    def read(self, name: str) -> bytes:
        """All bytes of an object."""
        return self._patiently(lambda: bytes(obstore.get(self.client, name).bytes()))

    def open(self, name: str) -> pa.NativeFile:
        """Reads by ranges."""
        size = self.size(name)
        if size is None:
            raise FileNotFoundError(f"{self.url}/{name}")

        return pa.PythonFile(RangeReader(size, partial(self._range, name)), mode="r")

    def _range(self, name: str, start: int, length: int) -> bytes:
        def get() -> bytes:
            return bytes(obstore.get_range(self.client, name, start=start, length=length))

        return self._patiently(get)

    @contextmanager
    def fetched(self, name: str) -> Iterator[Path]:
        """Downloads it to a folder that goes away."""
        with tempfile.TemporaryDirectory(prefix="newsmill-") as folder:
            local = Path(folder, Path(name).name)
            self.download(name, local)
            yield local

    def size(self, name: str) -> int | None:
        """Asks for the object's head."""
        try:
            return self._patiently(lambda: obstore.head(self.client, name)["size"])
        except FileNotFoundError:
            return None

    def names(self, folder: str) -> Iterator[str]:
        """Objects directly below a prefix."""
        for entry in self.list(folder):
            name = entry.name.removeprefix(f"{folder}/")
            if "/" not in name:
                yield name

    def list(self, prefix: str) -> Iterator[Entry]:
        """All objects below a prefix, page by page; a listing that breaks is begun again behind
        the last name that came."""
        pages = Pages(self.client, prefix)
        while page := self._patiently(pages.following):
            for item in page:
                yield Entry(item["path"], item["size"], item["last_modified"])

    def write(self, name: str, data: bytes) -> None:
        """One put."""
        self._patiently(lambda: obstore.put(self.client, name, data, use_multipart=False))

    def create(self, name: str, data: bytes) -> bool:
        """One conditional put. Where its answer is lost, the next one finds the object there, and
        its bytes tell whose it is."""

        def put() -> bool:
            try:
                obstore.put(self.client, name, data, mode="create", use_multipart=False)
            except AlreadyExistsError:
                return False
            return True

        if self._patiently(put):
            return True
        try:
            return self.read(name) == data
        except FileNotFoundError:
            return False  # it was there, and is gone again: not ours

    def upload(self, local: Path, name: str) -> None:
        """A put, or one in parts that takes effect as a whole."""
        self._patiently(lambda: obstore.put(self.client, name, local, chunk_size=PART_BYTES))

    def download(self, name: str, local: Path) -> None:
        """Written aside and renamed."""
        local.parent.mkdir(parents=True, exist_ok=True)
        aside = local.with_name(f".{local.name}-{uuid.uuid4().hex}.partial")

        def get() -> None:
            with aside.open("wb") as sink:
                for chunk in obstore.get(self.client, name).stream(min_chunk_size=CHUNK_BYTES):
                    sink.write(chunk)

        try:
            self._patiently(get)
            aside.rename(local)
        finally:
            aside.unlink(missing_ok=True)

    def publish(self, moves: Sequence[tuple[str, str]]) -> None:
        """Copied inside the store; the staged objects stay."""
        all_at_once(self._copy, moves)

    def _copy(self, source: str, target: str) -> None:
        try:
            self._patiently(lambda: obstore.copy(self.client, source, target))
        except FileNotFoundError:
            if self.size(target) is None:
                raise

    def delete(self, names: Iterable[str]) -> None:
        """Many in one request, where the store has such a request."""
        gone = list(names)
        if gone:
            self._patiently(lambda: obstore.delete(self.client, gone))

    def _once(self, call: Callable[[], Answer]) -> Answer:
        """Calls; what the client raises becomes StoreError or a short FileNotFoundError."""
        try:
            return call()
        except (BaseError, FileNotFoundError) as error:
            raise told(error, self.url) from error

    def _patiently(self, call: Callable[[], Answer]) -> Answer:
        """Calls again, ever more slowly, while the store's errors are such as pass.

        Every call here may be made twice: see `Store`.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        wait = FIRST_WAIT_SECONDS
        while True:
            try:
                return call()
            except (BaseError, FileNotFoundError) as error:
                if not passes(error) or time.monotonic() + wait > end:
                    raise told(error, self.url) from error
            time.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - spreads calls, no secret
            wait = min(2 * wait, LONGEST_WAIT_SECONDS)


class Pages:
    """A listing of objects in the order of their names, a page at a time."""

    def __init__(self, client: ObjectStore, prefix: str) -> None:
        self.client = client
        self.prefix = prefix
        self.last: str | None = None
        self.begin()

    def begin(self) -> None:
        """Lists from behind the last name that came."""
        self.pages = obstore.list(self.client, self.prefix, offset=self.last, chunk_size=PAGE)

    def following(self) -> Sequence[ObjectMeta]:
        """The next page, empty at the end; may be called again after an error."""
        try:
            page = next(self.pages, ())
        except BaseError:
            self.begin()
            raise
        if page:
            self.last = page[-1]["path"]
        return page
