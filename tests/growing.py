"""Measures the cost of pages and texts that repeat one thing: `python -m tests.growing [SIZE] [--only NAME ...]`.

Each is cleaned or read at SIZE, twice and four times SIZE (pieces of a page, words of a text). An input that fails,
takes more than SECONDS of processor time, or costs more than GROWTH times as much for twice the size is printed as BAD
and makes the exit code 1. Texts are measured twice: as one endless sentence, which is split into pieces, and as
sentences just short enough to be parsed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from tests.fuzz_clean import outcome, page
from tests.fuzz_read import DAYS, stumbles
from transforms.reading.parse import LONGEST_SENTENCE, pipeline

SECONDS = 20.0
GROWTH = 3.0
"""Twice, with a margin for the noise of the measurement."""
TOO_SHORT = 0.5
"""Seconds below which growth is not significant."""

Family = Callable[[int], str]


def _names(count: int) -> Iterator[str]:
    parts = ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zu")
    return ("".join(parts[int(digit)] for digit in f"{number:05}").capitalize() for number in range(count))


def _each(sentence: str) -> Family:
    """One sentence repeated, with another name each time."""
    return lambda words: " ".join(sentence.format(name) for name in _names(words // len(sentence.split())))


def _run(piece: str, before: str = "The army ", after: str = " attacked Hama on Friday.") -> Family:
    """One piece repeated within a sentence."""
    return lambda words: f"{before}{piece * words}{after}"


TEXTS: dict[str, Family] = {
    "combining marks": _run("\u0301\u0323"),
    "opening quotation marks": _run("“"),
    "single quotation marks": _run("’ ‘ "),
    "straight quotation marks": _run('" '),
    "quotations in quotations": lambda words: f"{'“He said ' * (words // 4)}yes{'” they said.' * (words // 4)}",
    "quotations that never close": _run("“We will fight,” he said, “and "),
    "guillemets": _run("« » "),
    "brackets": _run("( "),
    "bracketed": _run("(a) "),
    "abbreviations": _run("(ABC) Army Bank Council "),
    "dashes": _run(" — "),
    "hyphens": _run("al-"),
    "hyphenated": _run("Iran-backed "),
    "digits": _run("7"),
    "numbers": _run("12 "),
    "numbers and": _run("12 and "),
    "number words": _run("hundred thousand "),
    "number ranges": _run("12-14 "),
    "grouped digits": _run("1,000,"),
    "capitals": _run("A"),
    "initials": _run("A. "),
    "capitalised": _run("Army "),
    "zero width": _run("\u200b"),
    "right-to-left marks": _run("\u202e "),
    "spaces": _run(" "),
    "no-break spaces": _run("\u00a0"),
    "line feeds": _run("\n"),
    "line feeds and spaces": _run(" \n"),
    "references": _run("&amp;"),
    "full stops": _run(". "),
    "dots": _run("."),
    "commas": _run(", "),
    "dates": _run("on 1 December 2024 and "),
    "bare dates": _run("2024-12-01 "),
    "months": _run("in December "),
    "weekdays": _run("last Friday "),
    "time words": _run("a week before two days later "),
    "openings": lambda words: "BEIRUT, Lebanon, Syria — " * (words // 4),
    "capital openings": lambda words: f"{'BEIRUT ' * words}— The army attacked Hama.",
    "and": _run("and "),
    "of": _run("of the army "),
    "names": lambda words: f"{', '.join(_names(words))} attacked Hama.",
    "persons": lambda words: f"{' and '.join(f'Omar {name}' for name in _names(words // 3))} attacked Hama.",
    "towns": _run("Hama, "),
    "titles": _run("General "),
    "adjectives": _run("Syrian "),
    "armies": _run("the Syrian army and "),
    "that": _run("said that it "),
    "who": _run("who killed those "),
    "killed": _run("killed and "),
    "one long sentence": _run("attacked the town of Hama and killed 12 people, while "),
    "short sentences": lambda words: "Rebels attacked. " * (words // 2),
    "one actor": lambda words: "The Syrian army attacked Hama on Friday. " * (words // 7),
    "one casualty": lambda words: "At least 12 people were killed. " * (words // 6),
    "it": lambda words: "It attacked them there. " * (words // 4),
    "said": lambda words: "“We fight,” he said. " * (words // 4),
    "nobody says": lambda words: "“We fight.” " * (words // 2),
    "attacks": _each("{} attacked the town."),
    "persons who speak": _each("Omar {} said that they fled."),
    "bodies": _each("The {} Brigade attacked the group."),
    "definite nouns": lambda words: "The attack was condemned. The group fled the city. " * (words // 9),
    "headlines": _each("{} kills 12\n"),
    "lists": lambda words: "- Rebels attack town\n" * (words // 4),
    "since": _run("since 2011 and "),
    "negations": _run("not "),
    "would": _run("would have been "),
}  # fmt: skip


PAGE = (
    "<html><head><title>T</title><meta property='article:published_time' content='2024-12-06'></head><body><article>"
    "<h1>T</h1><p>The army attacked the town of Hama in Syria on Friday and twelve people were killed there, the "
    "ministry said in a statement to the press.</p>%s</article></body></html>"
)
PAGES: dict[str, Family] = {
    "marks": lambda n: "<p>a" + "\u0301" * n + "</p>",
    "marks-mixed": lambda n: "<p>a" + "\u0301\u0323" * n + "</p>",
    "marks-title": lambda n: "<h1>a" + "\u0301\u0323" * n + "</h1>",
    "quotes": lambda n: "<p>" + "“" * n + "</p>",
    "nbsp": lambda n: "<p>a" + "\u00a0" * n + "b</p>",
    "spaces": lambda n: "<p>a" + " " * n + "b</p>",
    "spacesdot": lambda n: "<p>" + " ." * n + "b</p>",
    "newlines": lambda n: "<p>a" + "\n" * n + "b</p>",
    "br": lambda n: "<p>a" + "<br>" * n + "b</p>",
    "amp": lambda n: "<p>a" + "&amp;" * n + "b</p>",
    "ampamp": lambda n: "<p>a&" + "amp;" * n + "b</p>",
    "digits": lambda n: "<p>" + "7" * n + "</p>",
    "digits-time": lambda n: "<time datetime='" + "7" * n + "'>" + "1" * n + "</time>",
    "caps": lambda n: "<p>" + "A" * n + "</p>",
    "caps2": lambda n: "<p>" + "Aa " * n + "</p>",
    "dashes": lambda n: "<p>" + "-" * n + "</p>",
    "dashes2": lambda n: "<p>" + "- " * n + "</p>",
    "brackets": lambda n: "<p>" + "(" * n + "</p>",
    "lt": lambda n: "<p>" + "<" * n + "</p>",
    "lta": lambda n: "<p>" + "<a " * (n // 8) + "</p>",
    "zero": lambda n: "<p>" + "\u200b" * n + "</p>",
    "rtl": lambda n: "<p>" + "\u202e" * n + "</p>",
    "deep": lambda n: "<div>" * (n // 50) + "x" + "</div>" * (n // 50),
    "deepb": lambda n: "<b>" * (n // 50) + "x",
    "deepspan": lambda n: "<p>" + "<span>a " * (n // 20) + "x",
    "many p": lambda n: "<p>It was.</p>" * (n // 20),
    "many a": lambda n: "<a href='/x%d'>It was a link here</a>" * (n // 20) % tuple(range(n // 20)),
    "many li": lambda n: "<ul>" + "<li>It was.</li>" * (n // 20) + "</ul>",
    "many td": lambda n: "<table>" + "<tr><td>It was.</td></tr>" * (n // 20) + "</table>",
    "many time": lambda n: "<time datetime='x'></time>" * (n // 20),
    "many h1": lambda n: "<h1>x</h1>" * (n // 20),
    "nested list": lambda n: "<ul><li>" * (n // 100) + "x",
    "attrs": lambda n: ("<p " + " ".join(f"a{i}=1" for i in range(200)) + ">x</p>") * (n // 2000),
    "meta": lambda n: "<meta name='author' content='A B'>" * (n // 20),
    "metalong": lambda n: "<meta name='author' content='" + "A, " * n + "'>",
    "jsonld deep": lambda n: "<script type='application/ld+json'>" + "[" * n + "</script>",
    "jsonld graph": lambda n: (
        "<script type='application/ld+json'>["
        + ",".join(f'{{"@type":"Article","@id":"{i}","author":{{"@id":"{i + 1}"}}}}' for i in range(n // 20))
        + "]</script>"
    ),
    "jsonld open quotes": lambda n: "<script type='application/ld+json'>{" + '"a ' * n + "</script>",
    "jsonld semicolons": lambda n: "<script type='application/ld+json'>{}" + ";" * n + "{</script>",
    "jsonld commas": lambda n: "<script type='application/ld+json'>[" + ", " * n + "{</script>",
    "next data": lambda n: "<script id='__NEXT_DATA__'>" + '{"a":' * n + "</script>",
    "encoded twice": lambda n: "<p>" + "â€™ é" * n + "</p>",
    "hidden": lambda n: "<p hidden>It was.</p>" * (n // 20),
    "hidden deep": lambda n: "<div hidden>" * (n // 50) + "x",
    "notes": lambda n: "<p>a<sup>1</sup></p>" * (n // 20),
    "teasers": lambda n: "<div><h3><a href='/a'>It was a link here</a></h3></div>" * (n // 20),
    "teasers in one": lambda n: "<div>" + "<h3><a href='/a'>It</a></h3>" * (n // 20) + "</div>",
    "layout tables": lambda n: "<table><tr><td>" + "<p>It was.</p>" * (n // 20),
    "date lines": lambda n: "<p>6/12/2024</p>" * (n // 20),
    "changed": lambda n: "<p>Last updated never</p>" * (n // 20),
    "jsonld headline": lambda n: (
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","headline":"' + "| a " * n + '"}</script>'
    ),
    "jsonld body tags": lambda n: (
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","articleBody":"' + "<" * n + '"}</script>'
    ),
    "jsonld body lt": lambda n: (
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","articleBody":"' + "&lt;" * n + '"}</script>'
    ),
    "jsonld ampamp": lambda n: (
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","articleBody":"' + "&amp" * n + '"}</script>'
    ),
    "jsonld author": lambda n: (
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","author":"' + "A " * n + '"}</script>'
    ),
    "jsonld authors": lambda n: (
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","author":['
        + ",".join(f'"A B{i}"' for i in range(n // 10))
        + "]}</script>"
    ),
    "jsonld pub": lambda n: (
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","publisher":{"name":"'
        + "e\u0301\u0323"
        + "\u0301\u0323" * n
        + '"}}</script>'
    ),
    "title": lambda n: "<title>" + " | a" * n + "</title>",
    "titlemarks": lambda n: "<title>" + "a\u0301\u0323" + "\u0301\u0323" * n + "</title>",
    "comments": lambda n: "<!-- - " * (n // 8),
    "comments2": lambda n: "<!--" + "-" * n,
    "script": lambda n: "<script>" + "<" * n + "</script>",
    "script2": lambda n: "<script><" * (n // 10),
    "by": lambda n: "<p class='author'>" + "by " * n + "</p>",
    "by2": lambda n: "<p class='byline'>" + "By and " * n + "</p>",
    "dates": lambda n: "<p>" + "1 December 2024 " * (n // 10) + "</p>",
    "datesp": lambda n: "<p>1 December 2024</p>" * (n // 20),
    "dots": lambda n: "<p>" + "." * n + "</p>",
    "dotsq": lambda n: "<p>" + ".\"'" * n + "x</p>",
    "emails": lambda n: "<p>" + "a@" * n + "</p>",
    "link canonical": lambda n: "<link rel=canonical href='http://a.example/" + "a/" * n + "'>",
    "links canonical": lambda n: "<link rel=canonical href='http://[a/x'>" * (n // 20),
    "entities": lambda n: "<p>" + "&#x301;" * n + "</p>",
    "base": lambda n: "<base href='http://x/'>" * (n // 20),
    "hangul": lambda n: "<p>\u1100" + "\u1161\u11a8" * n + "</p>",
    "unclosed quote": lambda n: '<a href="' + "x" * n,
    "p div": lambda n: "<p><div>" * (n // 40),
    "table deep": lambda n: "<table><tr><td>" * (n // 100),
    "form": lambda n: "<form><input>" * (n // 40),
    "font": lambda n: "<a><font>" * (n // 40),
    "sup": lambda n: "<p>" + "<sup>1</sup>" * (n // 20) + "</p>",
    "quote el": lambda n: "<blockquote>" * (n // 100) + "x",
    "del": lambda n: "<p>" + "<del>a" * (n // 100),
    "templates": lambda n: "<template>" * (n // 100) + "x",
    "shadow": lambda n: "<template shadowrootmode=open><p>a" * (n // 40),
    "pushed": lambda n: "<script>self.__next_f.push([1,'a:[\\n'])</script>".replace("'", '"') * (n // 40),
    "assigned": lambda n: "<script>window." + "a" * 70 + "=" + '{"a":' * n + "</script>",
    "assigned2": lambda n: "<script>a={}</script>" * (n // 20),
    "authors marked": lambda n: "<div class=comment itemprop=author>" * (n // 100) + "a",
    "labels of cards": lambda n: (
        "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content=a>" * (n // 40)
    ),
    "dates with hyphens": lambda n: "<p>" + "1-2-2024 - " * (n // 10) + "</p>",
}


def text_cost(family: Family, size: int) -> float:
    """Seconds of processor time for reading a text of this size. AssertionError if a rule fails on it."""
    text = family(size)[: pipeline().max_length]
    start = time.process_time()
    assert not (failures := list(stumbles([text], DAYS[:1]))), failures[0][-300:]
    return time.process_time() - start


def parsed_cost(family: Family, size: int) -> float:
    """Processor seconds for the same text as sentences that are parsed."""
    words = family(LONGEST_SENTENCE).split(" ")
    sentence = " ".join(words[: LONGEST_SENTENCE // 2])
    return text_cost(lambda _: f"{sentence}\n" * max(1, size // LONGEST_SENTENCE), size)


def page_cost(family: Family, size: int) -> float:
    """Seconds of processor time for cleaning a page of this size."""
    body = PAGE % family(size)
    fed = page(body.encode("utf-8", "replace"), "text/html; charset=utf-8", "https://outlet.example/a")
    start = time.process_time()
    outcome(fed)
    return time.process_time() - start


def costs(cost: Callable[[int], float], size: int) -> Iterator[float]:
    for times in (1, 2, 4):
        yield (took := cost(times * size))
        if took > SECONDS:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("size", nargs="?", type=int, default=5000)
    parser.add_argument("--only", nargs="*", help="of these names only")
    options = parser.parse_args()
    every = {f"page of {name}": partial(page_cost, family) for name, family in PAGES.items()}
    every |= {f"text of {name}": partial(text_cost, family) for name, family in TEXTS.items()}
    every |= {f"sentences of {name}": partial(parsed_cost, family) for name, family in TEXTS.items()}
    bad = 0
    for name in options.only or every:
        took: list[float] = []
        try:
            took += costs(every[name], options.size)
            times = ", ".join(f"{seconds:.2f}" for seconds in took)
        except Exception as error:  # reported, and the run goes on
            times = f"{type(error).__name__}: {error}"
        growth = max((b / a for a, b in pairwise(took) if b > TOO_SHORT), default=0.0)
        is_bad = len(took) < 3 or took[-1] > SECONDS or growth > GROWTH
        bad += is_bad
        print(f"{'BAD ' if is_bad else ''}{name}: {times}", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
