"""newsmill's distributions, built from a copy of what git has, so that the tree stays as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import ROOT

PACKAGES = {"pipeline", "schemas", "transforms"}


def copy_tree(folder: Path) -> Path:
    """Copies what is packed."""
    listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)
    for name in filter(None, listed.split("\0")):
        if name.split("/")[0] in PACKAGES or "/" not in name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


def build(tree: Path, folder: Path, *what: str) -> Path:
    """Builds both distributions, or `what`, into `folder`; gives the wheel."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), *what]
    subprocess.run([*command, str(tree)], check=True, capture_output=True)
    [wheel] = folder.glob("newsmill-*.whl")
    return wheel
