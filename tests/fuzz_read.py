"""Reading fed with what nobody writes: `python -m tests.fuzz_read [WORDS] [--sentences N]`.

Every sentence of tests/annotated is cut after every word, and each piece goes through every rule: on an ordinary day,
undated, and on the first and last days of the calendar. Then come texts of one thing over and over, of WORDS words, of
twice and of four times as many. A text that a rule stumbles over, that takes more than SECONDS of processor time, or
whose cost grows much faster than it does, is printed and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import cycle, islice, pairwise

from tests.annotations import ANNOTATED
from transforms.extract import extract, story
from transforms.read import pipeline, read
from transforms.schema import Article

DAYS = (date(2024, 12, 6), date.min, date(1, 1, 7), date.max, date(9999, 12, 25))
"""An ordinary day, and both ends of the calendar; the first of all is also what an undated text has."""
SECONDS = 30.0
GROWTH = 3.0
"""The most that twice the text may cost, in times of the text; measured times are never quite the same."""
TOO_SHORT = 0.5
"""Seconds below which a growth says nothing."""


def _names(count: int) -> Iterator[str]:
    parts = ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zu")
    return ("".join(parts[int(digit)] for digit in f"{number:05}").capitalize() for number in range(count))


def _each(sentence: str) -> Callable[[int], str]:
    """One sentence over and over, with another name each time."""
    return lambda words: " ".join(sentence.format(name) for name in _names(words // len(sentence.split())))


def _run(piece: str, before: str = "The army ", after: str = " attacked Hama on Friday.") -> Callable[[int], str]:
    """One piece over and over within a sentence."""
    return lambda words: f"{before}{piece * words}{after}"


FAMILIES: dict[str, Callable[[int], str]] = {
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


def sentences(count: int | None = None) -> list[str]:
    """The first annotated sentences of the project, by default all."""
    with (ANNOTATED / "sentences.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, count)]


def pieces(text: str) -> list[str]:
    """A text cut after every word."""
    words = text.split(" ")
    return [" ".join(words[:count]) for count in range(1, len(words) + 1)]


def article(text: str, day: date = DAYS[0]) -> Article:
    return Article(
        article_id="a1", url="https://outlet.example/a", canonical_url="https://outlet.example/a", source_id="fuzz",
        published_date=day, date_source="given", language="en", text=text, words=len(text.split()),
        text_sha256="0" * 64,
    )  # fmt: skip


def stumbles(texts: Sequence[str], days: Sequence[date] = DAYS) -> Iterator[str]:
    """What rules stumble over: text, day and error. Each text is read on the day whose turn it is."""
    for text, doc, day in zip(texts, read(texts, pipeline()), cycle(days), strict=False):
        try:
            extract(story(article(text, day), doc))
        except Exception as error:  # told, and the next is read
            yield f"{day}: {text!r}: {type(error).__name__}: {error}"


def costs(family: Callable[[int], str], words: int) -> Iterator[float]:
    """Seconds of processor time for a text of so many words, of twice, and of four times as many."""
    for size in (words, 2 * words, 4 * words):
        text = family(size)[: pipeline().max_length]
        start = time.process_time()
        found = list(stumbles([text], DAYS[:1]))
        took = time.process_time() - start
        if found:
            raise RuntimeError(found[0][-300:])
        yield took
        if took > SECONDS:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("words", nargs="?", type=int, default=2000)
    parser.add_argument("--sentences", type=int, help="cut so many sentences only")
    parser.add_argument("--only", nargs="*", help="feed these families only")
    options = parser.parse_args()
    bad = 0
    whole = [] if options.only else [piece for text in sentences(options.sentences) for piece in pieces(text)]
    for day in DAYS if whole else ():
        found = list(stumbles(whole, [day]))
        bad += len(found)
        print(f"{day}: {len(whole)} texts cut short, {len(found)} stumbled over", *found, sep="\n", flush=True)
    for name in options.only or FAMILIES:
        try:
            took = list(costs(FAMILIES[name], options.words))
        except Exception as error:  # told, and the next is fed
            took, told = [], f"{type(error).__name__}: {error}"
        else:
            told = ", ".join(f"{seconds:.2f}" for seconds in took)
        growth = max((b / a for a, b in pairwise(took) if b > TOO_SHORT), default=0.0)
        is_bad = len(took) < 3 or took[-1] > SECONDS or growth > GROWTH
        bad += is_bad
        print(f"{'BAD ' if is_bad else ''}{name}: {told}", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
