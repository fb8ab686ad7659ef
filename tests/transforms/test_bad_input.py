"""Odd texts are read like others: facts or a reject, correct offsets, work linear in the length.

Work is counted, not timed: the number of executed lines of the package is the same on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import transforms
from tests.documents import article
from transforms.facts.extract import Facts, extract_all
from transforms.reading.parse import LONGEST_WORD, tokens
from transforms.tables.schema import Reject

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

OURS = str(Path(transforms.__file__).parent)
LINEAR = 2.2
"""Maximum factor of the cost of twice the text: two, with a margin for rules that look back."""
SYLLABLES = ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zu")
TOWNS = ("Aleppo", "Hama", "Mosul", "Kyiv", "Goma", "Aden", "Homs")


def named(count: int) -> list[str]:
    """`count` different made-up names."""
    return ["".join(SYLLABLES[int(digit)] for digit in f"{number:05}").capitalize() for number in range(count)]


def each(sentence: str) -> Callable[[int], str]:
    """Texts that repeat one sentence, with another name, town and number each time."""

    def text(count: int) -> str:
        sentences = (
            sentence.format(name=name, town=TOWNS[number % len(TOWNS)], number=number + 2)
            for number, name in enumerate(named(count))
        )
        return " ".join(sentences)

    return text


BAD: dict[str, str] = {
    "nothing": "",
    "white space": " \n\t \u00a0\n",
    "a sentence of 20,000 words": f"The army said that {'troops attacked the town and ' * 4000}fled.",
    "opening quotation marks": "“" * 10_000,
    "straight quotation marks": '"' * 10_000,
    "quotations that open and never close": "“The army attacked Hama. " * 20 + "“We " * 400,
    "quotations that never part": "The army said “they attacked. They fled” and “" * 120,
    "text from right to left": "قال الجيش إن القوات هاجمت حلب. " * 1500,
    "both directions": "The army \u202e said قال that it attacked \u202c Hama. " * 60,
    "emoji": "👩\u200d👩\u200d👧\u200d👦💥🇸🇾" * 1500 + " The army 💥 attacked 👨\u200d🚒 Hama. 🇸🇾 " * 40,
    "a list of 3,000 towns": ", ".join(f"{name} City" for name in named(3000)),
    "3,000 towns in a column": "\n".join(TOWNS[number % len(TOWNS)] for number in range(3000)),
    "brackets in brackets": f"{'(' * 5000}the attack{')' * 5000} [{'[(' * 2000}",
    "line feeds": "\n" * 100_000 + "The army attacked Hama." + "\n \r\n" * 5000,
    "spaces within a sentence": f"The army attacked{' ' * 100_000}Hama.",
    "digits": "12 " * 20_000 + "7" * 20_000,
    "number words": "killed " + "hundred thousand " * 5000 + "people",
    "one word": "raid " * 199_999,
    "one name": "Hama " * 6000,
    "one endless word": "attack" * 20_000,
    "a title without end": f"General {' '.join(named(2000))} said.",
    "a name of particles": f"{'al-' * 3000}Assad attacked Hama.",
    "full stops": "." * 5000 + " Attack. . . . " * 100,
    "control characters": "The \x00 army \x07\x1b\x7f\u200b\ufeff\ufffd attacked\x0b\x0c\x85\u2028 Hama\ud7ff\ue000. "
    * 60,
    "non-characters": "The army\ufffe attacked \uffff\U0010ffff Hama\U000e0041. " * 60,
    "combining marks": f"The army attac{chr(0x301) * 10_000}ked Hama.",
    "time words": "in early late mid from between 19 and the last past " * 3000,
    "the end of a sentence": "attack.”’)]" * 2000,
}
GROWING: dict[str, Callable[[int], str]] = {
    "attacks": each("The attack was condemned."),
    "attacks of long ago": each("The strike hit the group."),
    "persons": each("Omar {name} said {name} attacked the town."),
    "one person": each("Omar Haddad said Haddad attacked the town of {town}."),
    "namesakes": each("{name} Haddad, a general, said Samir Haddad met him."),
    "bodies": each("The {name} Brigade attacked the {name} Front, the group said."),
    "abbreviations": each("The {name} Aid Group (BAG) told BAG and the group it fled."),
    "quotations": each("“We will fight on number {number},” Omar {name} said."),
    "quotations nobody says": each("“We will fight on.”\n\n{name} fled."),
    "figures": each("At least {number} people were killed and {number} wounded in {town}."),
    "pronouns": each("The group said it attacked the city, which they hold."),
    "roles": each("The spokesman, Omar {name}, left; the commander said he had met the envoy."),
    "towns in a list": each("{town}, {name} City,"),
    "open quotation marks": each("“The attack."),
    "brackets": "(the attack".__mul__,
    "line feeds": "\n \nThe attack".__mul__,
}


def facts_of(text: str, nlp: Language) -> Facts:
    (found,) = extract_all([article(text)], nlp)
    assert not isinstance(found, Reject), found.detail
    return found


def assert_in_place(facts: Facts, text: str) -> None:
    """Assert that the offsets of every sentence, quotation and name match the text."""
    for row in (row for rows in facts.values() for row in rows):
        assert text[row.start : row.end] == row.sentence
        assert row.sentence == row.sentence.strip() != ""
    assert all(text[quote.quote_start : quote.quote_end] == quote.quote for quote in facts["quotes"])
    assert all(text[name.mention_start : name.mention_end] == name.text for name in facts["mentions"])


@contextmanager
def lines_run() -> Iterator[list[int]]:
    """The number of lines of the package executed in the block."""
    count, before = [0], sys.gettrace()

    def line(_: FrameType, event: str, __: object) -> Any:
        count[0] += event == "line"
        return line

    def call(frame: FrameType, *_: object) -> Any:
        return line if frame.f_code.co_filename.startswith(OURS) else None

    sys.settrace(call)
    try:
        yield count
    finally:
        sys.settrace(before)


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_bad_text_gives_facts_that_lie_in_it(text: str, nlp: Language) -> None:
    assert_in_place(facts_of(text, nlp), text)


def test_the_tokenizer_sees_no_endless_word(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    tokenizer = nlp.tokenizer

    def watched(text: str) -> Doc:
        seen.append(text)
        return tokenizer(text)

    monkeypatch.setattr(nlp, "tokenizer", watched)
    text = f"Rebels {'(' * 1000}attacked{')' * 1000} Hama."
    assert tokens(text, nlp).text == text == "".join(seen)
    assert max(len(word) for part in seen for word in part.split()) <= LONGEST_WORD


@pytest.mark.parametrize("text", ["emoji", "line feeds", "both directions", "spaces within a sentence"])
def test_what_surrounds_the_words_hides_no_event(text: str, nlp: Language) -> None:
    assert facts_of(BAD[text], nlp)["events"]


PIECES = st.one_of(
    st.sampled_from([text[:400] for text in BAD.values()]),
    st.sampled_from(sorted(GROWING)).flatmap(lambda kind: st.integers(1, 3).map(GROWING[kind])),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(["“", "”", "‘", "’", '"', "'", "(", ")", "\n", ". ", " ", ", ", " said ", " which ", "-", "the "]),
)


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=12))
def test_any_mixture_gives_facts_that_lie_in_it(pieces: list[str], nlp: Language) -> None:
    text = "".join(pieces)
    assert_in_place(facts_of(text, nlp), text)


@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING)
def test_twice_the_text_is_at_most_twice_the_work(text: Callable[[int], str], nlp: Language) -> None:
    facts_of(text(3), nlp)
    counts = []
    for size in (25, 50, 100):
        with lines_run() as count:
            facts_of(text(size), nlp)
        counts.append(count[0])
    assert counts[0] > 1000
    assert max(counts[1] / counts[0], counts[2] / counts[1]) <= LINEAR, counts
