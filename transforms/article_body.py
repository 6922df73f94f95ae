"""A page's article: its blocks judged by a model, and by other extractors where that is unsure.

Five paths, cheapest first. "paragraphs": one element holds nearly all paragraphs of the page, and
nothing is judged. "blocks": the model alone, at a fraction of what a general extractor costs.
"blocks+votes": trafilatura (its fast mode) and resiliparse read the page too, and a second
model sees what they took. "trafilatura": its text, where the model's is far from it and resiliparse
sides with it. "rescue": trafilatura with all its fallbacks, where nothing else was found. See
docs/decisions/0016-main-text.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from resiliparse.extract.html2text import extract_plain_text

from transforms.block_features import block_features, feature_names, shifted
from transforms.block_model import load_model
from transforms.block_nodes import Floats
from transforms.blocks import Block
from transforms.page_head import PageHead, page_texts, page_titles
from transforms.plain_page import plain_article
from transforms.trafilatura_text import fast_text, last_resort
from transforms.votes import agreement, votes

KEPT = 0.42  # probability from which a block belongs to the article
PLAIN = 0.98  # expected F1 of a page that one element holds; measured .99 and .98
SURE = 0.96  # expected F1 from which the first model is believed
FAR_APART = 0.7  # agreement below which one text is chosen against the other
RESCUED = 0.5  # expected F1 of a text that only the last resort found
VOTERS = ("trafilatura", "resiliparse")
VOTES_AROUND = (0, 1, 2, -1, -2)  # of the block, those before it and those behind


@dataclass(frozen=True)
class Body:
    """An article's text.

    Attributes:
        text: paragraphs with a blank line between, lines of one paragraph with a line break.
        path: which of the five gave it.
        confidence: the F1 to be expected, 0 to 1.
    """

    text: str
    path: str
    confidence: float


def article_body(page: PageHead, html: str) -> Body:
    """Reads the article of a page; its text is "" if there is none.

    Args:
        page: its head and its tree, which is not changed.
        html: the same unparsed.
    """
    plain = plain_article(page.tree, page_titles(page))
    if plain:
        return Body(joined(plain), "paragraphs", PLAIN)
    body = _from_blocks(page, html)
    if body.text:
        return body
    return Body(last_resort(page.tree, page.url), "rescue", RESCUED)


def _from_blocks(page: PageHead, html: str) -> Body:
    blocks = page.blocks.blocks
    if not blocks:
        return Body("", "blocks", 0.0)
    features = block_features(blocks, page.blocks.nodes, page_texts(page))
    chances = load_model("block_trees", feature_names()).predict(features)
    body = judged(blocks, features, chances, "blocks")
    if body.confidence >= SURE:
        return body
    written = [block.text for block in blocks]
    others = (fast_text(page.tree, page.url), resiliparse_text(html))
    columns = np.column_stack((features, *(vote_columns(written, text) for text in others)))
    chances = load_model("block_trees_votes", (*feature_names(), *vote_names())).predict(columns)
    return chosen(judged(blocks, features, chances, "blocks+votes"), *others)


def resiliparse_text(html: str) -> str:
    """The main content by resiliparse."""
    text: str = extract_plain_text(html, main_content=True, alt_texts=False)
    return text


def vote_names() -> tuple[str, ...]:
    """The columns of `vote_columns` for each of the VOTERS."""
    return tuple(f"vote_{voter}@{k}" for voter in VOTERS for k in VOTES_AROUND)


def vote_columns(blocks: list[str], text: str) -> Floats:
    """How much of each block, and of those around it, one extractor took."""
    share = votes(blocks, text)
    return np.column_stack([share if k == 0 else shifted(share, k, -1.0) for k in VOTES_AROUND])


def judged(blocks: list[Block], features: Floats, chances: Floats, path: str) -> Body:
    """The text that a model's chances for the blocks make."""
    is_title = features[:, feature_names().index("is_title")] > 0
    kept = (chances >= KEPT) & ~is_title
    return Body(joined(blocks, kept.tolist()), path, _expected_f1(blocks, chances, kept))


def _expected_f1(blocks: list[Block], chances: Floats, kept: NDArray[np.bool_]) -> float:
    size = np.array([len(block.text) for block in blocks], dtype=float)
    right = float((size * chances)[kept].sum())
    wrong = float((size * (1.0 - chances))[kept].sum())
    missed = float((size * chances)[~kept].sum())
    return 2 * right / max(2 * right + wrong + missed, 1.0)


def joined(blocks: list[Block], kept: list[bool] | None = None) -> str:
    """The text of blocks, all of them or those that are kept."""
    text, gap = "", True
    for block, keep in zip(blocks, kept or [True] * len(blocks), strict=True):
        if keep:
            text += ("\n\n" if block.hard or gap else "\n") + block.text if text else block.text
        gap = not keep
    return text


def chosen(body: Body, trafilatura_text: str, resiliparse_text: str) -> Body:
    """The body, or trafilatura's where the two are far apart and resiliparse agrees with that."""
    if not trafilatura_text or agreement(body.text, trafilatura_text) >= FAR_APART:
        return body
    ours = agreement(body.text, resiliparse_text)
    theirs = agreement(trafilatura_text, resiliparse_text)
    if theirs <= ours:
        return body
    return Body(trafilatura_text, "trafilatura", theirs)
