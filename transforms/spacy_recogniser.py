"""The recogniser that is a spaCy model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from transforms.fast_ner import FastNer, fits
from transforms.recogniser import FAILURES, RecogniserError, Span
from transforms.spacy_model import CACHED_MODELS, identity_of, load

if TYPE_CHECKING:
    from spacy.language import Language

KEPT_WORDS = 50_000
"""Word forms that a process keeps, some 20 MB; all others are freed with their batch."""
KEPT_SPLITS = 2 * KEPT_WORDS
"""Strings between spaces of which the tokenizer keeps how it splits them, some 10 MB."""


class SpacyRecogniser:
    """A loaded model; the small ones run on `FastNer`.

    Args:
        nlp: the model.
        gpu: whether it was loaded onto a GPU.
    """

    def __init__(self, nlp: Language, gpu: bool = False) -> None:
        self.nlp = nlp
        self.gpu = gpu
        self.identity = identity_of(nlp.meta)
        self.language = str(nlp.lang)
        if hasattr(nlp.tokenizer, "max_cache_size"):
            nlp.tokenizer.max_cache_size = KEPT_SPLITS
        self.run: Callable[[Sequence[str]], list[list[Span]]] = (
            FastNer(nlp).find if fits(nlp) else partial(piped, nlp)
        )

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        """The spans of each text; raises RecogniserError and nothing else."""
        # An exception that crosses a zone's end would leave it open, so a failure leaves it as a
        # value.
        with self._zone():
            found = self._attempt(texts)
        if isinstance(found, str):
            raise RecogniserError(found)
        return found

    def _zone(self) -> AbstractContextManager[object]:
        """Frees what a batch brings into the vocabulary, once the common words are kept.

        The tokenizer remembers only words of the kept vocabulary: with an empty one it splits every
        token anew, which takes as long as a third of the entity model.
        """
        return nullcontext() if len(self.nlp.vocab) < KEPT_WORDS else self.nlp.memory_zone()

    def _attempt(self, texts: Sequence[str]) -> list[list[Span]] | str:
        """The spans of each text, or the failure in one line."""
        if self.gpu:
            from thinc.api import require_gpu  # late, as in load

            require_gpu()  # thinc keeps the device per thread, and Beam's threads change
        try:
            return self.run(texts)
        except RecogniserError as error:
            return str(error)
        except FAILURES as error:
            return f"{type(error).__name__}: {error}"


def piped(nlp: Language, texts: Sequence[str]) -> list[list[Span]]:
    """The spans of each text, by the model's own way."""
    docs = nlp.pipe(texts, batch_size=len(texts))
    return [[(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] for doc in docs]


@lru_cache(maxsize=CACHED_MODELS)
def spacy_recogniser(model: str, gpu: bool = False) -> SpacyRecogniser:
    """The recogniser of a package or path, once per process; raises ModelError."""
    return SpacyRecogniser(load(model, gpu), gpu)
