"""Normalises the addresses of articles.

`original` is the form to request: as a browser would, without tracking parameters, and with links to caches and click
counters resolved. `canonical` identifies an article for good: its id is a hash of it. `key` is for comparison: AMP and
mobile variants equal their article. The patterns to remove are rows of seeds/addresses.csv.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import sha256
from itertools import product
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

import courlan
from tld import get_fld

from transforms.printable import STEERING
from transforms.seeds import rows

LONGEST = 2048
"""Maximum characters of an article's address."""

_RESERVED = re.compile(r"%(23|25|2F|3F)", re.IGNORECASE)
"""Encoded characters that would change a path if decoded: # % / ?"""
_PORTS = {"http": 80, "https": 443}
_PATH = "%/:@!$&'()*+,;=~|[]^"
"""Characters that browsers leave unencoded in a path, beside letters and digits."""
_UNSAFE = re.compile(r'[\s"<>]')
"""ASCII characters that browsers encode in a query."""
_PRINTABLE = "".join(map(chr, range(33, 127)))
_HTTP = re.compile(r"\s*https?://", re.IGNORECASE)
_STEERING = re.compile(f"[{STEERING}]")


def canonical(url: str) -> str | None:
    """Normalise an address: no tracking parameters, fragment or default port, query sorted, control characters encoded.

    None for anything but http(s), or with credentials.
    """
    try:
        requested = _as_requested(url.strip())
        return _normalise(requested) if requested else None
    except ValueError:
        return None


def original(url: str, base: str = "") -> str | None:
    """The address to request for an announced `url`, which may be relative to `base`; None as with `canonical`.

    Links through caches and click counters are resolved for announced addresses only, not for fetched ones: anyone may
    own a host with such a name.
    """
    try:
        requested = _as_requested(_without_click_counter(_without_cache(urljoin(base, url.strip()))))
        if not requested or not canonical(requested):
            return None
        parts = urlsplit(requested)
        return urlunsplit(parts._replace(query=quote(parts.query, safe=_PRINTABLE)))
    except ValueError:
        return None


def canonical_url(url: str) -> str:
    """Like `canonical`, but other schemes are kept, control characters encoded."""
    return canonical(url) or _encode_controls(url)


def article_id(url: str) -> str:
    """The article id for a canonical address."""
    return sha256(url.encode()).hexdigest()[:16]


@lru_cache(2**16)  # a run compares each address many times
def key(url: str) -> str:
    """The comparison key of an address: equal for variants, schemes, `www.` and a trailing slash.

    Other schemes are kept, control characters encoded.
    """
    settled = canonical(url)
    if settled is None:
        return _encode_controls(url)
    host, path, query = _without_variant(settled)
    path = unquote(_RESERVED.sub(r"%25\1", path)).rstrip("/")
    return urlunsplit(("", host.removeprefix("www."), path, quote(query, safe=_PRINTABLE), ""))


def spellings(url: str) -> list[str]:
    """The address, then its other spellings with the same `key`: scheme, `www.`, trailing slash, and the plain form of
    a variant.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return [url]
    urls = [url]
    for host, path, query in dict.fromkeys((tuple(parts[1:4]), _without_variant(url))):
        bare, path = host.removeprefix("www."), path.rstrip("/")
        variants = product(("https", "http"), (bare, f"www.{bare}"), (path, f"{path}/"))
        urls += [urlunsplit((*place, query, "")) for place in variants]
    return list(dict.fromkeys(urls))


def is_variant(url: str) -> bool:
    """Whether an address is an AMP, mobile or print variant."""
    settled = canonical(url)
    if settled is None:
        return False
    parts = urlsplit(settled)
    pieces = parts.query.split("&")
    return (
        _without_patterns("host", parts.netloc) != parts.netloc
        or _without_patterns("path", parts.path) != parts.path
        or any(_matches("query", piece) for piece in pieces)
    )


def site(url: str) -> str | None:
    """The registered domain of an address, `outlet.example` for `www.outlet.example`; None without a host.

    Public suffixes (co.uk, github.io) give None; an unknown suffix counts as one label.
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
        registered = get_fld(url, fail_silently=True, search_private=True)
    except ValueError:
        return None
    labels = host.split(".")
    return registered or (host if labels[-1].isdigit() or ":" in host else ".".join(labels[-2:])) or None


def _without_variant(url: str) -> tuple[str, str, str]:
    """Host, path and query without the marks of an AMP, mobile or print variant."""
    parts = urlsplit(url)
    host = _without_patterns("host", parts.netloc)
    if host != parts.netloc and site(f"http://{host}") != site(url):
        host = parts.netloc
    query = "&".join(piece for piece in parts.query.split("&") if piece and not _matches("query", piece))
    return host, _without_patterns("path", parts.path), query


def _encode_controls(url: str) -> str:
    """The address without line breaks and outer whitespace, control characters percent-encoded."""
    return _STEERING.sub(lambda match: quote(match[0], errors="replace"), re.sub(r"[\t\r\n]", "", url.strip()))


def _as_requested(url: str) -> str | None:
    """The address as a browser requests it, without tracking parameters; None if it is not a web address."""
    url = re.sub("&(?:amp;)+", "&", _encode_controls(url)).partition("#")[0]
    if not _HTTP.match(url) or len(url) > LONGEST:
        return None
    parts = urlsplit(url)
    pieces = [piece for piece in parts.query.split("&") if piece and not _matches("tracking", piece)]
    path = quote(parts.path, safe=_PATH)
    query = _UNSAFE.sub(lambda match: quote(match[0]), "&".join(pieces))
    if path in ("", "/"):
        path = "/" if query else ""
    return urlunsplit((parts.scheme, _host(parts), path, query, ""))


def _host(parts: SplitResult) -> str:
    """Host in lower case, with its port unless it is the default."""
    host = parts.netloc.lower()
    return host.removesuffix(f":{parts.port}") if parts.port == _PORTS[parts.scheme] else host


def _normalise(url: str) -> str | None:
    """Normalise until nothing changes: removing one part can expose another."""
    if "web.archive.org" not in url:  # courlan would return the address inside the link
        start = len(url) - len(url.partition("://")[2].partition("/")[2])
        url = url[:start] + url[start:].replace("://", ":%2F%2F")
    for _ in range(5):
        scrubbed = courlan.scrub_url(url).partition("#")[0]
        parts = urlsplit(scrubbed)
        # only the path: courlan drops query parameters without a value
        bare = courlan.normalize_url(urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")))
        pieces = sorted(piece for piece in parts.query.split("&") if piece and not _matches("tracking", piece))
        normalised = (
            bare + ("/" if pieces and not urlsplit(bare).path else "") + ("?" + "&".join(pieces) if pieces else "")
        )
        if normalised == url:
            return normalised if _is_address(normalised) else None
        url = normalised
    return None


def _is_address(url: str) -> bool:
    """Whether `url` can be requested. ValueError for an invalid port."""
    parts = urlsplit(url)
    return courlan.validate_url(url)[0] and "@" not in parts.netloc and parts.port != 0


def _without_cache(url: str) -> str:
    """The address inside a cache's address."""
    for pattern, _ in _patterns("cache"):
        if match := pattern.match(url):
            return f"http{'s' if match[1] else ''}://{url[match.end() :]}"
    return url


def _without_click_counter(url: str) -> str:
    """The address in the query of a click counter's link."""
    for pattern, name in _patterns("wrapper"):
        if pattern.match(url):
            target = dict(parse_qsl(urlsplit(url).query)).get(name, "")
            return target if _HTTP.match(target) else url
    return url


def _matches(kind: str, piece: str) -> bool:
    """Whether a query's `name=value` matches a kind of pattern."""
    name = unquote(piece.partition("=")[0])
    return any(pattern.fullmatch(name) or pattern.fullmatch(piece) for pattern, _ in _patterns(kind))


def _without_patterns(kind: str, text: str) -> str:
    for pattern, instead in _patterns(kind):
        text = pattern.sub(instead, text)
    return text


@cache
def _patterns(kind: str) -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(row["pattern"] or "", re.IGNORECASE), row["instead"] or "")
        for row in rows("addresses")
        if row["kind"] == kind
    ]
