"""Bytes to text: byte order mark, UTF-8, what the container or the page says, then a detector.

The detector is chardet; on samples in 12
legacy charsets it named one that decodes to the very text more often than charset-normalizer.
"""

from __future__ import annotations

import codecs
import re

from transforms.charset_labels import codec_of

PREFIX = 4096  # bytes looked at for control characters, NUL patterns and a declaration
CONTROL_SHARE = 0.02  # more control characters than this (and a few) are not text
CONTROL_FEW = 3
UTF16_NUL_SHARE = 0.2  # of the pairs in the prefix; text in Latin script has nearly 1
DAMAGE_SHARE = 0.01  # of all characters: a declared charset is believed up to this
UTF8_GOOD_PER_BAD = 10  # sound multi-byte sequences for each broken one
DETECTOR_BYTES = 64 * 1024  # from shortly before the first byte that is not ASCII
DETECTOR_LEAD = 200

# All but tab, line feed, form feed, carriage return and escape (which ISO-2022-JP needs).
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\f\r\x1b")

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
FIRST_BYTES = tuple(mark for mark, _ in MARKS)

# What the detector may answer: charsets of the web; without them it guesses at Macintosh and DOS.
DETECTABLE = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("cp874", "koi8-r", "koi8-u", "iso8859-2", "iso8859-5", "iso8859-7"),
    *("cp932", "shift_jis", "euc-jp", "cp949", "gb18030", "big5hkscs"),
)

# windows-1252 as the standard has it: the five bytes without a character are C1 controls.
WINDOWS_1252 = "".join(
    bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in range(256)
)

META = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:()-]{2,40})", re.IGNORECASE)
XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:()-]{2,40})")
NOT_ASCII = re.compile(rb"[\x80-\xff]")


class UndecodableError(ValueError):
    """The bytes are not text in any plausible charset."""


def decode(payload: bytes, declared: str | None, html: bool) -> str:
    """The text of `payload`, newlines untouched, byte order mark removed.

    Args:
        payload: the bytes.
        declared: label of an HTTP header or another container, or None.
        html: whether a <meta charset> or an XML declaration in the bytes counts.

    Raises:
        UndecodableError: too many control characters, or a byte order mark that lies.
    """
    if payload.startswith(FIRST_BYTES):
        return marked(payload)
    prefix = payload[:PREFIX]
    if b"\0" in prefix and (text := unmarked(payload, codec_of(declared))) is not None:
        return text
    allowed = CONTROL_FEW + CONTROL_SHARE * len(prefix)
    if len(prefix) - len(prefix.translate(None, CONTROLS)) > allowed:
        raise UndecodableError("too many control characters")
    if (
        b"\x1b" in payload
        and b"\x1b$" in payload
        and (text := strict(payload, "iso2022_jp")) is not None
    ):
        return text
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.reason == "unexpected end of data"
    return legacy(payload, declared, html, cut)


def legacy(payload: bytes, declared: str | None, html: bool, cut: bool) -> str:
    """Text that is not sound UTF-8: damaged UTF-8, the declared charset, or a detected one."""
    if (text := damaged_utf8(payload, cut)) is not None:
        return text
    declarations = (codec_of(declared), codec_in(payload) if html else None)
    codecs_said = [codec for codec in declarations if codec is not None]
    for attempt in (strict, lenient):
        for codec in codecs_said:
            if (text := attempt(payload, codec)) is not None:
                return text
    return lenient(payload, detected(payload)) or windows_1252(payload)


def marked(payload: bytes) -> str:
    """Text behind a byte order mark; damage is tolerated, but not throughout."""
    for mark, codec in MARKS:
        if payload.startswith(mark):
            body = payload[len(mark) :]
            # FF FE 00 00 is UTF-32, or UTF-16 that begins with NUL.
            attempt = strict if codec.startswith("utf-32") else lenient
            if (text := attempt(body, codec)) is not None:
                return text
    raise UndecodableError("the bytes do not follow their byte order mark")


def unmarked(payload: bytes, declared: str | None) -> str | None:
    """UTF-16 or UTF-32 as declared, or UTF-16 told by NULs in one half of each pair; else None."""
    if declared is not None and declared.startswith(("utf-16", "utf-32")):
        return strict(payload, declared)
    prefix = payload[: min(PREFIX, len(payload) & ~1)]
    pairs = len(prefix) // 2
    high, low = prefix[0::2].count(0), prefix[1::2].count(0)
    more, fewer, codec = (low, high, "utf-16-le") if low > high else (high, low, "utf-16-be")
    if more < 2 or more < UTF16_NUL_SHARE * pairs or fewer > CONTROL_SHARE * pairs:
        return None
    return lenient(payload, codec)


def damaged_utf8(payload: bytes, cut: bool) -> str | None:
    """UTF-8 with U+FFFD for the broken places if sound sequences far outnumber them."""
    text = payload.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    if good >= UTF8_GOOD_PER_BAD * bad or (cut and bad == 1 and good >= 1):
        return text
    return None


def strict(payload: bytes, codec: str) -> str | None:
    """Decoded without a fault, or None."""
    if codec == "windows-1252":
        return windows_1252(payload)
    try:
        return payload.decode(codec)
    except UnicodeDecodeError:
        return None


def lenient(payload: bytes, codec: str) -> str | None:
    """Decoded with U+FFFD for a few faults, or None where they are more than a few."""
    if codec == "windows-1252":
        return windows_1252(payload)
    text = payload.decode(codec, "replace")
    return text if text.count("\ufffd") <= 1 + DAMAGE_SHARE * len(text) else None


def windows_1252(payload: bytes) -> str:
    """Decoded as windows-1252, which has a character for every byte."""
    return codecs.charmap_decode(payload, "strict", WINDOWS_1252)[0]


def codec_in(payload: bytes) -> str | None:
    """The codec that a page's own <meta> or XML declaration names."""
    prefix = payload[:PREFIX]
    found = META.search(prefix) or XML.search(prefix)
    codec = codec_of(found[1].decode("ascii", "replace")) if found else None
    # A declaration that can be read byte by byte does not stand in UTF-16.
    return "utf-8" if codec and codec.startswith(("utf-16", "utf-32")) else codec


def detected(payload: bytes) -> str:
    """The detector's best guess among DETECTABLE; windows-1252 where it has none."""
    import chardet  # here: its models cost a tenth of a second, and most inputs are UTF-8

    found = NOT_ASCII.search(payload)
    start = max(0, found.start() - DETECTOR_LEAD) if found else 0
    answer = chardet.detect(
        payload[start : start + DETECTOR_BYTES],
        include_encodings=DETECTABLE,
        prefer_superset=False,  # it takes cp1250 for a superset of ISO 8859-2, which it is not
        compat_names=False,
    )
    return codec_of(answer["encoding"]) or "windows-1252"
