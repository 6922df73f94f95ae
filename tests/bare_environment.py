"""A Python environment as a worker has it: Beam and the models are there, newsmill is not.

Making a full one takes minutes and a gigabyte. This one is a virtual environment whose path file
names the packages of the environment that runs the tests. Path files in there are not followed,
and so neither is the one of newsmill's own source tree, where that is installed as editable.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Environment:
    """A virtual environment at `root`."""

    root: Path

    @classmethod
    def make(cls, root: Path) -> Environment:
        """A new one."""
        venv.create(root, symlinks=True, with_pip=False)
        environment = cls(root)
        packages = sysconfig.get_paths()["purelib"]
        (environment.packages / "dependencies.pth").write_text(f"{packages}\n")
        return environment

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.root / "bin" / "python"

    @property
    def packages(self) -> Path:
        """Where packages are installed."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self.root / "lib" / version / "site-packages"

    @property
    def variables(self) -> dict[str, str]:
        """Environment variables under which `python` is its interpreter, as in a container."""
        inherited = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
        return inherited | {"PATH": f"{self.root / 'bin'}:{os.environ['PATH']}"}

    def call(self, *words: object, cwd: Path | None = None) -> str:
        """Runs Python; gives what it prints. Raises CalledProcessError."""
        return subprocess.check_output(
            [self.python, *map(str, words)], cwd=cwd or self.root, env=self.variables, text=True
        )

    def install(self, *what: object) -> None:
        """Installs packages that are here, and nothing that is not."""
        words = ("--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
        self.call("-m", "pip", "install", *words, *what)

    def has_newsmill(self) -> bool:
        """Whether newsmill can be imported, and from here."""
        script = "import pipeline.cli; print(pipeline.cli.__file__)"
        found = subprocess.run(
            [self.python, "-c", script],
            cwd=self.root, env=self.variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return found.returncode == 0 and found.stdout.startswith(str(self.packages))
