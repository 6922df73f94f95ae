"""What finds names in texts: an interface that any recogniser can have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

Span = tuple[int, int, str]
"""Start, end (exclusive) in code points, entity type."""

FAILURES = (
    *(ValueError, LookupError, ArithmeticError, RuntimeError, MemoryError),
    *(TypeError, AttributeError, AssertionError),
)
"""What spaCy, thinc, NumPy and components written in Python raise on a text they cannot take."""


class RecogniserError(Exception):
    """The recogniser failed on one of the texts; the message names the error in one line."""


class EntityRecognizer(Protocol):
    """Texts in, spans out. What is found in a text must not depend on the others.

    Attributes:
        identity: name and version, as one word; it becomes `Article.entity_model`.
        language: ISO 639 code of the language that is read, "xx" for any.
    """

    @property
    def identity(self) -> str: ...  # noqa: D102 - see the class

    @property
    def language(self) -> str: ...  # noqa: D102 - see the class

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        """The spans of each text, in text order, none over another.

        Texts are handed over in batches, long ones in pieces, by one thread at a time.

        Raises:
            RecogniserError, or any of FAILURES: it cannot take one of the texts.
        """
        ...
