"""Every engine that is here makes the same rows of the seeds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import ROOT

from scripts.conformance import ENGINES, REFERENCE, hashes, missing

SEEDS = ROOT / "seeds"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reference's output."""
    path = tmp_path_factory.mktemp("conformance")
    ENGINES[REFERENCE](SEEDS, path / REFERENCE)
    return path


@pytest.mark.parametrize("name", [name for name in ENGINES if name != REFERENCE])
def test_rows_equal_those_of_one_worker_process(name: str, folder: Path) -> None:
    reason = missing(name)
    if reason:
        assert not os.environ.get("CI"), reason
        pytest.skip(reason)
    ENGINES[name](SEEDS, folder / name)
    expected = hashes(folder / REFERENCE)
    assert len(set(expected.values())) > 1
    assert hashes(folder / name) == expected
