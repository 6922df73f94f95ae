"""Extraction through the real sandbox, on good pages and on pages made to break parsers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.article import Article, PublicationDate
from schemas.message import Message, Origin
from schemas.reject import Reject
from transforms.extract import MIN_MEMORY_MB, Extractor, extractor, read_page

ROOT = Path(__file__).parent.parent
URL = "https://www.dailyexample.com/2024/05/02/storm?utm_source=feed"
SENTENCE = "The storm reached the harbour at noon and tore {} boats from their moorings. "
PARAGRAPHS = tuple("".join(SENTENCE.format(10 * i + j) for j in range(4)).strip() for i in range(5))
PROSE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Storm hits the coast | Daily Example</title>
<meta property="og:title" content="Storm hits the coast">
<meta name="author" content="By Ann Lee"><meta property="og:site_name" content="Daily Example">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article>
<h1>Storm hits the coast</h1>
<figure><img src="a.jpg"><figcaption>Boats on the quay. Photo: Bo Ek</figcaption></figure>
{PROSE}</article><aside><figure><figcaption>Advertisement</figcaption></figure></aside>
<section class="comments" id="comments"><p>A reader says: nonsense, it was a breeze.</p></section>
<footer>© Daily Example</footer></body></html>"""


@pytest.fixture(scope="module")
def extract() -> Iterator[Extractor]:
    stage = extractor(timeout_s=10, memory_mb=1024)
    yield stage
    stage.close()


def html(content: str, url: str | None = URL) -> Article:
    return Article(Message(b"", Origin("page.html", 0), "html"), content, markup="html", url=url)


def article(outcome: Article | Reject) -> Article:
    assert isinstance(outcome, Article), outcome
    return outcome


def reason(outcome: Article | Reject) -> str:
    assert isinstance(outcome, Reject), outcome
    assert outcome.stage == "Extract"
    return outcome.reason


def test_a_page(extract: Extractor) -> None:
    found = article(extract(html(PAGE)))
    assert found.content.split("\n\n")[-5:] == list(PARAGRAPHS)
    assert "reader says" not in found.content
    assert "Photo" not in found.content
    assert found.captions == ("Boats on the quay. Photo: Bo Ek",)
    assert (found.markup, found.extraction) == ("text", "paragraphs")
    assert 0.9 < (found.extraction_confidence or 0) <= 1
    assert (found.title, found.authors) == ("Storm hits the coast", ("Ann Lee",))
    assert (found.site_name, found.language_hint) == ("Daily Example", "en")
    assert found.url == URL
    assert found.canonical_url == "https://www.dailyexample.com/2024/05/02/storm"
    assert found.published is not None
    assert (found.published.at, found.published.source) == (datetime(2024, 5, 2, tzinfo=UTC), "url")


def test_what_the_record_says_wins(extract: Extractor) -> None:
    own = PublicationDate(datetime(2024, 5, 1, tzinfo=UTC), "record", "day", 0.9)
    record = Article(
        html("").message,
        PAGE,
        markup="html",
        url=URL,
        title="Own title",
        authors=("By Cy Ng, Reuters",),
        published=own,
        captions=("Own caption",),
    )
    found = article(extract(record))
    assert (found.title, found.authors) == ("Own title", ("Cy Ng",))
    assert (found.published, found.captions) == (own, ("Own caption",))
    assert found.site_name == "Daily Example"


def test_page_dates_after_the_fetch_are_dropped(extract: Extractor) -> None:
    page = html(PAGE.replace("<head>", '<head><meta name="pubdate" content="2024-05-04">'))
    dates = [
        article(extract(replace(page, fetched_at=datetime(2024, 5, day, tzinfo=UTC)))).published
        for day in (5, 3, 1)
    ]
    assert [date.source if date else None for date in dates] == ["meta", "url", None]


def test_a_page_without_a_record_url_names_its_own(extract: Extractor) -> None:
    head = '<head><link rel="canonical" href="http://dailyexample.com/storm/">'
    found = article(extract(html(PAGE.replace("<head>", head), url=None)))
    assert found.url == "http://dailyexample.com/storm/"
    assert found.canonical_url == "https://dailyexample.com/storm"


def test_other_markup_only_gets_an_address_and_clean_authors(extract: Extractor) -> None:
    plain = Article(
        html("").message,
        "<b>5 < 7</b>",
        url=URL,
        authors=("By Ann Lee, AFP",),
        title=" Kept as is ",
    )
    found = article(extract(plain))
    assert (found.content, found.markup, found.extraction) == ("<b>5 < 7</b>", "text", None)
    assert (found.authors, found.title) == (("Ann Lee",), " Kept as is ")
    assert found.canonical_url == "https://www.dailyexample.com/2024/05/02/storm"


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>Short.</p>", "Short."),
        ("<p>One <b>b</b>old\n word.</p><p>Two<br>lines</p>", "One bold word.\n\nTwo\nlines"),
        ("One<br><br>Two<br/>\n<br/>Three", "One\n\nTwo\n\nThree"),
        ("<div><h2>Head</h2>Text<ul><li>a</li><li>b</li></ul></div>", "Head\n\nText\n\na\n\nb"),
        ("<p>Text</p><script>x()</script><style>p{}</style><!-- no -->", "Text"),
        ("5 &lt; 7 &amp; no tags", "5 < 7 & no tags"),
        ("<p>Smile \U0001f600 \x00\x0b</p>", "Smile \U0001f600"),
        ("<p>half \ud800 a pair</p>", "half ? a pair"),
        ("<p>unclosed <i>tags<p>here", "unclosed tags\n\nhere"),
    ],
)
def test_a_fragment_is_all_article(extract: Extractor, fragment: str, text: str) -> None:
    found = article(extract(html(fragment)))
    assert (found.content, found.extraction) == (text, "fragment")


def test_captions_of_a_fragment_stay_apart(extract: Extractor) -> None:
    found = article(extract(html("<p>Text</p><figure><figcaption>Cap</figcaption></figure>")))
    assert (found.content, found.captions) == ("Text", ("Cap",))


@pytest.mark.parametrize(
    ("inner", "caption"),
    [
        ("<span>The board (AfD)</span><span>Quelle: Bo Ek</span>", "The board (AfD) Quelle: Bo Ek"),
        ("<div>Ann Lee | The Agency</div><div>Boats on land</div>",
         "Ann Lee | The Agency Boats on land"),
        ("Boats <em>o</em>n <span>land</span>, again (<span>left</span>).",
         "Boats on land, again (left)."),
        ("By Ann Lee", ""),
        ("<b>Photo</b>: Bo Ek/Reuters", ""),
        ("(Reporting by Ann Lee; Editing by Bo Ek)", ""),
        ("May 2, 2024 10:15", ""),
    ],
)  # fmt: skip
def test_captions_are_spaced_and_say_something(
    extract: Extractor, inner: str, caption: str
) -> None:
    figure = f"<figure><img src=a.jpg><figcaption>{inner}</figcaption></figure>"
    page = f"<html><body><article><h1>Storm</h1>{figure}{PROSE}</article></body></html>"
    for content in (page, f"{PROSE}{figure}"):
        found = article(extract(html(content)))
        assert found.captions == ((caption,) if caption else ())
        assert found.content.split("\n\n")[-5:] == list(PARAGRAPHS)
        assert len(found.content.split("\n\n")) <= 6


HUGE_CELL = "<table><tr><td colspan=9007199254740991>x</td></tr></table>"
LINKS = "".join(
    f'<li><a href="/{i}">Council approves budget number {i}</a></li>' for i in range(50)
)


@pytest.mark.parametrize(
    "content",
    [
        "",
        " \n ",
        "<!-- nothing -->",
        "<p></p>",
        "<html></html>",
        "<html><head><title>Only a title</title></head><body></body></html>",
        f"<html><body><nav><ul>{LINKS}</ul></nav></body></html>",
        f"<html><body><div class='menu'><ul>{LINKS}</ul></div><h1>News</h1></body></html>",
        "<html><body><script>render()</script></body></html>",
    ],
)
def test_no_main_text(extract: Extractor, content: str) -> None:
    assert reason(extract(html(content))) == "no_main_text"


@pytest.mark.parametrize(
    "content",
    [
        f"<?xml version='1.0' encoding='ISO-8859-1'?>\n{PAGE}",
        PAGE.replace("<head>", "<head><meta charset='utf-16'>"),
        PAGE.replace("</p>", "").replace("</article>", "").replace("</body>", ""),
        PAGE.replace("<article>", f"<article>{HUGE_CELL}"),
        PAGE.replace("<article>", f"<article><div {' '.join(f'a{i}=1' for i in range(2000))}>"),
        PAGE.replace("<p>", "<p\x00 \x01>", 1),
        PAGE.replace('<html lang="en">', '<html lang="en"/>'),
        PAGE.replace("\n", "\r\n"),
    ],
)
def test_odd_pages_still_give_their_text(extract: Extractor, content: str) -> None:
    found = article(extract(html(content)))
    assert all(paragraph in found.content for paragraph in PARAGRAPHS)


def nested(tag: str, depth: int) -> str:
    return f"<html><body>{f'<{tag}>' * depth}{PROSE}{f'</{tag}>' * depth}</body></html>"


HOSTILE = (
    nested("div", 100_000),
    "<html><body><p " + " ".join(f"a{i}='{i:0100}'" for i in range(180_000)) + f">{PROSE}",  # 20 MB
    "<html><body>" + "<table><tr><td>" * 5_000 + PROSE,
    "<html><head><script type='application/ld+json'>" + "[" * 1_000_000 + "</script>" + PROSE,
    "<html><title>" + "x | " * 500_000 + "</title>" + PROSE,
)


def test_hostile_pages_end_and_the_next_one_works() -> None:
    hurried = extractor(timeout_s=0.5, memory_mb=1024)
    outcomes = [hurried(html(content)) for content in HOSTILE]
    reasons = {outcome.reason for outcome in outcomes if isinstance(outcome, Reject)}
    assert "extraction_timeout" in reasons
    assert reasons <= {
        "extraction_timeout",
        "extraction_memory",
        "extraction_failed",
        "no_main_text",
    }
    assert article(hurried(html(PAGE))).title == "Storm hits the coast"
    hurried.close()


def test_deep_nesting_short_of_madness_is_read(extract: Extractor) -> None:
    assert PARAGRAPHS[-1] in article(extract(html(nested("div", 1_000)))).content


def test_too_large() -> None:
    cramped = extractor(timeout_s=60, memory_mb=MIN_MEMORY_MB)
    assert article(cramped(html(PAGE))).content
    assert reason(cramped(html(f"<html><body>{PROSE * 10_000}"))) == "extraction_memory"
    assert article(cramped(html(PAGE))).content
    cramped.close()


def test_a_page_that_shows_nothing_may_still_carry_its_text(extract: Extractor) -> None:
    body = json.dumps({"@type": "NewsArticle", "headline": "Storm", "articleBody": PROSE})
    script = f'<script type="application/ld+json">{body}</script>'
    found = article(extract(html(f"<html><head>{script}</head><body></body></html>")))
    assert found.content.split() == " ".join(PARAGRAPHS).split()


def test_too_little_memory_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="at least"):
        extractor(10, 64)


def test_the_parent_loads_no_html_library() -> None:
    program = f"""
import sys
from schemas.article import Article
from schemas.message import Message, Origin
from transforms.extract import extractor
page = Article(Message(b"", Origin("", 0), "html"), {PAGE!r}, markup="html")
print(extractor(20, 512)(page).title, "lxml" in sys.modules)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "Storm hits the coast False\n", done.stderr


def test_the_same_page_gives_the_same_reading() -> None:
    first = read_page(PAGE, URL, None)
    assert first is not None
    assert all(read_page(PAGE, URL, None) == first for _ in range(3))


def test_page_beside_the_records_own_text_gives_metadata_only(extract: Extractor) -> None:
    own = replace(html("Own text."), markup="text", page=PAGE, title="Own title")
    found = article(extract(own))
    assert (found.content, found.markup, found.page) == ("Own text.", "text", "")
    assert (found.title, found.authors) == ("Own title", ("Ann Lee",))
    assert found.site_name == "Daily Example"
    assert found.extraction == "record+page"


def test_text_is_kept_where_its_page_is_broken(extract: Extractor) -> None:
    for page in ("\ud800 <p>half a pair</p>", "", "<div>" * 100_000):
        own = replace(html("Own text."), markup="text", page=page)
        assert article(extract(own)).content == "Own text."
