"""Beam's Go programs, as the scripts build them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT


def program(script: str) -> Path:
    """The path that scripts/SCRIPT prints; a test is skipped where there is no Go, not in CI."""
    found = subprocess.run([ROOT / "scripts" / script], capture_output=True, text=True, check=False)
    if found.returncode == 0:
        return Path(found.stdout.strip())
    if os.environ.get("CI"):
        raise RuntimeError(found.stderr)
    pytest.skip(found.stderr.strip())
