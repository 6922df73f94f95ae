"""Captions of pages, however they are marked."""

from __future__ import annotations

import pytest

from transforms.main_text import parse_page
from transforms.page_captions import captions

ALT = "Boats lie upside down on the quay"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<figure><img><figcaption>Boats</figcaption></figure>", ("Boats",)),
        ('<div><img></div><p class="photo-caption">Boats</p>', ("Boats",)),
        ('<span class="newsCaption">Boats <i class="captionCredit">Ann Lee</i></span>',
         ("Boats Ann Lee",)),
        (f'<img alt="{ALT}"><p>{ALT} (Photo: Bo Ek)</p>', (f"{ALT} (Photo: Bo Ek)",)),
        (f'<li><img alt="{ALT}"><a href="/x"><span>{ALT}</span></a></li>', ()),
        (f'<img alt="{ALT}"><p>Another paragraph of the article</p>', ()),
        (f'<div class="image-box"><img><p>{ALT}</p></div>', (ALT,)),
        (f'<div class="image-box"><img><h3>{ALT}</h3></div>', ()),
        ("<aside><figure><figcaption>Beside</figcaption></figure></aside>", ()),
    ],
)  # fmt: skip
def test_captions(html: str, found: tuple[str, ...]) -> None:
    tree = parse_page(f"<html><body>{html}</body></html>")
    assert tree is not None
    assert captions(tree) == found
