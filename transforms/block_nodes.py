"""What stands around a block: for each node of a page, numbers on it and on the nodes above it."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

from transforms.blocks import Node
from transforms.element_kinds import BIT, NOT_ARTICLE

CLUSTER_SHARE = 0.7  # of a node's good text that one child must hold for the search to go on there
FAR = 12.0  # levels; the distance to what is not above a node
LEVELS = 4  # above a block, looked at for repeated templates
NODE_FEATURES = [
    "to_readable",
    "readable_at",
    "to_cluster",
    "template_levels",
    "template_anywhere",
    "body_at",
    "good_0",
    "good_1",
    "good_2",
    "good_3",
    "linked_1",
    "linked_2",
    "linked_3",
    "in_largest",
    "not_article_between",
]

Floats = NDArray[np.float64]

_NOT_TEMPLATES = frozenset(("p", "li", "h2", "h3", "body", "tr", "td", "span"))


def node_features(nodes: list[Node], place: NDArray[np.intp], good: Floats, text: Floats) -> Floats:
    """One row of NODE_FEATURES for each node.

    Args:
        nodes: in page order; a parent comes before its children.
        place: the node of each block.
        good: words of each block if it reads like an article's paragraph, else 0.
        text: characters and linked characters of each block, two columns.
    """
    parent = np.array([max(node.parent, 0) for node in nodes])
    mass = _masses(nodes, place, good, text)
    readable = int(np.argmax(_readability(nodes, place, good)))
    on_readable, on_cluster = _chain(nodes, readable), _chain(nodes, _cluster(nodes, mass[:, 0]))
    to_readable, met = _distance(nodes, on_readable)
    levels, anywhere = _templates(nodes, parent)
    total = max(mass[0, 0], 1.0)
    goods = [mass[:, 0] / total]
    links = [mass[:, 2] / np.maximum(mass[:, 1], 1.0)]
    for _ in range(3):
        goods.append(goods[-1][parent])
        links.append(links[-1][parent])
    return np.column_stack(
        (
            to_readable,
            met,
            _distance(nodes, on_cluster)[0],
            levels,
            anywhere,
            _distance_to_body(nodes),
            *goods,
            *links[1:],
            _in_largest(nodes, mass[:, 0]),
            _between(nodes, on_readable),
        )
    )


def _masses(nodes: list[Node], place: NDArray[np.intp], good: Floats, text: Floats) -> Floats:
    """Good words, characters and linked characters below each node."""
    mass = np.zeros((len(nodes), 3))
    np.add.at(mass, place, np.column_stack((good, text)))
    rows = mass.tolist()
    for index in range(len(nodes) - 1, 0, -1):
        above, row = rows[nodes[index].parent], rows[index]
        above[0] += row[0]
        above[1] += row[1]
        above[2] += row[2]
    return np.array(rows)


def _readability(nodes: list[Node], place: NDArray[np.intp], good: Floats) -> Floats:
    """Arc90's idea: a paragraph speaks for its parent, half as much for its grandparent."""
    score = np.zeros(len(nodes))
    parent = np.array([max(node.parent, 0) for node in nodes])
    np.add.at(score, place, 0.9 * good)
    above = parent[place]
    np.add.at(score, above, np.where(place > 0, good, 0.0))
    np.add.at(score, parent[above], np.where(above > 0, 0.5 * good, 0.0))
    return score


def _cluster(nodes: list[Node], good: Floats) -> int:
    """The deepest node that still holds most of the good text of every node above it."""
    children = defaultdict(list)
    for index in range(1, len(nodes)):
        if good[index]:
            children[nodes[index].parent].append(index)
    node = 0
    while children[node]:
        best = max(children[node], key=good.__getitem__)
        if good[best] < CLUSTER_SHARE * good[node]:
            break
        node = best
    return node


def _chain(nodes: list[Node], node: int) -> dict[int, int]:
    """The node and those above it, each with the levels between."""
    levels: dict[int, int] = {}
    while node >= 0:
        levels[node] = len(levels)
        node = nodes[node].parent
    return levels


def _distance(nodes: list[Node], chain: dict[int, int]) -> tuple[list[float], list[float]]:
    """Levels from each node up to where it meets the chain, and from there down the chain."""
    up, down = [0.0] * len(nodes), [0.0] * len(nodes)
    for index, node in enumerate(nodes):
        if index in chain:
            down[index] = float(chain[index])
        else:
            up[index], down[index] = up[node.parent] + 1.0, down[node.parent]
    return up, down


def _distance_to_body(nodes: list[Node]) -> list[float]:
    levels: list[float] = []
    for node in nodes:
        above = levels[node.parent] + 1.0 if node.parent >= 0 else FAR
        levels.append(0.0 if node.own & BIT["body"] else min(above, FAR))
    return levels


def _templates(nodes: list[Node], parent: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """How often the most repeated element just above stands among its siblings; on the page."""
    siblings = Counter((node.parent, node.signature) for node in nodes)
    page = Counter(node.signature for node in nodes)
    near = np.array(
        [
            1.0 if node.tag in _NOT_TEMPLATES else siblings[node.parent, node.signature]
            for node in nodes
        ]
    )
    far = np.array([1.0 if node.tag == "p" else page[node.signature] for node in nodes])
    most_near, most_far, above = np.ones(len(nodes)), np.ones(len(nodes)), parent
    for _ in range(LEVELS):
        most_near = np.maximum(most_near, near[above])
        most_far = np.maximum(most_far, far[above])
        above = parent[above]
    return most_near, most_far


def _in_largest(nodes: list[Node], good: Floats) -> list[float]:
    """1 inside the `article` element with the most good text, 0 outside, -1 if there is none."""
    articles = [index for index, node in enumerate(nodes) if node.tag == "article"]
    if not articles:
        return [-1.0] * len(nodes)
    largest = max(articles, key=good.__getitem__)
    inside: list[float] = []
    for index, node in enumerate(nodes):
        inside.append(float(index == largest or (node.parent >= 0 and inside[node.parent] == 1.0)))
    return inside


def _between(nodes: list[Node], chain: dict[int, int]) -> list[float]:
    """How many kinds of what is no article stand between a node and the chain."""
    kinds: list[int] = []
    for index, node in enumerate(nodes):
        kinds.append(0 if index in chain else kinds[node.parent] | node.own)
    return [float((kind & NOT_ARTICLE).bit_count()) for kind in kinds]
