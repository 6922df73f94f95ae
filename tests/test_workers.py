"""Worker processes: models are loaded ahead, in the process that forks them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

SLOW = """
import os, pathlib, time
time.sleep(1)
path = pathlib.Path(os.environ["LOADED"])
path.with_suffix(".new").write_text(os.environ["NEWSMILL_MODELS"] + " " + str(os.getpid()))
path.with_suffix(".new").rename(path)
"""
DRIVER = """
import os, pathlib, time
import pipeline.workers
from pipeline.workers import Workers

pipeline.workers.PRELOADED = ["slow_module"]
loaded = pathlib.Path(os.environ["LOADED"])
with Workers(1, models={"Topics": ""}) as workers:
    workers.warm()
    assert not loaded.exists(), "it waited"
    deadline = time.monotonic() + 30
    while not loaded.exists():
        assert time.monotonic() < deadline, "nothing is loaded before the first shard"
        time.sleep(0.02)
    workers.warm()
    parent = workers.pool.schedule(os.getppid).result()
    print(loaded.read_text(), parent)
"""


def test_models_are_loaded_before_the_first_shard_and_once(tmp_path: Path) -> None:
    (tmp_path / "slow_module.py").write_text(SLOW, encoding="utf-8")
    places = {"LOADED": str(tmp_path / "loaded"), "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    result = subprocess.run(
        [sys.executable, "-c", DRIVER],
        env=os.environ | places,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    models, server, parent = result.stdout.rsplit(maxsplit=2)
    assert models == '{"Topics": ""}'
    assert server == parent
