"""Matrix products of a spaCy model: by NumPy's OpenBLAS, one thread, the same bits in any batch.

NumPy's OpenBLAS is about a third faster than the blis that thinc uses by default. Its kernels
for a handful of rows add in another order than those for many, so a short text alone and the
same text in a batch would differ in the last bits of their scores; products of few rows are
therefore padded with zeros up to a number of rows from which each row's bits no longer depend
on the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thinc.api import NumpyOps
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

if TYPE_CHECKING:
    from spacy.language import Language

MIN_ROWS = 64  # rows are independent from 19 on (OpenBLAS 0.3.31, SkylakeX); a wide margin


class RowStableOps(NumpyOps):  # type: ignore[misc]  # thinc's class is compiled and untyped
    """thinc's CPU operations with products by NumPy, each row computed as if it stood alone."""

    def __init__(self) -> None:
        super().__init__(use_blis=False)

    def gemm(
        self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False
    ) -> Any:
        """`x @ y` of float matrices; few rows of `x` are padded for the product."""
        rows = x.shape[0]
        if trans1 or rows >= MIN_ROWS:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        padded = self.alloc((MIN_ROWS, x.shape[1]), dtype=x.dtype)
        padded[:rows] = x
        product = super().gemm(padded, y, trans2=trans2)[:rows]
        if out is None:
            return product
        out[...] = product
        return out


def set_up(nlp: Language) -> None:
    """Gives every CPU layer of the model RowStableOps and keeps BLAS to one thread.

    Parallelism comes from worker processes, so a second BLAS thread only takes their cores. The
    limit is set here, not in the environment, because NumPy is long imported by now.
    """
    threadpool_limits(limits=1, user_api="blas")
    ops = RowStableOps()
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None else ():
            if isinstance(node.ops, NumpyOps):
                node.ops = ops
