"""Layers of a trained thinc network in NumPy, on blocks of columns: a column is a word.

A block stays in the processor's cache through all layers, where thinc makes a pass over main memory
for each step of each. Words are columns because what maxout and layer norm do across a word's
values then runs along the words, which lie side by side. And every product of a layer has the same
shape, so the same kernel computes each column in the same order: the bits of a column do not depend
on which others are computed with it, nor on how many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.intp]

BLOCK = 256
"""Columns of a product: its two sides and the weights fill a core's second cache, some 1 MB."""
NORM_EPSILON = np.float32(1e-8)  # thinc's


class Affine:
    """`weights @ x + bias`, with weights (outputs, inputs) and bias (outputs,)."""

    def __init__(self, weights: Any, bias: Any) -> None:
        self.weights = np.ascontiguousarray(weights, dtype=np.float32)
        self.bias = np.array(bias, dtype=np.float32)[:, None]

    def __call__(self, x: Floats) -> Floats:
        """(inputs, columns) to (outputs, columns)."""
        y: Floats = np.dot(self.weights, x)
        y += self.bias
        return y


class MaxoutNorm:
    """thinc's Maxout, then its LayerNorm.

    Args:
        maxout: layer with weights (outputs, pieces, inputs) and biases (outputs, pieces).
        norm: layer with gain and shift (outputs,).
    """

    def __init__(self, maxout: Any, norm: Any) -> None:
        self.pieces = by_piece(maxout.get_param("W"), maxout.get_param("b"))
        self.outputs, _, self.inputs = maxout.get_param("W").shape
        self.gain = norm.get_param("G")[:, None]
        self.shift = norm.get_param("b")[:, None]

    def __call__(self, x: Floats) -> Floats:
        """(inputs, columns) to (outputs, columns)."""
        y = largest(self.pieces(x), self.outputs)
        y -= np.add.reduce(y, axis=0) / np.float32(self.outputs)
        variance = np.add.reduce(y * y, axis=0) / np.float32(self.outputs)
        y *= 1 / np.sqrt(variance + NORM_EPSILON)
        y *= self.gain
        y += self.shift
        return y


def by_piece(weights: Any, bias: Any) -> Affine:
    """A layer of (outputs, pieces, inputs) whose outputs come piece by piece."""
    inputs = weights.shape[-1]
    return Affine(weights.swapaxes(0, 1).reshape(-1, inputs), bias.T.reshape(-1))


def largest(x: Floats, outputs: int) -> Floats:
    """Of each output's pieces the largest: (pieces * outputs, columns) to (outputs, columns)."""
    y = x[:outputs]
    for start in range(outputs, len(x), outputs):
        np.maximum(y, x[start : start + outputs], out=y)
    return y


class Convolutions:
    """Residual convolutions over each word and its two neighbours, one after the other.

    Args:
        layers: of a word with its neighbours (3 * width) to a word (width).
    """

    def __init__(self, layers: list[MaxoutNorm]) -> None:
        self.layers = layers
        self.width = layers[0].outputs
        self.reach = len(layers)
        """Words on either side that have a part in a word's result."""

    def __call__(self, words: Callable[[slice], Floats], count: int) -> Iterator[Floats]:
        """The results for `count` words, in blocks of (width, BLOCK), of which `inner` is good.

        `words` gives the vectors of a range of BLOCK words, (BLOCK, width), of a text that has
        `reach` words without a vector before the first word, and enough of them behind the last.
        """
        step = BLOCK - 2 * self.reach
        window = np.zeros((3 * self.width, BLOCK), dtype=np.float32)
        before, at, after = np.split(window, 3)
        for start in range(0, count, step):
            x = np.ascontiguousarray(words(slice(start, start + BLOCK)).T)
            for layer in self.layers:
                before[:, 1:] = x[:, :-1]
                at[:] = x
                after[:, :-1] = x[:, 1:]
                x += layer(window)
            yield x

    @property
    def inner(self) -> slice:
        """The words of a block that had all their neighbours in it."""
        return slice(self.reach, -self.reach)


def in_blocks(layer: Callable[[Floats], Floats], rows: Floats, size: int = BLOCK) -> Floats:
    """A layer on rows, (words, inputs) to (words, outputs): any number, in blocks of `size`."""
    blocks = []
    for start in range(0, len(rows), size):
        x = np.zeros((rows.shape[1], size), dtype=np.float32)
        part = rows[start : start + size]
        x[:, : len(part)] = part.T
        blocks.append(layer(x)[:, : len(part)].T)
    return np.concatenate(blocks)
