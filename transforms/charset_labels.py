"""Charset labels -> Python codecs, as the WHATWG Encoding Standard means them.

A label names the superset that pages really use: "iso-8859-1" is windows-1252, "gb2312" is
GB 18030. "windows-1252" stands for the standard's own table, see transforms.charset.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Codecs a label may choose, and which superset stands for it. A whitelist: Python has codecs
# ("zip", "idna", "unicode_escape") that no label may reach.
SUPERSETS = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "euc_jis_2004": "euc_jp",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
    "cp1252": "windows-1252",
}
ALLOWED = frozenset(
    (
        *("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "big5hkscs"),
        *("cp932", "euc_jp", "iso2022_jp", "cp949", "koi8-r", "koi8-u", "mac-roman", "cp866"),
        *("mac-cyrillic", "cp874", "cp1250", "cp1251", "windows-1252", "cp1253", "cp1254"),
        *("cp1255", "cp1256", "cp1257", "cp1258"),
        *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    )
)
# Labels of the standard that Python does not know.
LABELS = {
    "unicode-1-1-utf-8": "utf-8",
    "ucs-2": "utf-16-le",
    "unicode": "utf-16-le",
    "iso-8859-8-i": "iso8859-8",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "windows-1252",
    "x-sjis": "cp932",
    "windows-949": "cp949",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-x-big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "x-mac-cyrillic": "mac-cyrillic",
    "koi": "koi8-r",
}
LABEL = re.compile(r"[a-z0-9_.:()-]{2,40}")


@lru_cache(maxsize=256)
def codec_of(label: str | None) -> str | None:
    """The codec for a charset label, a key of ALLOWED; None for an unknown label."""
    name = (label or "").strip().strip("\"'").lower()
    if not LABEL.fullmatch(name):
        return None
    if name not in LABELS:
        try:
            name = codecs.lookup(name).name
        except LookupError:
            return None
    name = LABELS.get(name, name)
    name = SUPERSETS.get(name, name)
    return name if name in ALLOWED else None
