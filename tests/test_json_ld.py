"""JSON-LD as pages really write it."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.json_ld import Node, article_node, first_text, names, page_nodes, types, values

ARTICLE = {"@type": "NewsArticle", "headline": "Storm", "author": {"name": "Ann Lee"}}
TEXT = json.dumps(ARTICLE)


def article(blocks: list[str], url: str | None = None) -> Node:
    return article_node(page_nodes(blocks), url)


@pytest.mark.parametrize(
    "block",
    [
        TEXT,
        f"<!-- {TEXT} -->",
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"/*<![CDATA[*/{TEXT}/*]]>*/",
        html.escape(TEXT),
        html.escape(html.escape(TEXT)),
        TEXT.replace("}}", ",},}"),
        f"{TEXT};",
        f'{{"@type": "WebSite"}}\n{TEXT}',
        f"{TEXT} and then some rubbish {{",
        f"[[{TEXT}]]",
        f'{{"@graph": [{{"@type": "WebPage"}}, {TEXT}]}}',
        f'{{"@type": "WebPage", "mainEntity": {TEXT}}}',
        TEXT.replace("NewsArticle", "http://schema.org/NewsArticle"),
        TEXT.replace('"NewsArticle"', '["Thing", "ReportageNewsArticle"]'),
    ],
)
def test_found_however_it_is_wrapped(block: str) -> None:
    node = article([block])
    assert (node["headline"], node["author"]) == ("Storm", {"name": "Ann Lee"})


def test_raw_line_breaks_inside_strings() -> None:
    assert article(['{"@type": "Article", "headline": "Storm\nhits"}'])["headline"] == "Storm\nhits"


@pytest.mark.parametrize(
    "block", ["", "{", "null", "17", '"text"', "[" * 100_000, '{"@type": "WebSite"}', "<html>"]
)
def test_nothing_to_find(block: str) -> None:
    assert article([block]) == {}


def test_the_article_of_this_address_wins() -> None:
    other = {"@type": "NewsArticle", "headline": "Other", "url": "https://example.com/other"}
    this = {**ARTICLE, "mainEntityOfPage": {"@id": "http://example.com/this?utm_source=x"}}
    blocks = [json.dumps(other), json.dumps(this)]
    assert article(blocks, "https://example.com/this")["headline"] == "Storm"
    assert article(blocks)["headline"] == "Other"


def test_nodes_of_one_article_complete_each_other() -> None:
    more = {"@type": "Article", "headline": "Storm", "datePublished": "2020-09-13", "author": "X"}
    node = article([TEXT, json.dumps(more)])
    assert (node["datePublished"], node["author"]) == ("2020-09-13", {"name": "Ann Lee"})


def test_references_are_followed() -> None:
    graph = [
        {"@type": "Article", "headline": "Storm", "author": [{"@id": "#ann"}, {"@id": "#none"}]},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
    ]
    node = article([json.dumps({"@graph": graph})])
    assert names(node["author"], lambda _: True) == ["Ann Lee"]


def test_a_page_node_serves_where_there_is_no_article() -> None:
    block = '{"@type": "WebPage", "datePublished": "2020-09-13"}'
    assert article([block])["datePublished"] == "2020-09-13"


def test_deep_nesting_is_cut_off() -> None:
    deep = "[" * 400 + '"Storm"' + "]" * 400
    node = article([f'{{"@type": "Article", "headline": {deep}, "author": {deep}}}'] * 2)
    assert first_text(node["headline"]) is None
    assert names(node["author"], lambda _: True) == []


def test_names_of_any_shape() -> None:
    value = ["Ann Lee", {"name": ["Bo Ek"]}, [{"@type": "Organization", "name": "Desk"}], 7, " "]
    assert names(value, lambda node: "Organization" not in types(node)) == ["Ann Lee", "Bo Ek"]
    assert first_text([{"url": [" a "]}, "b"], "url") == "a"


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.sampled_from(["Article", "#a", "x"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@id", "@graph", "headline", "author", "name", "datePublished"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(st.lists(_JSON.map(json.dumps) | st.text(), max_size=3))
def test_never_raises(blocks: list[str]) -> None:
    node = article(blocks, "https://example.com/")
    names(node.get("author"), lambda _: True)
    first_text(node.get("headline"))


@given(_JSON)
def test_intact_json_is_read_as_it_is(value: Any) -> None:
    assert json.dumps(list(values(json.dumps(value)))) == json.dumps([value])
