"""Canonical URLs: what is merged, what stays apart, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.urls import canonical_url, source_domain


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.Example.COM/A/B/", "https://www.example.com/A/B"),
        ("https://example.com", "https://example.com/"),
        ("//Example.com/p?utm_source=a", "https://example.com/p"),
        ("//example.com", "https://example.com/"),
        ("//example.com?p=1", "https://example.com/?p=1"),
        ("www.example.co.uk/x/", "https://www.example.co.uk/x"),
        ("example.com:8080/x", "https://example.com:8080/x"),
        ("bücher.example/x", "https://xn--bcher-kva.example/x"),
        (" https://example.com:443/x#top ", "https://example.com/x"),
        ("http://example.com:80/x", "https://example.com/x"),
        ("http://example.com:8080/x", "https://example.com:8080/x"),
        ("https://user:secret@example.com/x", "https://example.com/x"),
        ("https://example.com./x", "https://example.com/x"),
        ("https://example.com/x?utm_source=a&UTM_Medium=b&fbclid=1&gclid=2", "https://example.com/x"),
        ("https://example.com/x?b=2&a=1&utm_x=3&a=0", "https://example.com/x?a=1&a=0&b=2"),
        ("https://example.com/?p=123", "https://example.com/?p=123"),
        ("https://example.com/x?17", "https://example.com/x?17"),
        ("https://example.com/x?eid=7&uid=8&keyword=9", "https://example.com/x?eid=7&keyword=9&uid=8"),
        ("https://example.com/%7euser/%e4%b8%ad", "https://example.com/~user/%E4%B8%AD"),
        ("https://example.com/中", "https://example.com/%E4%B8%AD"),
        ("https://example.com/100%-true", "https://example.com/100%25-true"),
        ("https://example.com/a/./b/../c", "https://example.com/a/c"),
        ("https://example.com/a;jsessionid=1F/b", "https://example.com/a/b"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://xn--bcher-kva.example/x", "https://xn--bcher-kva.example/x"),
        ("https://[2001:DB8::0:1]/x", "https://[2001:db8::1]/x"),
        ("https://example.com/2024/05/storm-hits-coast/amp/", "https://example.com/2024/05/storm-hits-coast"),
        ("https://example.com/storm.amp.html", "https://example.com/storm.html"),
        ("https://example.com/storm?outputType=amp&amp=1", "https://example.com/storm"),
    ],
)  # fmt: skip
def test_canonical(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/guitars/amp",  # a page about amplifiers
        "https://amp.example.com/x",
        "https://example.com/x?id=1",
        "https://example.com/index.html",
        "https://example.com/a//b",
    ],
)
def test_what_may_identify_a_page_stays(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "localhost/x",
        "page.html/x",
        "2024.05/x",
        "//2024/x",
        "///x",
        "//page.html",
        "a b.com/x",
        "/2024/x",
        "ftp://example.com/x",
        "mailto:a@example.com",
        "javascript:void(0)",
        "https://",
        "https:///x",
        "https://exa mple.com/",
        "https://example.com:port/",
        "https://[::1/",
        "https://-bad-.com/",
        "https://" + "a" * 300 + ".com/",
        "https://example.com/" + "a" * 5000,
        "https://..example.com/",
    ],
)
def test_refused(url: str) -> None:
    assert canonical_url(url) is None
    assert source_domain(url) is None


def test_source_domain() -> None:
    assert source_domain("http://www.Example.co.uk:8080/x") == "example.co.uk"
    assert source_domain("https://news.example.com") == "news.example.com"
    assert source_domain("https://[2001:db8::1]/x") == "2001:db8::1"


_PIECES = st.sampled_from(
    ["/", "//", ".", "..", "amp", "a-b-c", "2024", ".amp.html", "%", "%2F", "%2e", "%41", "%zz",
     "?", "&", "=", "a", "ü", "utm_a=1", "utm%5Fa=1",
     ";jsessionid=x", "#", "+", "é", "@", ":", "80"]
)  # fmt: skip
_URLS = st.one_of(
    st.text(),
    st.text().map("https://example.com/{}".format),
    st.text().map("http://{}/".format),
    st.text().map("//example.{}/x".format),
    st.text().map("{}.com/x".format),
    st.lists(_PIECES).map(lambda pieces: "http://example.com" + "".join(pieces)),
)


@given(_URLS)
def test_idempotent_and_never_raises(url: str) -> None:
    once = canonical_url(url)
    assert once is None or canonical_url(once) == once
    assert (source_domain(url) is None) == (once is None)
