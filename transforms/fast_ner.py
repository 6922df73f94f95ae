"""The network of a spaCy entity model in NumPy: spaCy's entities at several times its speed.

The tokenizer, the weights, the features of a word and the rules of which step may follow which are
spaCy's. Layers run on blocks of words that stay in the cache (`ner_layers`); those that see single
words run once for each word form (`word_forms`); and the steps through a text are taken for all
words at once where they can be (`ner_moves`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from transforms.ner_layers import BLOCK, Convolutions, Floats, MaxoutNorm, Numbers, in_blocks
from transforms.ner_moves import STATE_FEATURES, Moves
from transforms.recogniser import Span
from transforms.word_forms import NO_WORD, WordForms

if TYPE_CHECKING:
    from spacy.language import Language

_NETWORK = re.compile(
    r"extract_features>>list2ragged>>with_array\(ints-getitem>>hashembed(\|ints-getitem>>hashembed)*\)"
    r">>with_array\(maxout>>layernorm>>dropout\)>>ragged2list>>with_array\("
    r"residual\(expand_window>>maxout>>layernorm>>dropout\)"
    r"(>>residual\(expand_window>>maxout>>layernorm>>dropout\))*\)>>list2array>>linear"
)
"""spaCy's usual network without word vectors: MultiHashEmbed, then MaxoutWindowEncoder."""


def fits(nlp: Language) -> bool:
    """Whether the model is a lone entity component, on the CPU, of the shape computed here."""
    if nlp.pipe_names != ["ner"]:
        return False
    ner: Any = nlp.get_pipe("ner")
    model = getattr(ner, "model", None)
    if model is None or not model.has_ref("tok2vec") or ner.cfg.get("beam_width") != 1:
        return False
    network = model.get_ref("tok2vec")
    features, _, pieces, _ = model.get_ref("lower").get_param("W").shape
    windows = {node.attrs["window_size"] for node in network.walk() if node.name == "expand_window"}
    return (
        _NETWORK.fullmatch(network.name) is not None
        and windows == {1}
        and model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and features == STATE_FEATURES
        and pieces > 1
        and model.ops.device_type == "cpu"
    )


class FastNer:
    """Finds entities in texts with the weights of `nlp`, for which `fits(nlp)` holds."""

    def __init__(self, nlp: Language) -> None:
        ner: Any = nlp.get_pipe("ner")
        embed, encode = ner.model.get_ref("tok2vec").layers[0].layers
        extract, _, hashed, mix, _ = embed.layers
        self.nlp = nlp
        self.attributes = [*extract.attrs["columns"], "IDX", "LENGTH", "IS_SPACE"]
        (mixed,) = maxouts(mix)
        self.forms = WordForms(partial(embedded, hashed, mixed), mixed.outputs)
        self.convolutions = Convolutions(maxouts(encode))
        self.moves = Moves(ner)

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        """The spans of each text, in text order; raises what the tokenizer raises on a text."""
        docs = [self.nlp.make_doc(text) for text in texts]
        found: list[list[Span]] = [[] for _ in texts]
        lengths = np.array([len(doc) for doc in docs], dtype=np.intp)
        if not lengths.any():
            return found
        tokens = np.concatenate([doc.to_array(self.attributes) for doc in docs])
        text_of = np.repeat(np.arange(len(docs)), lengths)
        last = np.append(text_of[1:] != text_of[:-1], True)
        starts, sizes, spaces = tokens[:, -3:].T.astype(np.intp)
        words, scores = self._score(tokens[:, :-3], text_of)
        for first, behind, label in self.moves.names(words, scores, spaces.astype(bool), last):
            end = starts[behind - 1] + sizes[behind - 1]
            found[text_of[first]].append((int(starts[first]), int(end), label))
        return found

    def _score(self, features: NDArray[np.uint64], text_of: Numbers) -> tuple[Floats, Floats]:
        """Each word's vector in its text and the scores of its moves: (words, ...), twice."""
        # So many empty places between texts that no word sees another text.
        apart = self.convolutions.reach
        places = np.arange(len(features)) + apart * text_of
        count = int(places[-1]) + 1
        forms = np.full(count + 2 * apart + BLOCK, NO_WORD)
        forms[apart + places] = self.forms.numbers(features)
        vectors = self.forms.vectors
        blocks = self.convolutions(lambda part: vectors[forms[part]], count)
        small, scores = zip(*map(self.moves.score, blocks), strict=True)
        return self._at(small, places), self._at(scores, places)

    def _at(self, blocks: Sequence[Floats], places: Numbers) -> Floats:
        """The words at these places, (words, ...), out of blocks."""
        inner = self.convolutions.inner
        return np.concatenate([block[:, inner].T for block in blocks])[places]


def embedded(hashed: Any, mixed: MaxoutNorm, features: NDArray[np.uint64]) -> Floats:
    """Word forms, (forms, features), to vectors, (forms, width)."""
    return in_blocks(mixed, hashed.predict(features))


def maxouts(network: Any) -> list[MaxoutNorm]:
    """The layers of that kind in a network, in their order."""
    found = [node for node in network.walk() if node.name in ("maxout", "layernorm")]
    return [MaxoutNorm(*pair) for pair in zip(found[::2], found[1::2], strict=True)]
