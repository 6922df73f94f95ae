"""zip and tar: members are framed like files, and nothing else of an archive is an input."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable

import pytest
import zstandard

from schemas.message import Message
from schemas.reject import Reject
from transforms.formats.frame import frame
from transforms.formats.limits import Limits

Members = dict[str, bytes]
LINES = b'{"text": "a"}\n{"text": "b"}\n'
MEMBERS: Members = {
    "news/one.txt": b"Plain words.",
    "news/lines.jsonl": LINES,
    "news/lines.jsonl.gz": gzip.compress(LINES),
    "news/page.html": b"<html><body>Page</body></html>",
    "empty.txt": b"",
    "picture.txt": b"\x89PNG\r\n\x1a\n\0\0",
    "__MACOSX/news/._one.txt": b"no",
    "news/.hidden": b"no",
    ".git/config": b"no",
    "a" * 160 + "/long.txt": b"Long name.",
    "last.csv": b"title,text\nA,B\n",
}
EXPECTED = [
    ("news/one.txt", "text", ""),
    ("news/lines.jsonl", "json", ""),
    ("news/lines.jsonl", "json", ""),
    ("news/lines.jsonl.gz", "json", ""),
    ("news/lines.jsonl.gz", "json", ""),
    ("news/page.html", "html", ""),
    ("empty.txt", "file", "empty_file"),
    ("picture.txt", "file", "unknown_format"),
    ("a" * 160 + "/long.txt", "text", ""),
    ("last.csv", "csv", ""),
]


def zipped(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("news/", b"")
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members: Members, form: int = tarfile.PAX_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        folder = tarfile.TarInfo("news")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "news/one.txt"
        archive.addfile(link)
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def cut(data: bytes, limits: Limits | None = None, first: int = 0) -> list[Message | Reject]:
    return list(frame(io.BytesIO(data), "a", limits or Limits(), first))


def message(outcome: Message | Reject) -> Message:
    return outcome.message if isinstance(outcome, Reject) else outcome


def described(outcomes: list[Message | Reject]) -> list[tuple[str | None, str, str]]:
    return [
        (message(o).origin.member, message(o).format, getattr(o, "reason", "")) for o in outcomes
    ]


PACKERS: list[Callable[[Members], bytes]] = [
    zipped,
    lambda members: zipped(members, zipfile.ZIP_STORED),
    tarred,
    lambda members: tarred(members, tarfile.GNU_FORMAT),
    lambda members: gzip.compress(tarred(members)),
    lambda members: zstandard.compress(tarred(members)),
]


@pytest.mark.parametrize("pack", PACKERS)
def test_members_are_framed_like_files(pack: Callable[[Members], bytes]) -> None:
    outcomes = cut(pack(MEMBERS))
    assert described(outcomes) == EXPECTED
    assert [message(o).origin.record for o in outcomes] == list(range(len(EXPECTED)))
    assert [message(o).origin.offset for o in outcomes[1:3]] == [0, 14]
    assert [message(o).payload for o in outcomes[1:3]] == LINES.splitlines()
    assert message(outcomes[7]).payload == MEMBERS["picture.txt"]
    for first in (1, 4, 7, 10, 20):
        assert cut(pack(MEMBERS), first=first) == outcomes[first:]


@pytest.mark.parametrize("pack", PACKERS)
def test_an_archive_within_an_archive_is_refused(pack: Callable[[Members], bytes]) -> None:
    inner = {"in.zip": zipped({"a.txt": b"a"}), "in.tgz": gzip.compress(tarred({"a.txt": b"a"}))}
    outcomes = cut(pack({**inner, "after.txt": b"words"}))
    assert [getattr(o, "reason", "") for o in outcomes] == ["nested_archive", "nested_archive", ""]
    assert [message(o).payload for o in outcomes[:2]] == list(inner.values())


@pytest.mark.parametrize("pack", PACKERS)
def test_an_archive_without_inputs_is_empty(pack: Callable[[Members], bytes]) -> None:
    packed = pack({".hidden": b"x"})
    (outcome,) = cut(packed)
    assert isinstance(outcome, Reject)
    assert (outcome.reason, outcome.message.payload) == ("empty_file", packed)


def test_an_encrypted_member_is_refused_with_its_bytes() -> None:
    data = bytearray(zipped({"secret.txt": b"words " * 20, "open.txt": b"words"}))
    central = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[central + 8] |= 1
    outcomes = cut(bytes(data))
    assert described(outcomes) == [
        ("secret.txt", "file", "encrypted_member"),
        ("open.txt", "text", ""),
    ]
    assert message(outcomes[0]).payload
    assert message(outcomes[0]).payload in data


def test_an_unknown_compression_method_is_refused() -> None:
    outcomes = cut(zipped({"a.txt": b"words"}, zipfile.ZIP_BZIP2))
    assert described(outcomes) == [("a.txt", "file", "unknown_format")]


def test_a_damaged_zip_member_does_not_stop_the_others() -> None:
    data = zipped({"one.jsonl": LINES, "two.txt": b"words"}, zipfile.ZIP_STORED)
    outcomes = cut(data.replace(b'"text": "b"', b'"text": "x"'))
    assert [getattr(o, "reason", "") for o in outcomes] == ["corrupt_stream", ""]
    assert message(outcomes[0]).payload == LINES.replace(b'"b"', b'"x"')


def test_a_truncated_zip_is_one_reject() -> None:
    data = zipped(MEMBERS)[:-30]
    (outcome,) = cut(data)
    assert isinstance(outcome, Reject)
    assert (outcome.reason, outcome.message.payload) == ("corrupt_stream", data)


@pytest.mark.parametrize("pack", PACKERS[2:])
def test_a_truncated_tar_keeps_the_members_before(pack: Callable[[Members], bytes]) -> None:
    members = {f"{number}.txt": bytes([97 + number]) * 200 for number in range(9)}
    packed = pack(members)
    if packed[:2] not in (b"\x1f\x8b", b"\x28\xb5"):
        packed = packed[: packed.index(b"e" * 200) + 100]
    else:
        packed = packed[:-9]
    *good, last = cut(packed)
    assert [message(o).payload for o in good] == list(members.values())[: len(good)]
    assert isinstance(last, Reject)
    assert last.reason == "truncated_stream"


def test_a_tar_cut_off_inside_a_header_or_a_folder_says_so() -> None:
    data = tarred({"a.txt": b"words", ".skipped": b"x" * 2000})
    for size in (data.index(b"words") + 600, data.index(b"xxx") + 700):
        (first, last) = cut(data[:size])
        assert isinstance(first, Message)
        assert isinstance(last, Reject)
        assert last.reason == "truncated_stream"


def test_a_damaged_tar_header_ends_the_archive_with_one_reject() -> None:
    data = bytearray(tarred({"a.txt": b"words", "b.txt": b"more"}))
    data[data.index(b"b.txt")] = ord("c")
    first, last = cut(bytes(data))
    assert isinstance(first, Message)
    assert isinstance(last, Reject)
    assert (last.reason, last.message.payload) == ("corrupt_stream", bytes(data))


def test_archives_one_after_the_other_are_read() -> None:
    outcomes = cut(tarred({"a.txt": b"one"}) + tarred({"b.txt": b"two"}))
    assert [message(o).payload for o in outcomes] == [b"one", b"two"]


def test_a_bomb_in_a_zip_is_one_reject_and_the_rest_goes_on() -> None:
    data = zipped({"bomb.txt": b"a" * (40 << 20), "after.txt": b"words"})
    outcomes = cut(data)
    assert [getattr(o, "reason", "") for o in outcomes] == ["decompression_bomb", ""]
    assert len(message(outcomes[0]).payload) < len(data)


def test_a_bomb_of_a_tar_is_one_reject() -> None:
    data = gzip.compress(tarred({"a.txt": b"words", "bomb.txt": b"a" * (40 << 20)}))
    outcomes = cut(data)
    assert [getattr(o, "reason", "") for o in outcomes] == ["", "decompression_bomb"]


def test_members_that_share_their_bytes_are_bounded_together() -> None:
    body = bytes(range(256)) * 64
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", body)
        shared = archive.infolist()[0]
        archive.infolist().extend([shared] * 2000)
    outcomes = cut(file.getvalue(), Limits(expansion=50, expansion_floor=1 << 20))
    reasons = {getattr(o, "reason", "") for o in outcomes}
    assert "decompression_bomb" in reasons
