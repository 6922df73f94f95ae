"""Layers of a trained thinc network in NumPy, row block by row block.

A block stays in the processor's cache from the product to the last step on it, where thinc makes
a pass over main memory for each. And every product of a layer has the same shape, so the same
kernel computes each row in the same order: the bits of a row do not depend on which rows are
computed with it, nor on how many.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

BLOCK = 256
"""Rows of a product: with the weights they fill a core's second cache, some 1 MB."""
NORM_EPSILON = np.float32(1e-8)  # thinc's


def padded(count: int, block: int = BLOCK) -> int:
    """`count` rounded up to whole blocks."""
    return -(-count // block) * block


class Affine:
    """`x @ weights + bias`.

    Args:
        weights: (outputs, inputs), as thinc keeps them.
        bias: (outputs,).
        block: rows of one product.
    """

    def __init__(self, weights: Any, bias: Any, block: int = BLOCK) -> None:
        self.weights = np.ascontiguousarray(np.asarray(weights, dtype=np.float32).T)
        self.bias = np.asarray(bias, dtype=np.float32)
        self.block = block

    def __call__(self, x: Rows) -> Rows:
        """(rows, inputs) to (rows, outputs), for any number of rows."""
        rows = len(x)
        whole = rows - rows % self.block
        out = np.empty((rows, self.weights.shape[1]), dtype=np.float32)
        for start in range(0, whole, self.block):
            np.dot(x[start : start + self.block], self.weights, out=out[start : start + self.block])
        if whole < rows:
            last = np.zeros((self.block, x.shape[1]), dtype=np.float32)
            last[: rows - whole] = x[whole:]
            out[whole:] = np.dot(last, self.weights)[: rows - whole]
        out += self.bias
        return out


class MaxoutNorm:
    """thinc's Maxout, then LayerNorm.

    Args:
        maxout: layer with weights (outputs, pieces, inputs) and biases (outputs, pieces).
        norm: layer with gain and shift (outputs,).
    """

    def __init__(self, maxout: Any, norm: Any) -> None:
        weights = maxout.get_param("W")
        self.outputs, self.pieces, self.inputs = weights.shape
        # Piece by piece instead of output by output, so that a maximum is of neighbours.
        by_piece = weights.transpose(1, 0, 2).reshape(-1, self.inputs)
        self.weights = np.ascontiguousarray(by_piece.T)
        self.bias = np.ascontiguousarray(maxout.get_param("b").T.reshape(-1))
        self.gain = norm.get_param("G")
        self.shift = norm.get_param("b")

    def add(self, x: Rows, out: Rows) -> None:
        """Adds the layer's result on `x`, (rows, inputs), to `out`, (rows, outputs), in place.

        The rows are whole blocks.
        """
        block = np.empty((BLOCK, self.inputs), dtype=np.float32)
        product = np.empty((BLOCK, len(self.bias)), dtype=np.float32)
        best = np.empty((BLOCK, self.outputs), dtype=np.float32)
        square = np.empty_like(best)
        for start in range(0, len(x), BLOCK):
            np.copyto(block, x[start : start + BLOCK])
            np.dot(block, self.weights, out=product)
            np.add(product, self.bias, out=product)
            self._largest(product, best)
            self._normalise(best, square)
            out[start : start + BLOCK] += best

    def _largest(self, product: Rows, best: Rows) -> None:
        """The largest of each output's pieces."""
        width = self.outputs
        np.copyto(best, product[:, :width])
        for piece in range(1, self.pieces):
            np.maximum(best, product[:, piece * width : (piece + 1) * width], out=best)

    def _normalise(self, x: Rows, square: Rows) -> None:
        """Each row to mean 0 and variance 1, then times gain plus shift, in place."""
        count = np.float32(self.outputs)
        x -= np.add.reduce(x, axis=1, keepdims=True) / count
        np.multiply(x, x, out=square)
        variance = np.add.reduce(square, axis=1, keepdims=True) / count
        x *= 1 / np.sqrt(variance + NORM_EPSILON)
        x *= self.gain
        x += self.shift


def convolve(x: Rows, layers: list[MaxoutNorm]) -> Rows:
    """Residual convolutions over each row and its two neighbours.

    `x` is a zero row, whole blocks of rows, and a zero row: (1 + blocks + 1, width). Texts in it
    are kept apart by as many zero rows as there are layers.
    """
    for layer in layers:
        y = x.copy()
        layer.add(neighbours(x), y[1:-1])
        x = y
    return x


def neighbours(x: Rows) -> Rows:
    """A view of (rows, width) as (rows - 2, 3 * width): before, at and after each inner row."""
    rows, width = x.shape
    return np.lib.stride_tricks.as_strided(
        x, (rows - 2, 3 * width), x.strides, writeable=False
    )
