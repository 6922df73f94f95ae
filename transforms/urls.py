"""One spelling per page address, so that two copies of an article can be told to be one.

RFC 3986's safe normalisations, and a list of query parameters that say how a reader came to the
page and not which page it is. Libraries were weighed: courlan drops parameters by substring
("eid", "uid", "keyword"), which merges different articles; w3lib keeps all of them.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, unquote, urlsplit

MAX_URL_CHARS = 4096
MAX_HOST_CHARS = 253  # RFC 1035, without the root's dot

_TRACKING_PREFIX = re.compile(
    r"(?:utm|mc|mtm|pk|piwik|matomo|hsa|itm|at|ns|vero|oly_enc|oly_anon|guce|trk|cx|stm|wt)_|__twitter"
)
_TRACKING = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh "
    "li_fat_id mkt_tok _ga _gl _hsenc _hsmi _openstat wickedid rb_clickid s_cid s_kwcid cmpid cmp "
    "ncid ocid icid xtor ref ref_src ref_url referer referrer smid smtyp spm scid sr_share share "
    "guccounter fb_action_ids fb_action_types fb_source mibextid campaign_id guce_referrer "
    "soc_src soc_trk amp amp_js_v amp_gsa usqp feature_id"
)
_TRACKING_NAMES = frozenset(_TRACKING.split())
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")
# An address without its scheme: "//host.tld/x" or "host.tld/x", but not the file "page.html/x".
_BARE = re.compile(
    r"(?P<mark>//)?(?:[\w-]+\.)+(?!(?:html?|php|aspx?|jsp)\b)[^\W\d_]{2,}(?::\d{1,5})?"
    r"(?:/|(?(mark)(?:[?#]|$)|(?!)))",
    re.IGNORECASE,
)
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)
_ARTICLE_SLUG = re.compile(r"\d|-.*-|\.\w+$")  # the segment names an article, so "/amp" is a view
_PATH_SAFE = "/:@!$&'()*+,;=-._~%"
_QUERY_SAFE = _PATH_SAFE + "?"
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})?")


# An address that is its own canonical form and says so at a look: no port, query, escape, dot
# segment, trailing slash or AMP suffix.
_CANONICAL = re.compile(
    r"https://(?P<host>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)"
    r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+(?<!/amp)(?<!\.amp\.html)"
)


def canonical_url(url: str) -> str | None:
    """The address without what does not identify the page; None unless it is http(s) with a host.

    One without a scheme counts where it begins with a domain name.

    Scheme https, host lower case in its ASCII form, no credentials, default port, fragment,
    tracking parameters, trailing slash or AMP suffix; the rest of the query sorted by name.
    """
    if len(url) <= MAX_HOST_CHARS and _CANONICAL.fullmatch(url):
        return url
    url = url.strip()
    if len(url) > MAX_URL_CHARS or _UNSAFE.search(url):
        return None
    if bare := _BARE.match(url):
        url = f"https:{url}" if bare["mark"] else f"https://{url}"
    try:
        parts = urlsplit(url)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:  # a broken port, bracket or internationalised name
        return None
    if parts.scheme not in ("http", "https") or host is None:
        return None
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    query = _query(parts.query)
    return f"https://{place}{_path(parts.path)}" + (f"?{query}" if query else "")


def source_domain(url: str) -> str | None:
    """The host without "www."; None where `canonical_url` gives None."""
    canonical = canonical_url(url)
    known = _CANONICAL.fullmatch(canonical) if canonical else None
    if known:
        return known["host"].removeprefix("www.")
    host = urlsplit(canonical).hostname if canonical else None
    return host.removeprefix("www.") if host else None


def _host(name: str) -> str | None:
    """Lower-case ASCII form of a host name or address; None if it is neither."""
    if ":" in name:
        return f"[{ipaddress.IPv6Address(name).compressed}]"
    if not name.isascii():
        name = name.encode("idna").decode("ascii")
    name = name.lower().removesuffix(".")
    return name if len(name) <= MAX_HOST_CHARS and _HOST.fullmatch(name) else None


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in _SESSION.sub("", _escapes(path, _PATH_SAFE)).split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    while segments and (not segments[-1] or _is_amp(segments)):
        segments.pop()
    if segments and segments[-1].endswith(".amp.html"):
        segments[-1] = re.sub(r"(?:\.amp)+\.html$", ".html", segments[-1])
    return "/" + "/".join(segments)


def _is_amp(segments: list[str]) -> bool:
    return segments[-1] == "amp" and len(segments) > 1 and bool(_ARTICLE_SLUG.search(segments[-2]))


def _query(query: str) -> str:
    pairs = [pair for pair in _escapes(query, _QUERY_SAFE).split("&") if pair]
    kept = [pair for pair in pairs if not _is_tracking(pair)]
    return "&".join(sorted(kept, key=lambda pair: pair.partition("=")[0]))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).lower()
    if name in _TRACKING_NAMES or _TRACKING_PREFIX.match(name):
        return True
    return name == "outputtype" and value.lower() == "amp"


def _escapes(text: str, safe: str) -> str:
    """Percent escapes in one form: needless ones decoded, upper case, what needs it escaped."""
    return quote(_ESCAPE.sub(_one_escape, text), safe=safe)


def _one_escape(found: re.Match[str]) -> str:
    if found[1] is None:
        return "%25"  # a bare percent sign
    byte = int(found[1], 16)
    return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"
