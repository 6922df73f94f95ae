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
from collections.abc import Callable
from dataclasses import dataclass, field
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
paths: list[str] = []


def ours(html: str, url: str) -> str:
    """The body alone, as the other extractors give it."""
    tree = parse_page(html)
    if tree is None:
        paths.append("none")
        return ""
    body = article_body(read_head(tree, url), html)
    paths.append(body.path)
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
    """Sums over pages: shares of right, wrong and missed shingles; CPU seconds of each page."""

    right: float = 0.0
    wrong: float = 0.0
    missed: float = 0.0
    seconds: list[float] = field(default_factory=list)

    @property
    def spent(self) -> float:
        """CPU seconds of all pages."""
        return sum(self.seconds)

    def add(self, page: dict[str, Any], extract: Extractor) -> None:
        """Runs one extractor on one page."""
        started = time.process_time()
        text = extract(page["html"], page["url"])
        self.seconds.append(time.process_time() - started)
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


def print_paths(ours_seconds: list[float], default_seconds: list[float]) -> None:
    """How many pages each path of newsmill answered, and what that cost."""
    for path in sorted(set(paths)):
        pages = [at for at, taken in enumerate(paths) if taken == path]
        spent = sum(ours_seconds[at] for at in pages)
        share = spent / sum(default_seconds[at] for at in pages)
        print(f"  {path:22} {len(pages):4} pages  {1000 * spent / len(pages):6.1f}  {share:6.2f}")


def main() -> None:
    """Prints the table of each file."""
    if not sys.argv[1:]:
        sys.exit("usage: python benchmarks/extraction.py DATA.jsonl.gz...")
    logging.disable(logging.CRITICAL)
    for name in sys.argv[1:]:
        with gzip.open(name) as lines:
            pages = [json.loads(line) for line in lines]
        for extract in extractors().values():  # caches warm, libraries loaded
            extract(pages[0]["html"], pages[0]["url"])
        paths.clear()
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
        print_paths(rows["newsmill"].seconds, rows["trafilatura"].seconds)
        faster = rows["trafilatura + metadata"].spent / rows["newsmill + metadata"].spent
        print(f"pages per second with metadata: {faster:.2f} times trafilatura's\n")


if __name__ == "__main__":
    main()
