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

from transforms.ner_layers import Affine, Floats, Numbers, by_piece, in_blocks, largest

Flags = NDArray[np.bool_]

STATE_FEATURES = 3  # of a state: the next word, the first word of the open name, the word before
NARROW_BLOCK = 64  # columns of a product for words inside of names, of which there are few
STEPS_AT_ONCE = 8
"""Steps into all names that may be, together. The longer ones are followed only where they begin a
name indeed, so that the work grows with the text and not with its square."""


class Moves:
    """spaCy's greedy transitions for named entities.

    Args:
        ner: a component "ner" with STATE_FEATURES and a hidden layer.
    """

    def __init__(self, ner: Any) -> None:
        tok2vec, lower, upper = (ner.model.get_ref(name) for name in ("tok2vec", "lower", "upper"))
        linear = tok2vec.layers[-1]
        self.reduce = Affine(linear.get_param("W"), linear.get_param("b"))
        weights, bias, padding = (lower.get_param(name) for name in ("W", "b", "pad"))
        nothing = np.zeros_like(bias)
        self.hidden = bias.shape[0]
        self.alone = by_piece(weights[0], bias + padding[0, 1] + padding[0, 2])
        self.at = by_piece(weights[0], bias)
        self.first = by_piece(weights[1], nothing)
        self.before = by_piece(weights[2], nothing)
        names = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
        self._choose(names, upper.get_param("W"), upper.get_param("b"))

    def _choose(self, names: list[str], weights: Any, bias: Any) -> None:
        """The output layer's rows for the moves outside and inside of names."""
        outer = [n for n, name in enumerate(names) if name == "O" or name[:2] in ("B-", "U-")]
        outer.remove(names.index("U-"))  # for words that nothing may be made of
        self.labels = sorted({name[2:] for name in names if name[:2] == "I-"})
        inner = [names.index(f"{move}-{label}") for move in "IL" for label in self.labels]
        self.outer = Affine(weights[outer], bias[outer])
        self.inner = Affine(weights[inner], bias[inner])
        self.outside = outer.index(names.index("O"))
        numbers = {label: number for number, label in enumerate(self.labels)}
        self.kinds = np.array([numbers.get(names[number][2:], -1) for number in outer])
        self.begins = np.array([names[number][:2] == "B-" for number in outer])

    def score(self, words: Floats) -> tuple[Floats, Floats]:
        """A block of vectors, (width, words), made smaller, and the scores of their outer moves."""
        small = self.reduce(words)
        return small, self.outer(largest(self.alone(small), self.hidden))

    def names(
        self, words: Floats, scores: Floats, spaces: Flags, last: Flags
    ) -> Iterator[tuple[int, int, str]]:
        """First word, word behind the last, and label of each name, in the order of the words.

        Args:
            words: from `score`, (words, smaller width), of one or more texts.
            scores: from `score`, (words, outer moves).
            spaces: words that are white space, with which no name begins.
            last: words that are the last of their text, with which every name ends.
        """
        scores[np.ix_(last, self.begins)] = -np.inf
        moves = scores.argmax(axis=1)
        moves[spaces] = self.outside
        starts = np.flatnonzero(moves != self.outside)
        kinds, longer = self.kinds[moves[starts]], self.begins[moves[starts]]
        ends = starts + 1
        ends[longer] = self._ends(words, last, starts[longer], kinds[longer], STEPS_AT_ONCE)
        behind = 0
        for at, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            if start >= behind:
                one = slice(at, at + 1)
                far = end or self._ends(words, last, starts[one], kinds[one], len(words))[0]
                behind = int(far)
                yield start, behind, self.labels[kinds[at]]

    def _ends(
        self, words: Floats, last: Flags, starts: Numbers, kinds: Numbers, steps: int
    ) -> Numbers:
        """The word behind each name that begins at `starts`, or 0 if it takes more steps."""
        ends = np.zeros_like(starts)
        if not len(starts):
            return ends
        first = in_blocks(self.first, words[starts], NARROW_BLOCK)
        going, at = np.arange(len(starts)), starts + 1
        for _ in range(steps):
            on = self._goes_on(words, at, first[going], kinds[going]) & ~last[at]
            ends[going[~on]] = at[~on] + 1
            going, at = going[on], at[on] + 1
            if not len(going):
                break
        return ends

    def _goes_on(self, words: Floats, at: Numbers, first: Floats, kinds: Numbers) -> Flags:
        """Whether names of these kinds, open before the words `at`, are open behind them."""
        state = in_blocks(self.at, words[at], NARROW_BLOCK)
        state += first
        state += in_blocks(self.before, words[at - 1], NARROW_BLOCK)
        hidden = np.ascontiguousarray(largest(state.T, self.hidden).T)
        scores = in_blocks(self.inner, hidden, NARROW_BLOCK)
        each = np.arange(len(at))
        goes_on: Flags = scores[each, kinds] >= scores[each, len(self.labels) + kinds]
        return goes_on
