"""Pages cut into blocks."""

from __future__ import annotations

import pytest

from transforms.block_features import block_features, feature_names
from transforms.blocks import Block
from transforms.main_text import parse_page
from transforms.page_blocks import Segmenter
from transforms.page_texts import PageTexts


def segmented(html: str) -> Segmenter:
    tree = parse_page(f"<html><body>{html}</body></html>")
    assert tree is not None
    return Segmenter(tree)


def blocks(html: str) -> list[Block]:
    return segmented(html).blocks


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>One <b>b</b>old\n word.</p><p>Two</p>", ["One bold word.", "Two"]),
        ("<div>before<p>in</p>behind</div>", ["before", "in", "behind"]),
        ("<p>text</p><script>x()</script><style>p{}</style><nav>menu</nav>", ["text"]),
        ("one<br>two<br><br>three", ["one", "two", "three"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<p> \n </p><div></div>", []),
        ("<table><tr><td>a<td>b</table>", ["a", "b"]),
        ("text<button>press</button> goes on", ["text goes on"]),
    ],
)
def test_blocks(html: str, texts: list[str]) -> None:
    assert [block.text for block in blocks(html)] == texts


def test_one_break_is_soft_and_two_are_a_paragraph() -> None:
    assert [block.hard for block in blocks("<p>a<br>b<br><br>c<br>d</p><p>e</p>")] == [
        *(True, False),
        *(True, False),
        True,
    ]


@pytest.mark.parametrize(
    "card",
    [
        '<span class="hovercard">Who she is</span>',
        '<span style="display: none">Who she is</span>',
        '<span aria-hidden="true">Who she is</span>',
        "<span><a>The very first of her stories</a> <a>and then another one</a></span>",
    ],
)
def test_a_card_inside_a_sentence_is_a_block_of_its_own(card: str) -> None:
    found = blocks(f"<p>The minister {card}has left.</p>")
    assert {block.text: block.floating for block in found if not block.floating} == {
        "The minister has left.": False
    }
    assert len(found) == 2


def test_links_and_bold_are_counted() -> None:
    (block,) = blocks('<p>See <a href="/"><b>here</b></a> and <b>there</b></p>')
    assert (block.linked, block.strong) == (4, 9)


def test_one_template_has_one_signature() -> None:
    found = segmented('<div class="card c1"><p>a</p></div><div class="card c2"><p>b</p></div>')
    first, second = (found.nodes[block.node].signature for block in found.blocks)
    assert first == second


def test_deep_nesting_stays_small() -> None:
    found = segmented("<div class='abcdefgh'>" * 1500 + "text")
    assert [block.text for block in found.blocks] == ["text"]


def test_every_block_has_every_feature() -> None:
    found = segmented("<h1>Title</h1><p>One sentence.</p><ul><li>a</li></ul>")
    table = block_features(found.blocks, found.nodes, PageTexts(("title",)))
    assert table.shape == (3, len(feature_names()))
    assert table[:, feature_names().index("is_title")].tolist() == [1, 0, 0]
    assert table[:, feature_names().index("tag_li")].tolist() == [0, 0, 1]
