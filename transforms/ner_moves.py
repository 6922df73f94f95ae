"""The steps of spaCy's entity recogniser through a text, from each word's vector to names.

spaCy takes one step after the other, and scores all its moves at each. But outside of a name the
scores of a step depend on its word alone, so they are computed for all words at once, for the moves
that are allowed there: outside (O), begin a name (B) and be one (U). Inside of a name two moves are
left: the name goes on (I) or ends with this word (L).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.row_blocks import Affine, Rows

Numbers = NDArray[np.intp]
Flags = NDArray[np.bool_]

STATE_FEATURES = 3  # of a state: the next word, the first word of the open name, the word before
NARROW_BLOCK = 64  # rows of a product for words inside of names, of which there are few
STEPS_AT_ONCE = 8
"""Steps into all names that may be, together. The longer ones are followed only where they begin a
name indeed, so that the work grows with the text and not with its square."""


class Moves:
    """spaCy's greedy transitions for named entities.

    Args:
        ner: a component "ner" with the three features of a state and a hidden layer.
    """

    def __init__(self, ner: Any) -> None:
        tok2vec, lower, upper = (ner.model.get_ref(name) for name in ("tok2vec", "lower", "upper"))
        linear = tok2vec.layers[-1]
        self.reduce = Affine(linear.get_param("W"), linear.get_param("b"))
        at, first, before = (by_piece(weights) for weights in lower.get_param("W"))
        _, self.no_first, self.no_before = (by_piece(pad) for pad in lower.get_param("pad")[0])
        self.bias = by_piece(lower.get_param("b"))
        nothing = np.zeros_like(self.bias)
        self.at = Affine(at, nothing)
        self.first = Affine(first, nothing, NARROW_BLOCK)
        self.before = Affine(before, nothing, NARROW_BLOCK)
        names = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
        self._choose(names, upper.get_param("W"), upper.get_param("b"))

    def _choose(self, names: list[str], weights: Any, bias: Any) -> None:
        """The output layer's rows for the moves of either state; a tie is the lower row's."""
        self.labels = sorted({name[2:] for name in names if name[:2] == "I-"})
        outer = [n for n, name in enumerate(names) if name == "O" or name[:2] in ("B-", "U-")]
        outer = [number for number in outer if names[number] != "U-"]  # for blocked words only
        inner = [names.index(f"{move}-{label}") for move in "IL" for label in self.labels]
        self.outer = Affine(weights[outer], bias[outer])
        self.inner = Affine(weights[inner], bias[inner], NARROW_BLOCK)
        self.outside = outer.index(names.index("O"))
        kinds = {label: kind for kind, label in enumerate(self.labels)}
        self.kinds = np.array([kinds.get(names[number][2:], -1) for number in outer])
        self.begins = np.array([names[number][:2] == "B-" for number in outer])

    def names(self, vectors: Rows, spaces: Flags, last: Flags) -> Iterator[tuple[int, int, str]]:
        """First word, word behind the last, and label of each name, in the order of the words.

        Args:
            vectors: (words, width), of one or more texts.
            spaces: words that are white space, with which no name begins.
            last: words that are the last of their text, with which every name ends.
        """
        vectors = self.reduce(vectors)
        features = self.at(vectors)
        moves = self._outer_moves(features, spaces, last)
        starts = np.flatnonzero(moves != self.outside)
        kinds = self.kinds[moves[starts]]
        open_names = self.begins[moves[starts]]
        ends = starts + 1
        inside = Inside(self, vectors, features, last)
        ends[open_names] = inside.ends(starts[open_names], kinds[open_names], STEPS_AT_ONCE)
        behind = 0
        for start, end, kind in zip(starts.tolist(), ends.tolist(), kinds.tolist(), strict=True):
            if start >= behind:
                behind = end if end > 0 else inside.end(start, kind)
                yield start, behind, self.labels[kind]

    def _outer_moves(self, features: Rows, spaces: Flags, last: Flags) -> Numbers:
        """The best move for each word, were it outside of a name."""
        hidden = features + self.no_first
        hidden += self.no_before
        scores = self.outer(self.largest(hidden))
        scores[np.ix_(last, self.begins)] = -np.inf
        moves = scores.argmax(axis=1)
        moves[spaces] = self.outside
        return moves

    def largest(self, hidden: Rows) -> Rows:
        """The hidden layer: (states, pieces * outputs) to (states, outputs), in place."""
        hidden += self.bias
        pieces = hidden.reshape(len(hidden), -1, self.outer.weights.shape[0])
        largest: Rows = pieces.max(axis=1)
        return largest


class Inside:
    """Where names end."""

    def __init__(self, moves: Moves, vectors: Rows, features: Rows, last: Flags) -> None:
        self.moves = moves
        self.vectors = vectors
        self.features = features
        self.last = last

    def ends(self, starts: Numbers, kinds: Numbers, steps: int) -> Numbers:
        """The word behind each name that begins at `starts`, or 0 if it takes more steps."""
        ends = np.zeros_like(starts)
        begun = self.moves.first(self.vectors[starts])
        going, at = np.arange(len(starts)), starts
        for _ in range(steps):
            if not len(going):
                break
            at = at + 1
            on = self._goes_on(at, begun[going], kinds[going])
            ends[going[~on]] = at[~on] + 1
            going, at = going[on], at[on]
        return ends

    def end(self, start: int, kind: int) -> int:
        """The word behind the name that begins at `start`."""
        one = np.array([start])
        return int(self.ends(one, np.array([kind]), len(self.last))[0])

    def _goes_on(self, at: Numbers, begun: Rows, kinds: Numbers) -> Flags:
        """Whether names of these kinds, open before the words `at`, are open behind them."""
        hidden = self.features[at] + begun
        hidden += self.moves.before(self.vectors[at - 1])
        scores = self.moves.inner(self.moves.largest(hidden))
        each = np.arange(len(at))
        goes_on: Flags = scores[each, kinds] >= scores[each, len(self.moves.labels) + kinds]
        return goes_on & ~self.last[at]


def by_piece(parameter: Any) -> Any:
    """(outputs, pieces, ...) to (pieces * outputs, ...)."""
    swapped = np.swapaxes(parameter, 0, 1)
    return np.ascontiguousarray(swapped).reshape(-1, *swapped.shape[2:])
