"""py3langid's model, unpacked once per user and machine.

In its package it is compressed so well that unpacking takes longer than all else that a process
needs to begin. Unpacked, its 67 MB are mapped, not read, and all processes share them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import py3langid
from py3langid.langid import MODEL_DIR, MODEL_FILE
from py3langid.modelio import load_model

from transforms.language_walk import Identifier
from transforms.user_cache import user_cache

PACKED = MODEL_DIR / MODEL_FILE
MAKING = "making-"
ABANDONED_SECONDS = 3_600.0
"""What is not finished after so long was left by a process that died."""


class Arrays(NamedTuple):
    """What the model consists of.

    Attributes:
        ptc: log probabilities, features x classes, float16.
        pc: the same of the classes.
        classes: their codes.
        nextmove: the automaton's moves, rows x 256 bytes, unsigned.
        row: for each state its row of moves.
        output: for each state its feature, or none (-1).
    """

    ptc: npt.NDArray[Any]
    pc: npt.NDArray[Any]
    classes: npt.NDArray[Any]
    nextmove: npt.NDArray[Any]
    row: npt.NDArray[Any]
    output: npt.NDArray[Any]


def language_model() -> Identifier:
    """The model, with probabilities that add up to 1."""
    folder = unpacked_folder()
    try:
        if not is_whole(folder):
            keep(unpack(), folder)
        return identifier(kept(folder))
    except (OSError, ValueError):  # no folder to keep it in, or files that somebody cut short
        return identifier(unpack())


def unpacked_folder() -> Path:
    """Where this release's model is kept; another model file has another place."""
    status = PACKED.stat()
    name = f"{py3langid.__version__}-{status.st_size}-{status.st_mtime_ns}"
    return user_cache() / "py3langid" / name


def unpack() -> Arrays:
    """The model as its package has it."""
    return Arrays(*map(np.asarray, load_model(PACKED)))


def is_whole(folder: Path) -> bool:
    """Whether nobody has tidied a file away."""
    return all((folder / f"{name}.npy").is_file() for name in Arrays._fields)


def keep(arrays: Arrays, folder: Path) -> None:
    """Writes the arrays; whole and durable before the folder has its name. Raises OSError."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.parent.glob(f"{MAKING}*"):
        if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    making = Path(tempfile.mkdtemp(dir=folder.parent, prefix=MAKING))
    try:
        for name, array in arrays._asdict().items():
            with (making / f"{name}.npy").open("wb") as sink:
                np.save(sink, array, allow_pickle=False)
                os.fsync(sink.fileno())
        if not is_whole(folder):  # else another process was first
            shutil.rmtree(folder, ignore_errors=True)
            making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def kept(folder: Path) -> Arrays:
    """The arrays, mapped. Raises OSError."""
    return Arrays(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in Arrays._fields))


def identifier(arrays: Arrays) -> Identifier:
    """The model made of its arrays."""
    return Identifier(
        np.asarray(arrays.ptc),
        np.array(arrays.pc),
        arrays.classes.tolist(),
        arrays.nextmove.data,
        arrays.output.tolist(),
        norm_probs=True,
        tk_row=arrays.row.tolist(),
    )
