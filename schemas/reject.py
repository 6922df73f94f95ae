"""Rejects and the registry of their reasons. A code, once published, never changes its meaning."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.message import Message

REASONS: dict[str, str] = {
    # read: the file or the framing of its records
    "unreadable_file": "the file could not be opened or read",
    "empty_file": "the file holds no bytes, or no record",
    "unknown_format": "the content is none of the supported formats",
    "truncated_stream": "a compressed stream ends in the middle",
    "corrupt_stream": "a compressed stream or archive does not decode",
    "decompression_bomb": "the stream expands beyond the configured ratio and size",
    "encrypted_member": "an archive member needs a password",
    "nested_archive": "an archive lies inside an archive",
    "record_too_large": "the record is larger than the configured limit",
    "broken_warc_record": "a WARC record has no valid header or ends early",
    # parse: one record
    "invalid_json": "the record is not valid JSON",
    "json_too_deep": "the JSON is nested too deeply to be an article",
    "not_an_object": "the JSON value is not an object",
    "field_count": "the CSV row does not have the header's number of fields",
    "no_text_field": "no field of the record holds text",
    "undecodable_text": "the bytes are not text in any plausible charset",
    "nul_bytes": "the text holds NUL characters",
    "lone_surrogate": "the text holds half of a surrogate pair",
    "not_html": "the WARC response is not an HTML page",
    "not_one_record": "a queue's message holds no record, or more than one",
    "invalid_avro": "the value is not Avro, or does not fit its schema",
    "unknown_schema": "the schema registry does not know the value's schema",
    "http_error": "the WARC response has an error status",
    # extract
    "extraction_timeout": "the page took longer than the time limit",
    "extraction_memory": "the page needed more than the memory limit",
    "extraction_failed": "the HTML parser failed on the page",
    "no_main_text": "the page has no article text",
    # clean
    "text_too_short": "fewer words than the configured minimum are left",
    # language
    "language_not_wanted": "the article is in none of the languages that were asked for",
    # entities
    "entities_failed": "the entity model failed on the text",
    "entities_timeout": "the entity model took longer than the time limit",
    # any stage
    "unexpected_error": "the stage raised an error that nothing foresaw",
}


@dataclass(frozen=True)
class Reject:
    """A record that is not published, and why.

    Attributes:
        message: the record with its original bytes.
        stage: name of the stage that refused it, as in the graph ("Parse").
        reason: a key of REASONS.
        detail: one line for a person; never machine-read, no bytes of the record beyond a word.
        payload_sha256: hex digest of the original bytes where `message.payload` does not hold
            them (too large to keep); None where it does.
        payload_bytes: size of the original in bytes where it is not kept.
    """

    message: Message
    stage: str
    reason: str
    detail: str = ""
    payload_sha256: str | None = None
    payload_bytes: int | None = None

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise ValueError(f"unregistered reject reason: {self.reason}; add it to REASONS")
