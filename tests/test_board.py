import io
import os
import pty
import re
import subprocess
import sys
import threading
import time

import pytest
from conftest import ROOT, article, write_jsonl
from rich.console import Console

from pipeline import display
from pipeline.board import BoardProgress, board_rows
from pipeline.config import RunConfig
from pipeline.figures import SHOWN_PARTITIONS, Committed, Figures
from pipeline.followed import FollowJson, FollowLines
from pipeline.progress import JsonProgress, LineProgress, Progress
from pipeline.sources.feed import Lag
from schemas.manifest import Counts, Manifest, SourceRange


def manifest(number: int, next_: int) -> Manifest:
    source = SourceRange("kafka://c/news/0", "id", 0, next_, False, next_)
    made = "2026-01-01T00:00:00+00:00"
    counts = Counts(1234, 1200, 4, 30, reasons={"invalid_json": 30})
    return Manifest(number, "run", "run", made, 1, "1", "month", {}, counts, (), (source,))


def recorded(width: int = 100) -> tuple[BoardProgress, io.StringIO]:
    out = io.StringIO()
    return BoardProgress(Console(file=out, force_terminal=True, width=width, height=24)), out


def plain(text: str) -> str:
    """What is drawn, without colours and movements."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


def test_what_the_board_says():
    now = Figures(
        at=1000.0,
        per_second=1234.56,
        committed=Committed(Counts(3, 1, 1, 1), 2, "00000002", 1_700_000_000.0),
        lags=(Lag("kafka://c/news/1", 10, 1210, 990.5), Lag("kafka://c/news/0", 7, 7)),
    )
    speed, commit, head, *partitions = board_rows(now)
    assert speed == ("1,234.6 articles/s, 1,200 behind, oldest unread 9.5 s",)
    assert "commit 00000002 at 2023-11-1" in commit[0]
    assert commit[0].endswith("since the start: 1 published, 1 duplicates, 1 rejected")
    assert head[:4] == ("topic", "partition", "position", "end")
    assert partitions == [
        ("news", "0", "7", "7", "0", "-"),
        ("news", "1", "10", "1,210", "1,200", "9.5 s"),
        ("all 2", "", "", "", "1,200", "9.5 s"),
    ]


def test_of_many_partitions_a_few_and_the_total():
    lags = tuple(Lag(f"kafka://c/news/{n}", 0, n) for n in range(1000))
    rows = board_rows(Figures(lags=lags))
    assert len(rows) == 3 + SHOWN_PARTITIONS + 1
    assert rows[-1][0] == "all 1,000 (10 shown)"
    assert rows[-1][4] == f"{sum(range(1000)):,}"


def test_folder_has_no_offsets():
    rows = board_rows(Figures(lags=(Lag("/data/drop", 0, 12, None),)))
    assert rows[3:] == [("/data/drop", "", "", "", "12", "-")]


def test_board_is_drawn_when_it_changes_and_not_else():
    shown, out = recorded()
    place = {"end": 5}
    shown.watch(lambda: [Lag("kafka://c/news/0", 5, place["end"])])
    shown.refresh()
    drawn = out.getvalue()
    assert "no commit yet" in drawn
    for _ in range(50):
        shown.looked -= 1  # a second later
        shown.refresh()
    assert out.getvalue() == drawn
    place["end"] = 1005
    shown.looked -= 1
    shown.refresh()
    assert "1,000 behind" in plain(out.getvalue().removeprefix(drawn))
    shown.committed(manifest(1, 1005))
    shown.looked -= 1
    place["end"] = 5
    shown.refresh()
    assert "commit 00000001" in plain(out.getvalue())
    shown.close()


def test_lines_stand_above_the_board_also_after_it():
    shown, out = recorded()
    shown.refresh()
    shown.say("broker is away [bold]waiting[/bold]")
    shown.close()
    shown.close()
    shown.say("stopped as asked")
    text = plain(out.getvalue())
    assert "broker is away [bold]waiting[/bold]\n" in text
    assert text.endswith("stopped as asked\n")


def test_narrow_terminal_and_strange_names():
    shown, out = recorded(width=64)
    names = ("/[red]a very long name of a folder[/red] 日本", "kafka://c/long-name-of-a-topic/7")
    shown.watch(lambda: [Lag(name, 0, 3_000_000) for name in names])
    shown.refresh()
    lines = plain(out.getvalue()).splitlines()
    assert max(map(len, lines)) <= 64
    assert len(lines) == 6
    folder, topic = (line.split() for line in lines[3:5])
    assert folder[0].startswith("/[red]")
    assert topic[0].endswith("…")
    assert topic[1:] == ["7", "0", "3,000,000", "3,000,000", "-"]
    shown.close()


class Screen(io.StringIO):
    """Standard error, a terminal or not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("config", "terminal", "kind"),
    [
        (RunConfig(follow=True), True, "BoardProgress"),
        (RunConfig(inputs=("kafka://h:1/t",)), True, "BoardProgress"),
        (RunConfig(inputs=("folder",), streaming=True), True, "BoardProgress"),
        (RunConfig(inputs=("folder",)), True, "BarProgress"),
        (RunConfig(follow=True), False, FollowLines.__name__),
        (RunConfig(inputs=("kafka://h:1/t",)), False, FollowLines.__name__),
        (RunConfig(inputs=("folder",)), False, LineProgress.__name__),
        (RunConfig(follow=True, log_format="json"), True, FollowJson.__name__),
        (RunConfig(log_format="json"), True, JsonProgress.__name__),
        (RunConfig(follow=True, quiet=True), True, Progress.__name__),
    ],
)
def test_which_display(config, terminal, kind, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Screen(terminal))
    shown = display.choose_progress(config)
    shown.close()
    assert type(shown).__name__ == kind


def test_following_without_a_terminal_loads_no_rich():
    code = (
        "import sys; from pipeline.config import RunConfig; import pipeline.drive as d\n"
        "d.choose_progress(RunConfig(follow=True)).close(); print('rich' in sys.modules, "
        "'prometheus_client' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]


def test_following_a_folder_on_a_terminal(tmp_path, ruler_model):
    folder = tmp_path / "in"
    folder.mkdir()
    write_jsonl(folder / "a.jsonl", [article(n) for n in range(5)])
    ours, theirs = pty.openpty()
    command = [
        sys.executable, "-m", "pipeline", "run", str(folder), "--follow", "--output",
        str(tmp_path / "out"), "--spacy-model", ruler_model, "--workers", "1", "--settle", "100ms",
        "--commit-interval", "500ms",
    ]  # fmt: skip
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    process = subprocess.Popen(
        command, cwd=ROOT, stderr=theirs, stdout=subprocess.DEVNULL, env=environment
    )
    os.close(theirs)
    read: list[bytes] = []
    reader = threading.Thread(target=keep, args=(ours, read))
    reader.start()
    until = time.monotonic() + 60
    while b"since the start: 5 published" not in b"".join(read) and time.monotonic() < until:
        time.sleep(0.1)
    process.terminate()
    assert process.wait(60) == 0
    reader.join()
    text = b"".join(read).decode()
    assert "since the start: 5 published" in text
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") == 1  # the cursor comes back
    assert "stopped" in text.splitlines()[-1]


def keep(descriptor: int, read: list[bytes]) -> None:
    """Reads a terminal until its other end is closed, which Linux tells as an error."""
    while True:
        try:
            data = os.read(descriptor, 1 << 16)
        except OSError:
            break
        if not data:
            break
        read.append(data)
    os.close(descriptor)
