"""Processes that share an input: every record is one's, whatever the number of processes."""

from __future__ import annotations

import gzip
import io
import json
import re
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, article, write_jsonl
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.config import OptionError, RunConfig
from pipeline.config_checks import check
from pipeline.dataset import Dataset, manifest_name
from pipeline.index import Index, open_index
from pipeline.inspect import as_text, summary
from pipeline.position import Position
from pipeline.reader import Cursor, Pending, is_consumed, pending, read
from pipeline.shard import BLOCK_RECORDS, Part, parts, parts_of_new
from pipeline.sources.folder import FolderFeed
from pipeline.sources.source import SourceFile
from pipeline.verify import verify
from schemas.manifest import UNREADABLE, Counts, Manifest, SourceRange
from scripts import ready_python
from transforms.formats.limits import Limits

SHARED_BYTES = 20_000
SHARED = f"import pipeline.shard; pipeline.shard.SHARED_BYTES = {SHARED_BYTES}"
PROCESS = f"""
import os, signal, sys
{SHARED}
import pipeline.points
left = int(sys.argv[1])
def kill_at(point):
    global left
    left -= point == "manifest-created"
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
if left:
    pipeline.points.reached = kill_at
from pipeline.cli import main
raise SystemExit(main(sys.argv[2:]))
"""
numbers = st.integers(1, 40)
records = st.integers(0, 5_000)
uris = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


@given(records, numbers, numbers, uris)
def test_every_record_is_in_one_part_and_every_part_is_one_processs(record, of, processes, uri):
    holding = [Part(number, of) for number in range(1, of + 1) if Part(number, of).holds(record)]
    assert len(holding) == 1
    shards = [(number, processes) for number in range(1, processes + 1)]
    assert [holding[0].is_of(shard, uri) for shard in shards].count(True) == 1
    dealt = [part for shard in shards for part in parts(of, shard, uri)]
    assert sorted(part.number for part in dealt) == list(range(1, of + 1))


@given(numbers, st.integers(1, 40), st.integers(0, 700), st.integers(0, 700))
def test_records_of_a_part_are_counted_without_a_look_at_them(of, number, one, other):
    part, (first, behind) = Part(min(number, of), of), sorted((one, other))
    assert part.count(first, behind) == sum(map(part.holds, range(first, behind)))
    assert Part.named(part.name) == part


@given(numbers, numbers)
def test_each_process_has_as_much_of_a_large_file_as_another(of, blocks):
    shares = [Part(number, of).count(0, blocks * BLOCK_RECORDS) for number in range(1, of + 1)]
    assert sum(shares) == blocks * BLOCK_RECORDS
    assert max(shares) - min(shares) <= BLOCK_RECORDS


def test_what_is_large_depends_on_bytes_alone():
    assert [parts_of_new(64 << 20, (1, n)) for n in (1, 2, 9)] == [1, 1, 1]
    assert [parts_of_new((64 << 20) + 1, (2, n)) for n in (2, 3, 9)] == [2, 3, 9]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    opened = open_index(tmp_path / "index.sqlite")
    yield opened
    opened.close()


def take(index: Index, *sources: SourceRange) -> None:
    """Commits ranges, as far as the index is concerned."""
    number = index.last()[0] + 1
    index.apply(
        Manifest(number, "r", "run", "", 2, "", "", {}, Counts(), (), sources), ()
    )  # fmt: skip


def large(lines: int, open_: Callable[[], BinaryIO] | None = None) -> SourceFile:
    """A file of JSON Lines that is large enough to be shared."""
    data = b"".join(b'{"n": %d}\n' % number for number in range(lines))
    return SourceFile("/in/large.jsonl", "v1", 1 << 40, open_ or (lambda: io.BytesIO(data)))


def spans(item: Pending) -> list[SourceRange]:
    """The ranges of a part's records."""
    return [record.source for record in read([item], Limits(), Position()) if record.source]


@given(st.integers(1, 420), st.integers(1, 12))
def test_parts_of_a_file_are_the_file(lines, of):
    source = large(lines)
    seen: Counter[int] = Counter()
    for number in range(1, of + 1):
        behind = 0
        for record in read([Pending(source, 0, Part(number, of))], Limits(), Position()):
            span, place = record.source, record.message.origin.record
            assert span is not None
            assert json.loads(record.message.payload) == {"n": place}
            assert (span.first, span.next, span.inputs) == (behind, place + 1, 1)
            behind = span.next
            seen[place] += 1
        if behind:
            assert span.complete
            assert span.end == (lines if of > 1 else None)
    assert seen == Counter(range(lines))


@given(st.integers(1, 420), st.integers(2, 12), st.data())
def test_a_part_goes_on_where_it_stopped(lines, of, data):
    source, part = large(lines), Part(data.draw(st.integers(1, of)), of)
    whole = spans(Pending(source, 0, part))
    if whole:
        at = data.draw(st.integers(0, len(whole) - 1))
        assert spans(Pending(source, whole[at].next, part)) == whole[at + 1 :]


def test_a_file_is_consumed_when_all_its_parts_are(index):
    source = large(120)  # blocks 0, 1 and 2: the fourth part is empty
    for number in (1, 2, 3):
        assert not is_consumed(source, index)
        assert len(list(pending([source], index))) == (1 if number == 1 else 5 - number - 1)
        take(index, *spans(Pending(source, 0, Part(number, 4))))
    assert is_consumed(source, index)
    assert list(pending([source], index)) == []


def test_what_four_began_two_or_one_can_finish(index):
    source = large(420)
    begun = spans(Pending(source, 0, Part(2, 4)))[:7]
    take(index, *begun)
    alone = list(pending([source], index))
    assert [item.part.name for item in alone] == ["1/4", "2/4", "3/4", "4/4"]
    assert [item.first for item in alone] == [0, begun[-1].next, 0, 0]
    halves = [list(pending([source], index, (number, 2))) for number in (1, 2)]
    assert sorted(item.part.name for half in halves for item in half) == [
        "1/4", "2/4", "3/4", "4/4",
    ]  # fmt: skip


def test_what_one_began_one_of_four_finishes(index):
    source = large(420)
    take(index, *spans(Pending(source, 0))[:7])
    shares = [list(pending([source], index, (number, 4))) for number in range(1, 5)]
    assert [item.first for share in shares for item in share] == [7]


def test_a_changed_file_is_cut_anew(index):
    source = large(420)
    take(index, *spans(Pending(source, 0, Part(2, 4))))
    changed = SourceFile(source.uri, "v2", source.size, source.open)
    assert [item.part.name for item in pending([changed], index, (1, 2))] in (["1/2"], ["2/2"])
    take(index, *spans(Pending(changed, 0, Part(1, 2))))
    assert index.source(source.uri, "2/4") is None


class Breaking(io.BytesIO):
    """A file that cannot be read beyond its middle."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 0:
            raise OSError("the disk is gone")
        return super().read(min(2_000, size or 0))


def test_a_part_is_not_complete_if_the_file_broke_off_in_another(index):
    data = large(420).open().read()
    source = large(420, lambda: Breaking(data))
    ranges = {number: spans(Pending(source, 0, Part(number, 4))) for number in range(1, 5)}
    broken = [span for found in ranges.values() for span in found if span.version == UNREADABLE]
    assert len(broken) == 1
    assert broken[0].complete
    others = [found[-1] for found in ranges.values() if found and found[-1] != broken[0]]
    assert others
    assert not any(span.complete for span in others)
    assert [span.end for span in others] == [None] * len(others)


def test_a_file_that_does_not_open_is_one_reject_of_one_process(index):
    def closed() -> BinaryIO:
        raise PermissionError(13, "Permission denied")

    source = large(1, closed)
    found = [spans(Pending(source, 0, Part(number, 4))) for number in range(1, 5)]
    assert [len(item) for item in found] == [1, 0, 0, 0]
    take(index, *found[0])
    assert list(pending([source], index, (2, 4))) == []
    assert [item.first for item in pending([large(420)], index)] == [0]


def test_standard_input_is_not_shared():
    with pytest.raises(OptionError, match="standard input of its own"):
        check(RunConfig(inputs=("-",), output="out", shard="1/2"))
    check(RunConfig(inputs=("-",), output="out"))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Large and small files of many formats; copies only beside one another."""
    folder = tmp_path_factory.mktemp("corpus")
    lines: list[Any] = [article(number) for number in range(400)]
    lines[30:30] = [article(29), "{broken"]
    write_jsonl(folder / "large.jsonl", lines)
    texts = [json.dumps(article(number)) + "\n" for number in range(400, 800)]
    stored = gzip.GzipFile(folder / "large.jsonl.gz", "wb", compresslevel=0, mtime=0)
    with stored:
        stored.write("".join(texts).encode())
    with zipfile.ZipFile(folder / "large.zip", "w") as archive:
        for at in (800, 880):
            rows = [article(number) for number in range(at, at + 80)]
            archive.writestr(f"{at}.json", json.dumps(rows))
    rows = [article(number) for number in range(1000, 1150)]
    pq.write_table(pa.Table.from_pylist(rows), folder / "large.parquet", compression="none")
    for number in range(2000, 2012):
        write_jsonl(folder / f"{number}.jsonl", [article(number)])
    sizes = [path.stat().st_size for path in folder.glob("large*")]
    assert min(sizes) > SHARED_BYTES
    return folder


def words(source: Path, output: Path, *more: object) -> list[str]:
    return [
        "run", str(source), "--output", str(output), "--without", "language,entities,topics",
        "--workers", "1", "--slice-records", "40", "--quiet", *map(str, more),
    ]  # fmt: skip


def start(source: Path, output: Path, *more: object, kill_at: int = 0) -> subprocess.Popen[str]:
    """The command in its own process, killed when it has made so many commits."""
    command = [sys.executable, "-c", PROCESS, str(kill_at), *words(source, output, *more)]
    return ready_python.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def hashes(output: Path) -> dict[str, str]:
    tables = summary(Dataset(output), with_hash=True)["tables"]
    return {name: table["content_hash"] for name, table in tables.items()}


@pytest.fixture(scope="module")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one process makes of the corpus."""
    output = tmp_path_factory.mktemp("whole") / "out"
    assert main(words(corpus, output)) == 0
    return summary(Dataset(output), with_hash=True)


def check_same(output: Path, expected: dict[str, Any]) -> None:
    """The same rows, nothing lost or doubled, and the accounting by file."""
    assert verify(Dataset(output))[0] == []
    found = summary(Dataset(output), with_hash=True)
    for name, table in expected["tables"].items():
        assert found["tables"][name]["content_hash"] == table["content_hash"], name
    assert found["runs"] == expected["runs"]
    assert found["complete_files"] == expected["complete_files"]


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.shard.SHARED_BYTES", SHARED_BYTES)


def test_four_processes_at_once_and_one_is_killed(corpus, expected, tmp_path):
    output = tmp_path / "out"
    running = [
        start(corpus, output, "--shard", f"{n}/4", kill_at=2 * (n == 3)) for n in range(1, 5)
    ]
    errors = [process.communicate(timeout=250)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, -signal.SIGKILL, 0], errors
    (group,) = summary(Dataset(output))["shards"]
    assert {row["shard"]: row["state"] for row in group["shards"]} == {
        1: "complete", 2: "complete", 3: "open", 4: "complete",
    }  # fmt: skip
    again = start(corpus, output, "--shard", "3/4")
    assert again.communicate(timeout=200)[1] == ""
    check_same(output, expected)
    (group,) = summary(Dataset(output))["shards"]
    assert (group["of"], group["complete"], group["not_begun"]) == (4, 4, 0)
    assert all(row["records"] for row in group["shards"])
    assert sum(row["records"] for row in group["shards"]) == expected["runs"]["inputs"]
    assert [row["parts"] for row in group["shards"]] != [0] * 4
    text = as_text(summary(Dataset(output)))
    assert re.search(r"^all 4 +4 complete", text, re.MULTILINE)


def test_a_part_without_a_record_is_read_to_its_end_too(corpus, tmp_path, shared):
    """Three blocks for four parts: whoever has none says so though no one else has read yet."""
    output, source = tmp_path / "out", corpus / "large.parquet"
    (number,) = (n for n in range(1, 5) if Part(4, 4).is_of((n, 4), str(source)))
    for _ in range(2):
        assert main(words(source, output, "--shard", f"{number}/4")) == 0
        assert [manifest.finished for manifest in Dataset(output).manifests()] == [True]
    for other in {1, 2, 3, 4} - {number}:
        assert main(words(source, output, "--shard", f"{other}/4")) == 0
    assert verify(Dataset(output))[0] == []
    found = summary(Dataset(output))
    assert found["runs"]["inputs"] == 150
    assert found["complete_files"] == 1
    assert found["shards"][0]["complete"] == 4


def test_a_killed_part_goes_on_in_its_middle(corpus, expected, tmp_path, shared):
    output = tmp_path / "out"
    killed = start(corpus / "large.jsonl", output, "--shard", "1/2", kill_at=2)
    killed.communicate(timeout=200)
    assert killed.returncode == -signal.SIGKILL
    begun = [source for m in Dataset(output).manifests() for source in m.sources]
    assert [source.inputs for source in begun] == [40, 40]
    assert not begun[-1].complete
    assert main(words(corpus, output, "--shard", "1/2")) == 0
    assert main(words(corpus, output, "--shard", "2/2")) == 0
    check_same(output, expected)
    commits = Dataset(output).last()
    for more in (("--shard", "1/2"), ("--shard", "2/3"), ()):
        assert main(words(corpus, output, *more)) == 0
        (group, *others) = summary(Dataset(output))["shards"]
        assert group["complete"] == 2
    assert [other["of"] for other in others] == [3]  # it had nothing to read, and says so
    assert Dataset(output).last() == commits + 1


def test_what_shards_leave_a_run_without_shards_finishes(corpus, expected, tmp_path, shared):
    output = tmp_path / "out"
    killed = start(corpus, output, "--shard", "2/3", kill_at=2)
    killed.communicate(timeout=200)
    assert main(words(corpus, output)) == 0
    check_same(output, expected)


def test_two_that_cut_a_file_differently_do_not_both_commit(corpus, tmp_path, shared, monkeypatch):
    """The second to commit has planned before the first did; it plans again and joins."""
    output, source = tmp_path / "out", corpus / "large.jsonl"
    plans = iter([("--shard", "1/2"), ("--shard", "2/2")])

    def meanwhile(*arguments: Any) -> Any:
        monkeypatch.undo()
        monkeypatch.setattr("pipeline.shard.SHARED_BYTES", SHARED_BYTES)
        for more in plans:
            assert main(words(source, output, *more)) == 0
        return original(*arguments)

    from pipeline.run import commit_slice as original

    monkeypatch.setattr("pipeline.run.commit_slice", meanwhile)
    assert main(words(source, output)) == 0
    assert verify(Dataset(output))[0] == []
    found = summary(Dataset(output))
    assert found["runs"]["inputs"] == 402
    assert found["complete_files"] == 1


def test_verify_finds_a_range_that_is_too_short(corpus, tmp_path, shared):
    output = tmp_path / "out"
    assert main(words(corpus / "large.jsonl", output, "--shard", "1/2")) == 0
    path = output / manifest_name(1)
    path.write_text(re.sub(r'"gaps": \d+', '"gaps": 7', path.read_text(), count=1))
    assert any("records of other parts" in finding for finding in verify(Dataset(output))[0])


def test_dry_run_counts_the_share(corpus, tmp_path, shared, capsys):
    totals = []
    for number in (1, 2, 3):
        assert main(words(corpus, tmp_path / "out", "--shard", f"{number}/3", "--dry-run")) == 0
        totals.append(int(re.findall(r"to read: (\d+) files", capsys.readouterr().out)[0]))
    assert sum(totals) == 12 + 3 * 4
    assert not (tmp_path / "out").exists()


def test_a_followed_folder_is_shared_too(corpus, tmp_path, index, shared):
    inbox, done = tmp_path / "in", tmp_path / "done"
    inbox.mkdir()
    (inbox / "large.jsonl").write_bytes((corpus / "large.jsonl").read_bytes())
    seen: Counter[int] = Counter()
    for number in (1, 2):
        config = RunConfig(
            inputs=(str(inbox),), output=str(tmp_path / "out"), follow=True, settle="0s",
            done=str(done), shard=f"{number}/2",
        )  # fmt: skip
        feed = FolderFeed(config, index, print)
        found = []
        for record in feed.records():
            if record is not None:
                found.append(record)
                assert record.source is not None
                if record.source.complete:
                    break
        seen.update(record.message.origin.record for record in found)
        last = found[-1].source
        assert last is not None
        take(index, last)
        assert not (done / "large.jsonl").exists()
        manifest = Manifest(number, "r", "run", "", 2, "", "", {}, Counts(), (), (last,))
        feed.acknowledge(manifest)
        feed.close()
    assert seen == Counter(range(402))
    assert (done / "large.jsonl").exists()
    assert not (inbox / "large.jsonl").exists()


def test_where_a_cursor_is_in_a_file():
    cursor = Cursor(Pending(large(120), 60, Part(1, 2)))
    assert len(list(cursor.records(Limits(), Position()))) == 20
    assert cursor.behind == 120
