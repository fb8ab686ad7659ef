"""Ties of verbs, participles and adjectives: standing ones, not past, possible, denied or single acts."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.transforms.facts.relations.conftest import TiesOf
from transforms.facts.relations.extraction import relations

TIES = [
    ("Hassan Nasrallah has led Hezbollah since 1992.", "Hassan Nasrallah", "leads", "Hezbollah"),
    ("Iran backs Hezbollah in Lebanon.", "Iran", "backs", "Hezbollah"),
    ("The militias are trained and armed by Iran.", "Iran", "arms", "militias"),
    ("The militias are trained and armed by Iran.", "Iran", "trains", "militias"),
    ("Iran-backed Houthi rebels entered the port.", "Iran", "backs", "Houthi rebels"),
    ("Rwanda backs the M23.", "Rwanda", "backs", "M23"),
    ("The Rwanda-backed M23 took the town.", "Rwanda", "backs", "M23"),
    ("The M23, which is supported by Rwanda, took the town.", "Rwanda", "backs", "M23"),
    ("Turkey trains the Syrian National Army.", "Turkey", "trains", "Syrian National Army"),
    ("Qatar has funded Hamas for years.", "Qatar", "funds", "Hamas"),
    (
        "The United Arab Emirates supplies weapons to the Rapid Support Forces.",
        "United Arab Emirates",
        "arms",
        "Rapid Support Forces",
    ),
    ("Iran provides money and arms to Hezbollah.", "Iran", "arms", "Hezbollah"),
    ("Iran provides money and arms to Hezbollah.", "Iran", "funds", "Hezbollah"),
    ("Al-Shabaab is affiliated with al-Qaeda.", "Al-Shabaab", "affiliated_with", "al-Qaeda"),
    ("The al-Qaeda-linked group JNIM attacked the town.", "JNIM", "affiliated_with", "al-Qaeda"),
    ("Boko Haram pledged allegiance to Islamic State.", "Boko Haram", "affiliated_with", "Islamic State"),
    ("The Taliban are opposed to the Islamic State.", "Taliban", "opposed_to", "Islamic State"),
    ("The Fano militia is fighting the Ethiopian army.", "Fano militia", "opposed_to", "Ethiopian army"),
    ("Mali and Niger belong to the Alliance of Sahel States.", "Niger", "member_of", "Alliance of Sahel States"),
    ("The Alliance of Sahel States includes Mali and Niger.", "Mali", "member_of", "Alliance of Sahel States"),
    ("Bellingcat, headquartered in Amsterdam, published it.", "Bellingcat", "based_in", "Amsterdam"),
    ("The Geneva-based Red Cross sent doctors.", "Red Cross", "based_in", "Geneva"),
    ("Kamal Aziz, who heads the Sudan Doctors Network, spoke.", "Kamal Aziz", "leads", "Sudan Doctors Network"),
]


@pytest.mark.parametrize(("text", "subject", "predicate", "object_"), TIES)
def test_a_verb_ties_its_parties(ties_of: TiesOf, text: str, subject: str, predicate: str, object_: str) -> None:
    assert (subject, predicate, object_) in ties_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Iran does not back Hezbollah.",
        "The teacher led the children across the road.",
        "He backed the car into the garage.",
        "Rwanda has denied backing the M23.",
        "Rwanda denies that it backs the M23.",
        "Rwanda said it does not back the M23.",
        "Rwanda is accused of backing the M23.",
        "Rwanda might back the M23.",
        "If Rwanda backed the M23, it would face sanctions.",
        "Rwanda no longer backs the M23.",
        "Rwanda stopped funding the M23 in 2013.",
        "Rwanda would never arm the M23.",
        "Eritrea supported the rebels in the 1990s.",
        "Denmark is considering arming Ukraine.",
        "Denmark has agreed to fund Ukraine.",
        "Denmark sent weapons to Ukraine on Friday.",
        "Mali left ECOWAS in 2025.",
        "Omar Diallo used to lead the Nusra Front.",
        "Omar Diallo once led the Nusra Front.",
        "Omar Diallo led the Nusra Front until 2016.",
        "The group was armed with rifles.",
        "The militia is funded through smuggling.",
        "Troops trained in the desert.",
        "Protesters back the strike.",
        "The army commands respect.",
        "Who backs the M23?",
        "Coalition aircraft continued their efforts to support Iraqi forces.",
    ],
)
def test_what_is_past_possible_denied_or_one_act_is_no_tie(ties_of: TiesOf, text: str) -> None:
    assert ties_of(text) == []


def test_since_when_a_tie_stands(parse: Parse) -> None:
    (row,) = relations(parse("Hassan Nasrallah has led Hezbollah since 1992."))
    assert row.since == "1992"
