"""How long a run takes that has nothing to do: python benchmarks/again.py [COUNT]"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import article

ROUNDS = 3


def main() -> None:
    """Prints the time of the first run and the best time of the same command again."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        for number in range(count):
            (folder / f"{number:06d}.txt").write_text(
                f"{article(number)['title']}\n\n{article(number, 6)['text']}\n", encoding="utf-8"
            )
        command = [sys.executable, "-m", "pipeline", "run", str(folder), "--quiet"]
        times = []
        for _ in range(1 + ROUNDS):
            started = time.monotonic()
            subprocess.run([*command, "--output", str(Path(name) / "out")], check=True)
            times.append(time.monotonic() - started)
    print(f"{count:,} files: {times[0]:.1f} s; again: {min(times[1:]):.2f} s")


if __name__ == "__main__":
    main()
