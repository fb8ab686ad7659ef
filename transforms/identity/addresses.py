"""One form for the address of an article, whoever announces it.

`original` is the form in which what is announced is asked for: as a browser asks, but for what tells who sent the
reader; the address of a cached copy, or of a service that counts readers, is that of its article. `canonical` is the
form that names an article, for good: its id is made of it. `key` is the form in which two addresses are compared: there
an AMP or mobile variant is its article. What is taken away are rows of seeds/addresses.csv.
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
"""Characters of an address; a longer one is no article's."""

_RESERVED = re.compile(r"%(23|25|2F|3F)", re.IGNORECASE)
"""What within a path is another path when it is not encoded: # % / ?"""
_PORTS = {"http": 80, "https": 443}
_PATH = "%/:@!$&'()*+,;=~|[]^"
"""Characters that browsers leave as they are in a path, beside letters and digits."""
_UNSAFE = re.compile(r'[\s"<>]')
"""Those of ASCII that they encode in a query."""
_PRINTABLE = "".join(map(chr, range(33, 127)))
_HTTP = re.compile(r"\s*https?://", re.IGNORECASE)
_STEERING = re.compile(f"[{STEERING}]")


def canonical(url: str, base: str = "") -> str | None:
    """An address without tracking parameters, fragment and default port, its query in order, control characters
    percent-encoded; None where it is not an http(s) address, or has a name and password in it. It may be relative to
    `base`."""
    try:
        asked = _asked(urljoin(base, url.strip()))
        return _settled(asked) if asked else None
    except ValueError:
        return None


def original(url: str, base: str = "") -> str | None:
    """What is to be asked for where an address is announced; None where it is none, as with `canonical`.

    What a cache or a counting service says that it leads to is believed of what is announced, not of what was fetched:
    anybody may have a host that is called like one.
    """
    try:
        asked = _asked(_unwrapped(_uncached(urljoin(base, url.strip()))))
        if not asked or not canonical(asked):
            return None
        parts = urlsplit(asked)
        return urlunsplit(parts._replace(query=quote(parts.query, safe=_PRINTABLE)))
    except ValueError:
        return None


def canonical_url(url: str) -> str:
    """The same, other than http(s) addresses as they are but for control characters."""
    return canonical(url) or _harmless(url)


def article_id(url: str) -> str:
    """The id of the article that has a canonical address."""
    return sha256(url.encode()).hexdigest()[:16]


@lru_cache(2**16)  # a run compares each address many times
def key(url: str) -> str:
    """What two addresses of one article have in common: variants, scheme, `www.` and closing slash aside.

    Other than http(s) addresses as they are but for control characters.
    """
    settled = canonical(url)
    if settled is None:
        return _harmless(url)
    host, path, query = _invariant(settled)
    path = unquote(_RESERVED.sub(r"%25\1", path)).rstrip("/")
    return urlunsplit(("", host.removeprefix("www."), path, quote(query, safe=_PRINTABLE), ""))


def spellings(url: str) -> list[str]:
    """An address first, then the same with the other scheme, with or without `www.` and a closing slash, and as that of
    what it is a variant of: they have one `key`, and an outlet may write any of them."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return [url]
    found = [url]
    for host, path, query in dict.fromkeys((tuple(parts[1:4]), _invariant(url))):
        bare, path = host.removeprefix("www."), path.rstrip("/")
        every = product(("https", "http"), (bare, f"www.{bare}"), (path, f"{path}/"))
        found += [urlunsplit((*place, query, "")) for place in every]
    return list(dict.fromkeys(found))


def is_variant(url: str) -> bool:
    """Whether an address is that of an AMP, mobile or print variant."""
    settled = canonical(url)
    if settled is None:
        return False
    parts = urlsplit(settled)
    pieces = parts.query.split("&")
    return (
        _plain("host", parts.netloc) != parts.netloc
        or _plain("path", parts.path) != parts.path
        or any(_is("query", piece) for piece in pieces)
    )


def site(url: str) -> str | None:
    """The registered name of an address's site, `outlet.example` of `www.outlet.example`; None where it has no host.

    A name that strangers can register names under (github.io, co.uk) is none; an unknown ending is taken for one label.
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
        known = get_fld(url, fail_silently=True, search_private=True)
    except ValueError:
        return None
    labels = host.split(".")
    return known or (host if labels[-1].isdigit() or ":" in host else ".".join(labels[-2:])) or None


def _invariant(url: str) -> tuple[str, str, str]:
    """Host, path and query of an address without what makes it that of an AMP, mobile or print variant."""
    parts = urlsplit(url)
    host = _plain("host", parts.netloc)
    host = host if site(f"http://{host}") == site(url) else parts.netloc
    query = "&".join(piece for piece in parts.query.split("&") if piece and not _is("query", piece))
    return host, _plain("path", parts.path), query


def _harmless(url: str) -> str:
    """An address without line breaks and space around it, its control characters percent-encoded."""
    return _STEERING.sub(lambda found: quote(found[0], errors="replace"), re.sub(r"[\t\r\n]", "", url.strip()))


def _asked(url: str) -> str | None:
    """An address as a browser asks for it, but for what tells who sent the reader; None for what is no web address."""
    url = re.sub("&(?:amp;)+", "&", _harmless(url)).partition("#")[0]
    if not _HTTP.match(url) or len(url) > LONGEST:
        return None
    parts = urlsplit(url)
    pieces = [piece for piece in parts.query.split("&") if piece and not _is("tracking", piece)]
    path = quote(parts.path, safe=_PATH)
    query = _UNSAFE.sub(lambda found: quote(found[0]), "&".join(pieces))
    if path in ("", "/"):
        path = "/" if query else ""
    return urlunsplit((parts.scheme, _host(parts), path, query, ""))


def _host(parts: SplitResult) -> str:
    """The host of an address in lower case, with its port where that is not the one of its scheme."""
    host = parts.netloc.lower()
    return host.removesuffix(f":{parts.port}") if parts.port == _PORTS[parts.scheme] else host


def _settled(url: str) -> str | None:
    """Repeated until it changes nothing: what is taken away can lay bare what was behind it."""
    if "web.archive.org" not in url:  # the library takes an address within an address for the one that is meant
        start = len(url) - len(url.partition("://")[2].partition("/")[2])
        url = url[:start] + url[start:].replace("://", ":%2F%2F")
    for _ in range(5):
        scrubbed = courlan.scrub_url(url).partition("#")[0]
        parts = urlsplit(scrubbed)
        # the path alone: of a query the library keeps only what has a value
        bare = courlan.normalize_url(urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")))
        pieces = sorted(piece for piece in parts.query.split("&") if piece and not _is("tracking", piece))
        found = bare + ("/" if pieces and not urlsplit(bare).path else "") + ("?" + "&".join(pieces) if pieces else "")
        if found == url:
            return found if _is_address(found) else None
        url = found
    return None


def _is_address(url: str) -> bool:
    """Whether a text is an address that can be asked for. ValueError for a port that is none."""
    parts = urlsplit(url)
    return courlan.validate_url(url)[0] and "@" not in parts.netloc and parts.port != 0


def _uncached(url: str) -> str:
    """The address that the address of a cached copy holds."""
    for pattern, _ in _patterns("cache"):
        if found := pattern.match(url):
            return f"http{'s' if found[1] else ''}://{url[found.end() :]}"
    return url


def _unwrapped(url: str) -> str:
    """The address that the address of a service that counts readers holds in its query."""
    for pattern, name in _patterns("wrapper"):
        if pattern.match(url):
            held = dict(parse_qsl(urlsplit(url).query)).get(name, "")
            return held if _HTTP.match(held) else url
    return url


def _is(kind: str, piece: str) -> bool:
    """Whether one `name=value` of a query is of a kind."""
    name = unquote(piece.partition("=")[0])
    return any(pattern.fullmatch(name) or pattern.fullmatch(piece) for pattern, _ in _patterns(kind))


def _plain(kind: str, text: str) -> str:
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
