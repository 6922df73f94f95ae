"""The network of a spaCy entity model in NumPy: spaCy's entities at several times its speed.

The weights, the features of a word and the rules of which step may follow which are spaCy's.
Layers run on blocks of rows that stay in the cache (`row_blocks`); those that see single words run
once for each word form (`word_forms`); and the steps through a text are taken for all words at once
where they can be (`ner_moves`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import NumpyOps

from transforms.ner_moves import STATE_FEATURES, Moves
from transforms.row_blocks import MaxoutNorm, Rows, convolve, padded
from transforms.word_forms import WordForms

if TYPE_CHECKING:
    from spacy.language import Language

Span = tuple[int, int, str]  # start, end in code points, entity type


class FastNer:
    """Finds entities in texts with the weights of `nlp`, for which `fits(nlp)` holds."""

    def __init__(self, nlp: Language) -> None:
        ner: Any = nlp.get_pipe("ner")
        embed, encode = ner.model.get_ref("tok2vec").layers[0].layers
        word = Word(embed)
        self.nlp = nlp
        self.attributes = [*word.attributes, "IDX", "LENGTH", "IS_SPACE"]
        self.forms = WordForms(word.embed, word.mix.outputs)
        self.convolutions = maxouts(encode)
        self.moves = Moves(ner)

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        """The spans of each text, in text order; raises what the tokenizer raises on a text."""
        docs = [self.nlp.make_doc(text) for text in texts]
        found: list[list[Span]] = [[] for _ in texts]
        ends = np.cumsum([len(doc) for doc in docs])
        if not len(ends) or not ends[-1]:
            return found
        words = np.concatenate([doc.to_array(self.attributes) for doc in docs])
        text_of = np.repeat(np.arange(len(docs)), np.diff(ends, prepend=0))
        last = np.zeros(len(words), dtype=bool)
        last[ends[np.diff(ends, prepend=0) > 0] - 1] = True
        starts, lengths, spaces = words[:, -3:].T.astype(np.intp)
        vectors = self._vectors(words[:, :-3], text_of)
        for first, behind, label in self.moves.names(vectors, spaces.astype(bool), last):
            end = starts[behind - 1] + lengths[behind - 1]
            found[text_of[first]].append((int(starts[first]), int(end), label))
        return found

    def _vectors(self, features: NDArray[np.uint64], text_of: NDArray[np.intp]) -> Rows:
        """Each word's vector in its context, (words, width); a word sees no other text."""
        apart = len(self.convolutions)
        rows = 1 + np.arange(len(features)) + apart * (1 + text_of)
        forms = self.forms(features)
        inner = padded(int(rows[-1]) + apart)
        x = np.zeros((1 + inner + 1, forms.shape[1]), dtype=np.float32)
        x[rows] = forms
        return convolve(x, self.convolutions)[rows]


class Word:
    """The layers that see a word alone: hashed embeddings of its features, and their mixture."""

    def __init__(self, layers: Any) -> None:
        extract, _, self.hashed, mix, _ = layers.layers
        self.attributes = list(extract.attrs["columns"])
        (self.mix,) = maxouts(mix)

    def embed(self, features: NDArray[np.uint64]) -> Rows:
        """(forms, features) to (forms, width)."""
        hashed = np.zeros((padded(len(features)), self.mix.inputs), dtype=np.float32)
        hashed[: len(features)] = self.hashed.predict(features)
        vectors = np.zeros((len(hashed), self.mix.outputs), dtype=np.float32)
        self.mix.add(hashed, vectors)
        return vectors[: len(features)]


def maxouts(layers: Any) -> list[MaxoutNorm]:
    """The layers of that kind in a network, in their order."""
    found = [node for node in layers.walk() if node.name in ("maxout", "layernorm")]
    return [MaxoutNorm(*pair) for pair in zip(found[::2], found[1::2], strict=True)]


_NETWORK = re.compile(
    r"extract_features>>list2ragged>>with_array\(ints-getitem>>hashembed(\|ints-getitem>>hashembed)*\)"
    r">>with_array\(maxout>>layernorm>>dropout\)>>ragged2list>>with_array\("
    r"residual\(expand_window>>maxout>>layernorm>>dropout\)"
    r"(>>residual\(expand_window>>maxout>>layernorm>>dropout\))*\)>>list2array>>linear"
)
"""spaCy's default network for entities without word vectors: MultiHashEmbed, MaxoutWindowEncoder."""


def fits(nlp: Language) -> bool:
    """Whether the model is a lone entity component of the shape that is computed here, on the CPU."""
    if nlp.pipe_names != ["ner"]:
        return False
    ner: Any = nlp.get_pipe("ner")
    model = getattr(ner, "model", None)
    if model is None or not model.has_ref("tok2vec") or ner.cfg.get("beam_width") != 1:
        return False
    network = model.get_ref("tok2vec")
    windows = {node.attrs["window_size"] for node in network.walk() if node.name == "expand_window"}
    return (
        _NETWORK.fullmatch(network.name) is not None
        and windows == {1}
        and model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_param("W").shape[0] == STATE_FEATURES
        and isinstance(model.ops, NumpyOps)
    )
