"""What newsmill is compared with: consume, parse, write Parquet, no more.

python benchmarks/plain_loop.py BOOTSTRAP TOPIC FOLDER [--must]: drains a topic into Parquet with
newsmill's columns of articles. With --must it also does what newsmill has to and a plain loop does
not: the message's hash, the article's content hash and id, no id twice, files sorted and by month.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, Message, TopicPartition

sys.path.insert(0, str(Path(__file__).parent.parent))

from schemas.arrow import arrow_schema
from schemas.tables import ARTICLES

BATCH = 5_000
"""Messages of one row group, and of one commit of newsmill."""
TAKEN = 1_000
FIELDS = {"url": "url", "title": "title", "text": "text", "authors": "author"}
SCHEMA = arrow_schema(ARTICLES)


def batches(bootstrap: str, topic: str) -> Iterator[list[Message]]:
    """The topic's messages from its beginning to its end."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "plain",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "check.crcs": True,
        }
    )
    parts = sorted(consumer.list_topics(topic).topics[topic].partitions)
    consumer.assign([TopicPartition(topic, part, OFFSET_BEGINNING) for part in parts])
    left, batch = set(parts), list[Message]()
    while left:
        for message in consumer.consume(TAKEN, 0.1):
            error = message.error()
            if error is None:
                batch.append(message)
            elif error.code() == KafkaError._PARTITION_EOF:
                left.discard(message.partition())
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
    consumer.close()


def table(messages: list[Message], topic: str, must: bool) -> pa.Table:
    """One batch as rows of articles; what the messages do not say is null."""
    rows = [orjson.loads(message.value()) for message in messages]
    columns: dict[str, list[Any]] = {
        column: [row[field] for row in rows] for column, field in FIELDS.items()
    }
    columns["authors"] = [[author] for author in columns["authors"]]
    columns["published_at"] = [datetime.fromisoformat(row["date"]) for row in rows]
    columns["origin_uri"] = [f"kafka://{topic}/{m.partition()}" for m in messages]
    columns["origin_record"] = [message.offset() for message in messages]
    columns["origin_timestamp"] = [
        datetime.fromtimestamp(message.timestamp()[1] / 1000, UTC) for message in messages
    ]
    columns["word_count"] = [len(row["text"].split()) for row in rows]
    columns["article_id"] = columns["commit_id"] = list(map(str, columns["origin_record"]))
    if must:
        columns["content_hash"], columns["article_id"] = identities(messages, rows)
    return pa.Table.from_arrays(
        [
            pa.array(columns[field.name], field.type)
            if field.name in columns
            else pa.nulls(len(rows), field.type)
            for field in SCHEMA
        ],
        schema=SCHEMA,
    )


def identities(messages: list[Message], rows: list[dict[str, str]]) -> tuple[list[str], list[str]]:
    """Each message's content hash and article id, its bytes hashed on the way."""
    hashes, ids = [], []
    for message, row in zip(messages, rows, strict=True):
        hashlib.sha256(message.value()).hexdigest()
        words = " ".join((row["title"] + "\n" + row["text"]).casefold().split())
        hashes.append(hashlib.sha256(words.encode()).hexdigest())
        ids.append(hashlib.sha256(f"{row['url']}\n{hashes[-1]}".encode()).hexdigest()[:32])
    return hashes, ids


def write_sorted(rows: pa.Table, folder: Path, number: int, known: set[str]) -> None:
    """A batch without known ids, as one sorted file a month."""
    ids = rows["article_id"].to_pylist()
    rows = rows.filter(pa.array([article_id not in known for article_id in ids]))
    known.update(ids)
    rows = rows.sort_by([(name, "ascending") for name in ARTICLES.sort])
    months = pc.strftime(rows["published_at"], "%Y-%m")
    for month in months.unique().to_pylist():
        part = folder / month
        part.mkdir(exist_ok=True)
        chosen = rows.filter(pc.equal(months, month))
        pq.write_table(chosen, part / f"{number}.parquet", compression="zstd")


def main() -> None:
    """Drains the topic."""
    bootstrap, topic, name = sys.argv[1:4]
    folder, must = Path(name), "--must" in sys.argv
    folder.mkdir()
    known: set[str] = set()
    with pq.ParquetWriter(folder / "plain.parquet", SCHEMA, compression="zstd") as writer:
        for number, messages in enumerate(batches(bootstrap, topic)):
            rows = table(messages, topic, must)
            if must:
                write_sorted(rows, folder, number, known)
            else:
                writer.write_table(rows)


if __name__ == "__main__":
    main()
