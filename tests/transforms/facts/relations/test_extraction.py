"""Relations between named actors, persons and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.transforms.parsing import Parse
from transforms.facts.relations.extraction import relations
from transforms.seeds import Row, rows

if TYPE_CHECKING:
    pass


TIES = [
    ("Maria Lopez, a senior analyst at Amnesty International, said so.", "Maria Lopez", "role", "senior analyst"),
    (
        "Maria Lopez, a senior analyst at Amnesty International, said so.",
        "Maria Lopez",
        "affiliated_with",
        "Amnesty International",
    ),
    ("“It burned,” says John Smith, a Kenyan journalist.", "John Smith", "nationality", "Kenya"),
    ("“It burned,” says John Smith, a Nairobi-based journalist.", "John Smith", "based_in", "Nairobi"),
    ("French President Emmanuel Macron arrived on Friday.", "Emmanuel Macron", "leads", "France"),
    ("Russian Foreign Minister Sergei Lavrov met the envoy.", "Sergei Lavrov", "role", "Foreign Minister"),
    ("Russian Foreign Minister Sergei Lavrov met the envoy.", "Sergei Lavrov", "affiliated_with", "Russia"),
    ("Hassan Nasrallah, the leader of Hezbollah, spoke on Friday.", "Hassan Nasrallah", "leads", "Hezbollah"),
    ("Hassan Nasrallah has led Hezbollah since 1992.", "Hassan Nasrallah", "leads", "Hezbollah"),
    ("Iran backs Hezbollah in Lebanon.", "Iran", "backs", "Hezbollah"),
    ("The militias are trained and armed by Iran.", "Iran", "arms", "militias"),
    ("The militias are trained and armed by Iran.", "Iran", "trains", "militias"),
    ("Iran-backed Houthi rebels entered the port.", "Iran", "backs", "Houthi rebels"),
    (
        "Fighting went on near Goma in the Democratic Republic of the Congo.",
        "Goma",
        "located_in",
        "Democratic Republic of the Congo",
    ),
    ("A bomb went off in Mosul, Iraq, on Friday.", "Mosul", "located_in", "Iraq"),
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
    ("Hezbollah, an ally of Iran, fired rockets.", "Hezbollah", "allied_with", "Iran"),
    ("The Taliban are opposed to the Islamic State.", "Taliban", "opposed_to", "Islamic State"),
    ("The Fano militia is fighting the Ethiopian army.", "Fano militia", "opposed_to", "Ethiopian army"),
    ("The Houthis are at war with the Yemeni government.", "Houthis", "opposed_to", "Yemeni government"),
    ("Poland is a member of NATO.", "Poland", "member_of", "NATO"),
    ("Mali and Niger belong to the Alliance of Sahel States.", "Niger", "member_of", "Alliance of Sahel States"),
    ("The Alliance of Sahel States includes Mali and Niger.", "Mali", "member_of", "Alliance of Sahel States"),
    ("The Qassam Brigades, the armed wing of Hamas, fired.", "Qassam Brigades", "member_of", "Hamas"),
    ("Bellingcat, headquartered in Amsterdam, published it.", "Bellingcat", "based_in", "Amsterdam"),
    ("The Geneva-based Red Cross sent doctors.", "Red Cross", "based_in", "Geneva"),
    ("Nigerian soldier Musa Bello was killed.", "Musa Bello", "nationality", "Nigeria"),
    ("Anders Berg of Human Rights Watch said so.", "Anders Berg", "affiliated_with", "Human Rights Watch"),
    ("Kamal Aziz, who heads the Sudan Doctors Network, spoke.", "Kamal Aziz", "leads", "Sudan Doctors Network"),
    ("Nyala, the capital of South Darfur, was bombed.", "Nyala", "located_in", "South Darfur"),
    ("Shelling hit Kharkiv in north-eastern Ukraine.", "Kharkiv", "located_in", "north-eastern Ukraine"),
    ("Mogadishu, Somalia's capital, was hit.", "Mogadishu", "located_in", "Somalia"),
    ("The Kenyan think tank Horn Institute was closed.", "Horn Institute", "country", "Kenya"),
    ("They entered Nigeria’s second-largest city Kano at dawn.", "Kano", "located_in", "Nigeria"),
]


@pytest.mark.parametrize(("text", "subject", "predicate", "other"), TIES, ids=[f"{t[2]}: {t[0][:30]}" for t in TIES])
def test_tie(parse: Parse, text: str, subject: str, predicate: str, other: str) -> None:
    assert (subject, predicate, other) in {(r.subject, r.predicate, r.object) for r in relations(parse(text))}


def test_since(parse: Parse) -> None:
    (row,) = relations(parse("Hassan Nasrallah has led Hezbollah since 1992."))
    assert row.since == "1992"


@pytest.mark.parametrize(
    "text",
    [
        "Iran does not back Hezbollah.",
        "The teacher led the children across the road.",
        "He backed the car into the garage.",
        "Iraq, Lebanon and Jordan closed their borders.",
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
        "Hezbollah is not an ally of Qatar.",
        "Chad is a former ally of France.",
        "Ukraine is not a member of NATO.",
        "Ukraine wants to become a member of NATO.",
        "Mali left ECOWAS in 2025.",
        "Omar Diallo, a former leader of the Nusra Front, spoke on Friday.",
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
def test_no_tie(parse: Parse, text: str) -> None:
    assert relations(parse(text)) == []


def test_each_tie_once(parse: Parse) -> None:
    rows = relations(parse("Iran backs Hezbollah. For years Iran has backed Hezbollah."))
    assert [(r.subject, r.predicate, r.object) for r in rows] == [("Iran", "backs", "Hezbollah")]


@pytest.mark.parametrize("row", rows("relations"), ids=lambda row: f"{row['lemma']} {row['frame']}")
def test_each_row_reads_the_tie_of_its_example(parse: Parse, row: Row) -> None:
    assert row["predicate"] in {r.predicate for r in relations(parse(str(row["example"])))}
