"""The trees' evaluation with bit masks, against walking each tree."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transforms.article_body import vote_names
from transforms.block_features import feature_names
from transforms.block_model import MAX_LEAVES, BlockModel, load_model

# x0 > 1 ? (x1 > 2 ? c : b) : a, and a stump on x1
TINY = BlockModel(
    np.array([0, 1, 1]),
    np.array([1.0, 2.0, 0.0], dtype=np.float32),
    np.array([0xFFFE, 0xFFFD, 0xFFFE], dtype=np.uint16),
    np.array([0, 2]),
    np.array([[1.0, 2.0, 4.0], [0.5, -0.5, 0.0]]),
)


def walked(x: float, y: float) -> float:
    first = 1.0 if x <= 1 else (2.0 if y <= 2 else 4.0)
    return first + (0.5 if y <= 0 else -0.5)


values = st.floats(-5, 5, width=32)


@given(st.lists(st.tuples(values, values), min_size=1, max_size=30))
def test_masks_find_the_leaf_that_a_walk_finds(rows: list[tuple[float, float]]) -> None:
    found = TINY.predict(np.array(rows))
    wanted = [1 / (1 + math.exp(-walked(x, y))) for x, y in rows]
    assert np.allclose(found, wanted)


def test_many_blocks_are_judged_like_each_alone() -> None:
    model = load_model("block_trees", feature_names())
    rows = np.random.default_rng(5).normal(size=(1100, len(feature_names())))
    apart = [model.predict(row[None])[0] for row in rows[::97]]
    assert np.allclose(model.predict(rows)[::97], apart)


def test_the_files_fit_the_features() -> None:
    for name, columns in (
        ("block_trees", feature_names()),
        ("block_trees_votes", (*feature_names(), *vote_names())),
    ):
        model = load_model(name, columns)
        assert model.leaves.shape == (len(model.first), MAX_LEAVES)
        assert model.column.max() < len(columns)
        assert len(model.mask) == len(model.column) == len(model.threshold)
