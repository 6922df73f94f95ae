"""Features of a page's blocks for the block model: text, elements, templates, neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from transforms.block_nodes import NODE_FEATURES, Floats, node_features
from transforms.block_text import TEXT_FEATURES, log_size, text_features
from transforms.blocks import Block, Node
from transforms.element_kinds import BIT, KINDS
from transforms.page_blocks import ARTICLE_BODY, FLAG, HIDDEN
from transforms.page_texts import SAID_FEATURES, PageTexts, said_features

GOOD_WORDS = 12  # of a block that reads like an article's paragraph
UNENDED_WORDS = 25  # the same without a full stop ...
UNENDED_SHARE = 0.3  # ... which counts this much
MAX_GOOD_WORDS = 150
FAR_BLOCKS = 30
ABOUT_REACH = 10  # blocks behind "About the company" that may belong to it
NEIGHBOURS = (1, 2, 3, -1, -2, -3)  # blocks before (positive) and behind

_TAGS = ["p", "li", "div", "span", "td", "blockquote", "figcaption", "h1", "h2", "h3"]
_INSIDE = (*[t for t in FLAG if t not in ("h1", "h2", "h3", "p", "li")],)
_NEIGHBOUR_VALUES = ("size", "link", "ends", "to_readable")


def feature_names() -> tuple[str, ...]:
    """The columns of `block_features`."""
    return (
        *TEXT_FEATURES,
        *("link", "strong", "hard", "floating", "rules"),
        *NODE_FEATURES,
        *("group", "group_size", "group_link", "group_ends", "group_good"),
        *(f"tag_{tag}" for tag in _TAGS),
        *(f"in_{tag}" for tag in _INSIDE),
        *("in_article_body", "hidden"),
        *(f"kind_{kind}" for kind in KINDS),
        *SAID_FEATURES,
        *("twins", "twin_before", "good_before", "good_after", "since_title", "since_last_title"),
        *("since_good", "until_good", "since_about", "position", "later_h1"),
        *(f"{name}@{k}" for name in _NEIGHBOUR_VALUES for k in NEIGHBOURS),
        *(f"{name}@{k}" for name in ("same_parent", "same_template") for k in NEIGHBOURS),
        *(f"{name}_{side}" for name in ("good", "link") for side in ("b3", "a3", "b8", "a8")),
    )


def block_features(blocks: list[Block], nodes: list[Node], texts: PageTexts) -> Floats:
    """One row for each block, one column for each of `feature_names`."""
    own = np.array([text_features(block.text) for block in blocks])
    words, ends = own[:, 0].copy(), own[:, 1]
    own[:, 0] = [log_size(size) for size in words]
    chars = np.array([len(block.text) for block in blocks], dtype=float)
    link = np.minimum([block.linked for block in blocks] / chars, 1.0)
    good = _good(words, ends, link)
    place = np.array([block.node for block in blocks])
    around = node_features(nodes, place, good, np.column_stack((chars, link * chars)))[place]
    template = np.array([nodes[index].signature for index in place])
    parent = np.array([nodes[index].parent for index in place])
    said = said_features([block.text for block in blocks], texts)
    near = {"size": own[:, 0], "link": link, "ends": ends, "to_readable": around[:, 0]}
    return np.column_stack(
        (
            own,
            _inline(blocks, chars, link, good),
            around,
            _groups(template, words, link, ends, chars, good),
            _elements(blocks, nodes),
            said,
            _position(blocks, said[:, :2], good, own[:, TEXT_FEATURES.index("about")]),
            _later_headings([nodes[index].tag == "h1" for index in place], said[:, 0], good),
            *(shifted(near[name], k, -1.0) for name in _NEIGHBOUR_VALUES for k in NEIGHBOURS),
            *(_same(values, k) for values in (parent, template) for k in NEIGHBOURS),
            *(
                _window(values, size, behind)
                for values in (np.minimum(good, 60.0), link)
                for size in (3, 8)
                for behind in (False, True)
            ),
        )
    )


def _good(words: Floats, ends: Floats, link: Floats) -> Floats:
    """Words of each block as far as it reads like a paragraph of an article."""
    counted = np.minimum(words, MAX_GOOD_WORDS)
    ended = (words >= GOOD_WORDS) & (ends > 0) & (link < 0.5)
    unended = (words >= UNENDED_WORDS) & (ends == 0) & (link < 0.3)
    result: Floats = counted * (ended + UNENDED_SHARE * unended)
    return result


def _inline(blocks: list[Block], chars: Floats, link: Floats, good: Floats) -> Floats:
    rules = np.array([block.rules for block in blocks], dtype=float)
    first = int(np.argmax(good > 0))
    return np.column_stack(
        (
            link,
            np.minimum([block.strong for block in blocks] / chars, 1.0),
            [block.hard for block in blocks],
            [block.floating for block in blocks],
            np.clip(rules - rules[first], -1, 5),
        )
    )


def _groups(
    template: NDArray[np.intp],
    words: Floats,
    link: Floats,
    ends: Floats,
    chars: Floats,
    good: Floats,
) -> Floats:
    """The blocks of one template together: how many, how long, how linked, how article-like."""
    _, group = np.unique(template, return_inverse=True)
    count = np.bincount(group)
    size = np.bincount(group, chars)
    columns = (
        count,
        np.log2(1.0 + np.bincount(group, words) / count),
        np.bincount(group, link * chars) / size,
        np.bincount(group, ends * chars) / size,
        np.bincount(group, good) / max(good.sum(), 1.0),
    )
    table: Floats = np.column_stack(columns)[group]
    return table


def _elements(blocks: list[Block], nodes: list[Node]) -> Floats:
    """Tag of the node, tags around it, and kinds: 3 for its own, 2 for the parent's, 1 above."""
    above: list[int] = []
    for node in nodes:
        above.append(above[node.parent] | node.own if node.parent >= 0 else 0)
    bits = np.array(list(BIT.values()))
    flags = np.array([*(FLAG[tag] for tag in _INSIDE), ARTICLE_BODY, HIDDEN])
    found = [nodes[block.node] for block in blocks]
    ups = [node.parent for node in found]
    tops = [nodes[up].parent if up >= 0 else -1 for up in ups]
    own = np.array([n.own | b.inline for n, b in zip(found, blocks, strict=True)])[:, None] & bits
    parents = np.array([nodes[up].own if up >= 0 else 0 for up in ups])[:, None] & bits
    higher = np.array([above[top] if top >= 0 else 0 for top in tops])[:, None] & bits
    kinds = np.where(own > 0, 3.0, np.where(parents > 0, 2.0, (higher > 0).astype(float)))
    tags = [[node.tag == tag for tag in _TAGS] for node in found]
    inside = (np.array([node.flags for node in found])[:, None] & flags) > 0
    return np.column_stack((np.array(tags, dtype=float), inside, kinds))


def _position(blocks: list[Block], titled: Floats, good: Floats, about: Floats) -> Floats:
    count = len(blocks)
    index = np.arange(count)
    total = max(good.sum(), 1.0)
    before = np.cumsum(good) - good
    titles = np.flatnonzero(titled[:, 0])
    ends = (titles[0], titles[-1]) if len(titles) else (index[-1] + 99, index[-1] + 99)
    texts = [block.text for block in blocks]
    times: dict[str, int] = {}
    earlier = []
    for text in texts:
        earlier.append(float(text in times))
        times[text] = times.get(text, 0) + 1
    return np.column_stack(
        (
            [float(min(times[text], 4)) for text in texts],
            earlier,
            before / total,
            (total - before - good) / total,
            *(np.clip(index - end, -FAR_BLOCKS, 2 * FAR_BLOCKS) for end in ends),
            _since(good > 0, FAR_BLOCKS),
            _since(good[::-1] > 0, FAR_BLOCKS)[::-1],
            _since((about > 0) & (before > 0), ABOUT_REACH),
            index / count,
        )
    )


def _later_headings(first_level: list[bool], is_title: Floats, good: Floats) -> Floats:
    """Main headings other than the title since the first paragraph: of following articles."""
    begun = np.cumsum(good) > 0
    later: Floats = np.cumsum(np.array(first_level) & (is_title == 0) & begun).astype(float)
    return np.minimum(later, 3.0)


def _since(marked: NDArray[np.bool_], most: int) -> Floats:
    """Blocks since the last marked one before."""
    since, distance = [], float(most)
    for mark in marked.tolist():
        distance = min(distance + 1.0, float(most))
        since.append(distance)
        if mark:
            distance = 0.0
    return np.array(since)


def shifted(values: Floats, k: int, fill: float) -> Floats:
    """The values of the blocks k places before."""
    moved = np.full(len(values), fill)
    if 0 < k < len(values):
        moved[k:] = values[:-k]
    elif 0 < -k < len(values):
        moved[:k] = values[-k:]
    return moved


def _same(values: NDArray[np.intp], k: int) -> Floats:
    same: Floats = (shifted(values.astype(float), k, -5.0) == values).astype(float)
    return same


def _window(values: Floats, size: int, behind: bool) -> Floats:
    """Mean of the `size` values before or behind each place."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    index = np.arange(len(values))
    if behind:
        window = sums[np.minimum(len(values), index + 1 + size)] - sums[index + 1]
    else:
        window = sums[index] - sums[np.maximum(0, index - size)]
    result: Floats = window / size
    return result
