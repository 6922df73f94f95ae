"""The language model as it is kept unpacked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from transforms.language_model import Arrays, keep, kept, language_model, unpack, unpacked_folder

TEXTS = ["The harbour was closed for repairs.", "Der Hafen blieb geschlossen.", "港は閉鎖された。"]


@pytest.fixture(scope="module")
def packed() -> Arrays:
    return unpack()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return unpacked_folder()


def answers(model: LanguageIdentifier) -> list[tuple[str, float]]:
    return [model.classify(text) for text in TEXTS]


@pytest.fixture(scope="module")
def expected() -> list[tuple[str, float]]:
    return answers(LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))


def test_what_is_kept_is_what_is_packed(packed: Arrays, folder: Path) -> None:
    keep(packed, folder)
    for one, other in zip(kept(folder), packed, strict=True):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    keep(packed, folder)  # a second process
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_first_process_keeps_it_and_the_next_finds_it(folder: Path, expected) -> None:
    assert answers(language_model()) == expected
    stamps = [path.stat().st_mtime_ns for path in sorted(folder.iterdir())]
    assert answers(language_model()) == expected
    assert [path.stat().st_mtime_ns for path in sorted(folder.iterdir())] == stamps


def test_a_file_that_was_tidied_away_comes_back(packed: Arrays, folder: Path, expected) -> None:
    keep(packed, folder)
    (folder / "row.npy").unlink()
    assert answers(language_model()) == expected
    assert (folder / "row.npy").exists()


def test_without_a_place_to_keep_it(folder: Path, tmp_path: Path, expected) -> None:
    (tmp_path / "cache").write_text("no folder")
    assert answers(language_model()) == expected


def test_a_file_that_was_cut_short(packed: Arrays, folder: Path, expected) -> None:
    keep(packed, folder)
    with (folder / "nextmove.npy").open("r+b") as sink:
        sink.truncate(1_000)
    assert answers(language_model()) == expected
