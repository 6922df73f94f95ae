"""Main text against other extractors: python benchmarks/extraction.py DATA.jsonl.gz...

Each line of the files is a JSON object with "url", "html" and "body". Prints, for each file,
precision, recall and F1 (the metric of scrapinghub/article-extraction-benchmark: shingles of four
words, every page weighs the same) and the CPU time per page, parsing included, as a ratio to
trafilatura's default in the same run. Extractors that are not installed are left out.
"""

from __future__ import annotations

import gzip
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from transforms.article_body import article_body
from transforms.extract import read_page
from transforms.main_text import parse_page
from transforms.page_head import read_head
from transforms.votes import shingles

Extractor = Callable[[str, str], str]
paths: Counter[str] = Counter()
cheap_seconds: list[float] = []


def ours(html: str, url: str) -> str:
    """The body alone, as the other extractors give it."""
    started = time.process_time()
    tree = parse_page(html)
    if tree is None:
        return ""
    body = article_body(read_head(tree, url), html)
    paths[body.path] += 1
    if body.path == "blocks":
        cheap_seconds.append(time.process_time() - started)
    return body.text


def whole(html: str, url: str) -> str:
    """Text and all metadata, as the pipeline reads them."""
    reading = read_page(html, url, None)
    return reading.text if reading else ""


def readability(html: str, url: str) -> str:
    """readability-lxml, its HTML as text."""
    import lxml.html
    from readability import Document

    return str(lxml.html.fromstring(Document(html, url=url).summary()).text_content())


def newspaper(html: str, url: str) -> str:
    """newspaper4k."""
    import newspaper as library

    article = library.Article(url)
    article.download(input_html=html)
    article.parse()
    return str(article.text)


def bare(html: str, url: str) -> str:
    """trafilatura with metadata."""
    document = trafilatura.bare_extraction(html, url=url, with_metadata=True)
    return getattr(document, "text", None) or ""


def extractors() -> dict[str, Extractor]:
    """Those that can run here, by name; the second is what CPU time is compared with."""
    found: dict[str, Extractor] = {
        "newsmill": ours,
        "trafilatura": lambda html, url: trafilatura.extract(html, url=url) or "",
        "trafilatura, no comments": lambda html, url: (
            trafilatura.extract(html, url=url, include_comments=False) or ""
        ),
        "trafilatura, fast": lambda html, url: (
            trafilatura.extract(html, url=url, include_comments=False, fast=True) or ""
        ),
        "resiliparse": lambda html, url: extract_plain_text(  # noqa: ARG005 - has no use for it
            html, main_content=True, alt_texts=False
        ),
        "newsmill + metadata": whole,
        "trafilatura + metadata": bare,
    }
    found |= {"readability": readability} if find_spec("readability") else {}
    return found | ({"newspaper4k": newspaper} if find_spec("newspaper") else {})


@dataclass
class Tally:
    """Sums over pages: shares of right, wrong and missed shingles; CPU seconds."""

    right: float = 0.0
    wrong: float = 0.0
    missed: float = 0.0
    spent: float = 0.0

    def add(self, page: dict[str, Any], extract: Extractor) -> None:
        """Runs one extractor on one page."""
        started = time.process_time()
        text = extract(page["html"], page["url"])
        self.spent += time.process_time() - started
        found, gold = shingles(text), shingles(page["body"])
        right = (found & gold).total()
        every = max(found.total() + gold.total() - right, 1)
        self.right += right / every
        self.wrong += (found.total() - right) / every
        self.missed += (gold.total() - right) / every

    def scores(self) -> str:
        """Precision, recall, F1."""
        precision = self.right / max(self.right + self.wrong, 1e-9)
        recall = self.right / max(self.right + self.missed, 1e-9)
        score = 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1e-9)
        return f"{precision:9.3f}  {recall:6.3f}  {score:6.4f}"


def main() -> None:
    """Prints the table of each file."""
    if not sys.argv[1:]:
        sys.exit("usage: python benchmarks/extraction.py DATA.jsonl.gz...")
    logging.disable(logging.CRITICAL)
    for name in sys.argv[1:]:
        with gzip.open(name) as lines:
            pages = [json.loads(line) for line in lines]
        paths.clear()
        cheap_seconds.clear()
        for extract in extractors().values():  # caches warm, libraries loaded
            extract(pages[0]["html"], pages[0]["url"])
        paths.clear()
        cheap_seconds.clear()
        rows = {label: Tally() for label in extractors()}
        for page in pages:  # page by page, so that a busy machine is as slow for everyone
            for label, extract in extractors().items():
                rows[label].add(page, extract)
        default = rows["trafilatura"].spent
        print(f"{Path(name).name}: {len(pages)} pages")
        print(f"{'':24} precision  recall      F1  ms/page  of trafilatura's")
        for label, row in rows.items():
            each = 1000 * row.spent / len(pages)
            print(f"{label:24} {row.scores()}  {each:7.1f}  {row.spent / default:6.2f}")
        print("paths of newsmill:", ", ".join(f"{path} {n}" for path, n in paths.most_common()))
        if cheap_seconds:
            mean = sum(cheap_seconds) / len(cheap_seconds)
            print(f"the path of blocks alone: {1000 * mean:.1f} ms/page")
        faster = rows["trafilatura + metadata"].spent / rows["newsmill + metadata"].spent
        print(f"pages per second with metadata: {faster:.2f} times trafilatura's\n")


if __name__ == "__main__":
    main()
