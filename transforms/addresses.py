"""One form for the address of an article, whoever announces it.

`canonical` is the form that is fetched: it changes nothing on which a server could answer otherwise. `key` is the form
in which two addresses are compared: there an AMP or mobile variant is its article. What is taken away are rows of
seeds/addresses.csv.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from itertools import product
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

import courlan
from tld import get_fld

from transforms.printable import STEERING
from transforms.seeds import rows

LONGEST = 2048
"""Characters of an address; a longer one is no article's."""

_PORTS = {"http": 80, "https": 443}
_PATH, _QUERY = "%/:@!$&'()*+,;=~|[]^", "%/:?@!$&()*+,;=~|[]^{}`\\"
"""Characters that browsers leave as they are in a path and in a query, beside letters and digits."""
_HTTP = re.compile(r"\s*https?://", re.IGNORECASE)
_STEERING = re.compile(f"[{STEERING}]")


def canonical(url: str, base: str = "") -> str | None:
    """An address without tracking parameters, fragment and default port, its query in order, spaces, quotation marks
    and control characters percent-encoded as browsers do; None where it is not an http(s) address, or has a name and
    password in it. It may be relative to `base`."""
    try:
        url = _harmless(urljoin(base, url.strip().replace("&amp;", "&")))
        return _settled(_unwrapped(_uncached(url))) if _HTTP.match(url) and len(url) <= LONGEST else None
    except ValueError:
        return None


def canonical_url(url: str) -> str:
    """The same, other than http(s) addresses as they are but for control characters."""
    return canonical(url) or _harmless(url)


def article_id(url: str) -> str:
    """The id of the article that has a canonical address."""
    return sha256(url.encode()).hexdigest()[:16]


def key(url: str) -> str:
    """What two addresses of one article have in common: variants, scheme, `www.` and closing slash aside.

    Other than http(s) addresses as they are but for control characters.
    """
    settled = canonical(url)
    if settled is None:
        return _harmless(url)
    parts = urlsplit(settled)
    host = _plain("host", parts.netloc)
    host = host if site(f"http://{host}") == site(settled) else parts.netloc
    path = re.sub("/{2,}", "/", unquote(_plain("path", parts.path))).rstrip("/")
    query = "&".join(piece for piece in parts.query.split("&") if piece and not _is("query", piece))
    return urlunsplit(("", host.removeprefix("www."), path, query, ""))


def spellings(url: str) -> list[str]:
    """An address first, then the same with the other scheme, with or without `www.` and a closing slash: they have one
    `key`, and an outlet may write any of them."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return [url]
    bare, path = parts.netloc.removeprefix("www."), parts.path.rstrip("/")
    every = product(("https", "http"), (bare, f"www.{bare}"), (path, f"{path}/"))
    return list(dict.fromkeys([url, *(urlunsplit((*place, parts.query, "")) for place in every)]))


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


def _harmless(url: str) -> str:
    """An address without line breaks, its control characters percent-encoded."""
    return _STEERING.sub(lambda found: quote(found[0], errors="replace"), re.sub(r"[\t\r\n]", "", url))


def _settled(url: str) -> str | None:
    """An address as a browser asks for it, but for what tells who sent the reader."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host if host.isascii() else host.encode("idna").decode("ascii")
    port = f":{parts.port}" if parts.port and parts.port != _PORTS.get(parts.scheme.lower()) else ""
    name = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    pieces = sorted(piece for piece in parts.query.split("&") if piece and not _is("tracking", piece))
    path = quote(parts.path, safe=_PATH) or ("/" if pieces else "")
    path = "" if path == "/" and not pieces else path
    query = quote("&".join(pieces), safe=_QUERY)
    found = urlunsplit((parts.scheme.lower(), f"{name}{host}{port}", path, query, ""))
    return found if _is_address(found) else None


def _is_address(url: str) -> bool:
    return courlan.validate_url(url)[0] and "@" not in urlsplit(url).netloc


def _uncached(url: str) -> str:
    """The address that the address of a cached copy holds."""
    for pattern, _ in _patterns("cache"):
        if found := pattern.match(url):
            return f"http{'s' if found[1] else ''}://{url[found.end() :]}"
    return url


def _unwrapped(url: str) -> str:
    """The address that one of a service that counts readers holds in its query."""
    for pattern, name in _patterns("wrapper"):
        if pattern.match(url):
            held = dict(parse_qsl(urlsplit(url).query)).get(name, "")
            return _harmless(held) if _HTTP.match(held) else url
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
