"""Territorial control: who takes, loses or fights for which place, and sentences that only sound like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.documents import Parse
from transforms.facts.events.extraction import events

if TYPE_CHECKING:
    from transforms.tables.schema import Event


def changes(parse: Parse, text: str) -> list[Event]:
    """The events that change the control of a place, except denied, planned or hypothetical ones."""
    return [e for e in events(parse(text)) if e.territory and e.modality in ("asserted", "claimed")]


CHANGES = [
    ("The army recaptured Nyanzale in Rutshuru.", "gained", "Nyanzale", "The army", None),
    ("Rebels captured the districts of Karm al-Jabal and Hanano in Aleppo, Syria.", "gained", "Hanano", "Rebels", None),
    ("Government troops captured Palmyra in Syria on Tuesday.", "gained", "Palmyra", "Government troops", None),
    ("The army took back Palmyra in Syria.", "gained", "Palmyra", "The army", None),
    ("The Taliban have taken over Kabul.", "gained", "Kabul", "The Taliban", None),
    ("The Taliban took control of Kandahar.", "gained", "Kandahar", "The Taliban", None),
    ("Government forces recaptured Ramadi from Islamic State militants.", "gained", "Ramadi", "Government forces",
     "Islamic State militants"),
    ("Mosul was liberated by Iraqi forces in July 2017.", "gained", "Mosul", "Iraqi forces", None),
    ("Azerbaijan regained Shusha.", "gained", "Shusha", "Azerbaijan", None),
    ("Jihadists seized Kidal in Mali on Friday after the army withdrew.", "gained", "Kidal", "Jihadists", None),
    ("Kunduz fell to the Taliban on Sunday.", "gained", "Kunduz", "the Taliban", None),
    ("In Congo, Goma fell to the M23 on Monday.", "gained", "Goma", "the M23", None),
    ("Raqqa fell into the hands of Islamic State.", "gained", "Raqqa", "Islamic State", None),
    ("Hodeidah in Yemen fell under Houthi control.", "gained", "Hodeidah", "Houthi", None),
    ("Damascus came under the control of the Syrian rebels.", "gained", "Damascus", "the Syrian rebels", None),
    ("The fall of Kabul to the Taliban in August 2021 ended the war.", "gained", "Kabul", "the Taliban", None),
    ("The Sudanese army's recapture of Wad Madani was celebrated.", "gained", "Wad Madani", "The Sudanese army", None),
    ("The army pushed the RSF out of Khartoum.", "gained", "Khartoum", "The army", "the RSF"),
    ("Iraqi forces drove Islamic State out of Ramadi.", "gained", "Ramadi", "Iraqi forces", "Islamic State"),
    ("The Islamic State was driven out of Raqqa by the Syrian Democratic Forces.", "gained", "Raqqa",
     "the Syrian Democratic Forces", "The Islamic State"),
    ("The Rapid Support Forces were pushed out of Khartoum on Friday.", "gained", "Khartoum", None,
     "The Rapid Support Forces"),
    ("Islamic State was expelled from the city of Sirte.", "gained", "Sirte", None, "Islamic State"),
    ("The army lost Mosul to the Islamic State.", "lost", "Mosul", "The army", "the Islamic State"),
    ("The army lost control of Hodeidah.", "lost", "Hodeidah", "The army", None),
    ("The military ceded Lashio to the rebels.", "lost", "Lashio", "The military", "the rebels"),
    ("Armenia handed Lachin to Azerbaijan.", "lost", "Lachin", "Armenia", "Azerbaijan"),
    ("The Ethiopian government handed over Mekelle to the rebels.", "lost", "Mekelle", "The Ethiopian government",
     "the rebels"),
    ("Libyan rebels gave up Sirte without a fight.", "lost", "Sirte", "Libyan rebels", None),
    ("Kandahar was abandoned by Afghan forces.", "lost", "Kandahar", "Afghan forces", None),
    ("Ukrainian forces abandoned Avdiivka.", "lost", "Avdiivka", "Ukrainian forces", None),
    ("The Myanmar junta's troops fled Myawaddy in Karen State.", "lost", "Myawaddy", "The Myanmar junta's troops",
     None),
    ("Russian troops withdrew from Kherson.", "lost", "Kherson", "Russian troops", None),
    ("In Syria the town of Manbij changed hands on Sunday.", "lost", "Manbij", None, None),
    ("In Syria, Kobani fell on Tuesday.", "lost", "Kobani", None, None),
    ("The rebels control the town of Goma.", "gained", "Goma", "The rebels", "the town of Goma"),
    ("Aleppo is controlled by the rebels.", "gained", "Aleppo", "the rebels", None),
    ("The town of Marib is held by rebels.", "gained", "Marib", "rebels", "The town of Marib"),
    ("Houthi rebels are in control of Marib.", "gained", "Marib", "Houthi rebels", None),
    ("The army remained in control of Hama.", "gained", "Hama", "The army", None),
    ("Bukavu remains under the control of the Congolese army.", "gained", "Bukavu", "the Congolese army", None),
    ("The city of Khartoum had been under the control of the Rapid Support Forces since April 2023.", "gained",
     "Khartoum", "the Rapid Support Forces", None),
    ("Lashio is in the hands of the Myanmar National Democratic Alliance Army.", "gained", "Lashio",
     "the Myanmar National Democratic Alliance Army", None),
    ("Goma is under M23 control.", "gained", "Goma", "M23", None),
    ("The army entered Wad Madani on Saturday.", "contested", "Wad Madani", "The army", None),
    ("Charles Taylor's men still control Gbarnga in Liberia.", "gained", "Gbarnga", "Charles Taylor's men", None),
    ("Kurdish forces took Sinjar in Iraq.", "gained", "Sinjar", "Kurdish forces", None),
    ("Syria says that Al-Bab has been ruled by Islamic State for a year.", "gained", "Al-Bab", "Islamic State", None),
    ("The rebels advanced into Addis Ababa.", "contested", "Addis Ababa", "The rebels", None),
    ("Government soldiers are back in control of Kharg in Iran.", "gained", "Kharg", "Government soldiers", None),
    ("Shells fell on the outskirts of Horlivka, which has been under the control of separatists since 2015.", "gained",
     "Horlivka", "separatists", None),
    ("Four years after it fell to insurgents, Palma in Mozambique has no school.", "gained", "Palma", "insurgents",
     None),
    ("Russian forces encircled Mariupol.", "contested", "Mariupol", "Russian forces", None),
    ("Sudanese rebels besieged El Fasher.", "contested", "El Fasher", "Sudanese rebels", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "territory", "place", "source", "target"), CHANGES, ids=[f"{row[1]}: {row[0][:40]}" for row in CHANGES]
)
def test_a_place_changes_hands(
    parse: Parse, text: str, territory: str, place: str, source: str | None, target: str | None
) -> None:
    found = [
        (event.territory, event.place, event.source, None if event.target == event.place else event.target)
        for event in changes(parse, text)
    ]
    assert found == [(territory, place, source, target)]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels in Yemen failed to capture Taiz.",
        "The rebels advanced towards Addis Ababa.",
        "Somali troops are marching on Jilib.",
        "Rebels hold the harbour of Monrovia.",
        "Soldiers seized a cannon in Hama and took it back to their base.",
        "The Ukrainian army denied having lost Kherson.",
        "The Ukrainian army denied that Kherson had fallen to Wagner.",
        "The Yemeni army has not captured Marib.",
        "The Congolese army did not withdraw from Goma.",
        "The army said it had not lost Babanusa.",
        "Militants tried to enter Maiduguri.",
        "The Syrian president vowed to retake Aleppo.",
        "The army could retake Mekelle within days.",
        "Rebels attempted to seize Juba airport.",
        "Syrian rebels were about to capture Hama.",
        "Rebels came close to capturing Hama in Syria.",
        "The Syrian army repelled an attempt by rebels to take Hama.",
        "Soldiers found rockets in a cave near Hama. They took it away in trucks.",
        "Sappers cleared 60 mines from fields near Hama.",
        "Temperatures in the city fell on Sunday.",
        "The city of Aleppo fell silent.",
        "Israel expelled Palestinians from Jaffa.",
        "Mali expelled the French ambassador from Bamako.",
        "Police drove protesters from the square.",
        "Five men are in rebel hands in Homs.",
        "Pagers exploded in the hands of Hezbollah members in Beirut.",
        "Troops hold elections in Mali.",
        "The rebels hold talks in Aleppo.",
        "Gunmen hold 14 captives in Jolo.",
        "The rebels do not control Hama.",
        "The United States controls the export of chips to China.",
    ],
)
def test_what_only_sounds_like_it_changes_no_control(parse: Parse, text: str) -> None:
    assert changes(parse, text) == []


def test_what_was_taken_and_lost_in_other_years_is_two_dated_changes(parse: Parse) -> None:
    found = changes(
        parse, "In Libya, militants of Islamic State captured the city of Sirte in 2014 and lost it in 2017."
    )
    assert [(e.territory, e.place, e.date_start) for e in found] == [
        ("gained", "Sirte", "2014"),
        ("lost", "Sirte", "2017"),
    ]


def test_what_a_party_says_it_took_is_claimed(parse: Parse) -> None:
    (found,) = changes(parse, "The rebels said they had captured Lashio in Myanmar.")
    assert (found.modality, found.attribution, found.source) == ("claimed", "The rebels", "The rebels")
