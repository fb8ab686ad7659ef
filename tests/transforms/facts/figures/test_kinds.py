"""Kinds of counts, one small table each: sentences with the figures that a reader would write down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.transforms.parsing import Parse
from transforms.facts.figures.extraction import figures
from transforms.facts.figures.numbers import numbers

if TYPE_CHECKING:
    from spacy.language import Language

    from transforms.tables.schema import Figure


FORCES = [
    ("Some 8,000 soldiers patrol the northern districts.", "troops 8000"),
    ("Up to 1,000 fighters are believed to be hiding in the hills.", "troops ?-1000"),
    ("The republic moved 600 men to the frontier.", ""),
    ("The republic has 600 men on the frontier.", "troops 600"),
    ("Some 900 French and West African troops are moving into the zone.", "troops 900"),
    ("Ten rebels waved from the roof of the station.", ""),
    ("The mayor sent six men to the capital for talks.", ""),
    ("Some 300 gunmen were killed in the valley.", "killed 300"),
    ("The raid killed 70 people, 20 of them soldiers.", "killed 70, killed 20"),
    ("The clinic had 117 wounded soldiers on Monday.", "injured 117"),
]

MEN = [
    ("The army lost eleven men in the ambush.", "killed 11"),
    ("The retreat ended with the loss of nine men.", "killed 9"),
    ("Amina Roe lost two daughters in the raid.", "killed 2"),
    ("The shop lost 300 customers to its rival.", ""),
]

LIVES = [
    ("The flood claimed the lives of nine soldiers.", "killed 9"),
    ("The truce improved the lives of millions.", ""),
    ("Two officers laid down their lives for the town.", "killed 2"),
]

DEATHS = [
    ("The mayor confirmed 19 deaths and over 30 wounded.", "killed 19, injured 30+"),
    ("The report lists 31 killings and nine kidnappings.", "killed 31"),
    ("Police counted nine homicides on Monday.", "killed 9"),
    ("Three bodies lay at the gate.", "killed 3"),
    ("The morgue showed seven charred bodies.", "killed 7"),
    ("The two UN bodies met in private.", ""),
    ("The executive bodies of five big universities were shot down in the vote.", ""),
    ("The gang cut the throats of eleven farmers.", "killed 11"),
    ("Two of his colleagues had been hacked to death on Sunday.", "killed 2"),
    ("Among the dead are a soldier and two children.", "killed 2"),
    ("This brings to 15 the number killed since Thursday.", "killed 15"),
    (
        "The number of people killed in Monday's attack on a market in the east of the country has risen to 13.",
        "killed 13",
    ),
    (
        "It said 17 people had died, among them six children, and 600 residents had fled.",
        "killed 17, killed 6, displaced 600",
    ),
    ("Troops killed 12 rebels, including three commanders, and captured nine.", "killed 12, killed 3, detained 9"),
    ("Between 700 and 1,000 people are thought to have died in the siege.", "killed 700-1000"),
]

HURT = [
    ("Two people were killed and more than 40 hurt in that raid.", "killed 2, injured 40+"),
    ("Eight people were killed, 20 hurt.", "killed 8, injured 20"),
    ("Fourteen people are in hospital after the blast.", "injured 14"),
    ("Hospitals treated 87 people after the clashes.", "injured 87"),
    ("Hospitals treated 87 people for cholera.", ""),
    ("Two of the students had been beaten in the cells.", "injured 2"),
]

CLAUSES = [
    ("The families of six villagers whom the rebels killed this year want justice.", "killed 6"),
    ("The eleven soldiers of the 17th Mobile Brigade who died on Tuesday were asleep.", "killed 11"),
    ("The town mourned the 40 men they arrested last year.", "detained 40"),
    ("The army handed over the bodies of 866 men, 157 of whom died in custody.", "killed 866, killed 157"),
    ("The soldiers freed two engineers whom the rebels had kidnapped in May.", "abducted 2"),
    ("A judge ordered the release of nine farmers whom a patrol had detained.", "detained 9"),
]

CUSTODY = [
    ("Police held 44 marchers on Monday.", "detained 44"),
    ("Three colonels are in custody.", "detained 3"),
    ("The mayor pleaded for the 13 women still in captivity.", "abducted 13"),
    ("Police led two of them away.", "detained 2"),
    ("Gunmen led away 26 young men at dawn.", "abducted 26"),
    ("Five oil workers held since Sunday by gunmen came home.", "abducted 5"),
    ("Soldiers seized two brothers in the old town.", "detained 2"),
    ("Gunmen seized two brothers in the old town.", "abducted 2"),
    ("Militias burned the village and took away six girls.", "abducted 6"),
    ("Police picked up 31 students near the gate.", "detained 31"),
    ("The authorities put two party leaders under house arrest.", "detained 2"),
    ("The hall holds 300 people.", ""),
    ("Police took in two members of the party.", "detained 2"),
    ("She was abducted in March together with two nurses.", "abducted 2"),
]

FREED = [
    ("Twelve had been let go by noon.", "other 12"),
    ("The kingdom let five prisoners go.", "other 5"),
    ("The group would free 33 hostages against 700 prisoners.", "other 33, other 700"),
    ("Forty fighters laid down their arms on Friday.", "other 40"),
    ("Two hundred soldiers have deserted since May.", "other 200"),
]

MOVED = [
    ("The nuns took in ninety women from the burning villages.", "displaced 90"),
    ("The militia drove out more than 100,000 people.", "displaced 100000+"),
    ("About 40,000 people are camped around the airport.", "displaced 40000"),
    ("Germany flew out about 100 foreigners on Tuesday.", "evacuated 100"),
    ("The navy has flown 36 of its nationals out by helicopter.", "evacuated 36"),
    ("The camps hold 90,000 refugees.", "displaced 90000"),
]

ARMS = [
    ("Troops recovered 11 rifles and 1,200 rounds of ammunition.", "weapons 11, weapons 1200"),
    ("The group handed over 22 rifles.", "weapons 22"),
    ("Police showed 520 assorted guns.", "weapons 520"),
    ("They recovered 23 AK-47s in the camp.", "weapons 23"),
    ("Sappers lifted 132 mines near the school.", "weapons 132"),
]

THINGS = [
    ("The patrol counted 41 burnt houses in the village.", "buildings_damaged 41"),
    ("The mob looted about 14 shops.", "buildings_damaged 14"),
    ("Some 1,700 houses are gone.", "buildings_damaged 1700"),
    ("The army said 31 Roevian-made armoured vehicles had been destroyed.", "vehicles_destroyed 31"),
    ("The rebels sank two gunboats in the harbour.", "vehicles_destroyed 2"),
]

LISTS = [
    ("More than 100 people were arrested on Friday, up from 36 on Thursday.", "detained 100+, detained 36"),
    ("Troops reported 31 arrests, two laboratories and a truck.", "detained 31"),
    ("Four people died – two policemen, a soldier and a student – in the raid.", "killed 4, killed 2"),
    ("By then 60 villagers had been killed, and 27 policemen.", "killed 60, killed 27"),
    ("The raid killed a family of five.", "killed 5"),
    ("The army detained 35 leaders along with 175 militants.", "detained 35, detained 175"),
]

AGES = [
    "A boy of 13 was murdered near the bridge.",
    "A woman of 71 is dead.",
    "A clerk aged 61 was arrested.",
    "Two sisters, aged 9 and 14, are safe.",
    "A mother of three was arrested on Monday.",
    "Of those arrested the eldest is 63.",
    "Of the dead listed by name, all of them under 18, none was armed.",
]

NO_COUNT = [
    "On page 5 a priest is missing.",
    "By the end of Act Two the bishop has been taken prisoner.",
    "At half past eight the siege killed all trade.",
    "Guards at Unit 23 carried off the ballot box.",
    "One of those killed was the brother of the mayor.",
    "Not one soldier died.",
    "In the past two weeks mines laid by the group closed the road.",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*FORCES, *MEN, *LIVES, *DEATHS, *HURT, *CLAUSES, *CUSTODY, *FREED, *MOVED, *ARMS, *THINGS, *LISTS],
    ids=lambda text: text[:50],
)
def test_what_is_counted(parse: Parse, text: str, expected: str) -> None:
    assert ", ".join(brief(figure) for figure in figures(parse(text))) == expected


@pytest.mark.parametrize("text", AGES)
def test_an_age_or_the_children_of_one_person_are_no_count(parse: Parse, text: str) -> None:
    assert figures(parse(text)) == []


@pytest.mark.parametrize("text", NO_COUNT)
def test_a_label_an_hour_or_one_of_many_is_no_count(parse: Parse, text: str) -> None:
    assert figures(parse(text)) == []


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("15 000 soldiers", 15_000, 15_000, None),
        ("1 250 000 people", 1_250_000, 1_250_000, None),
        ("sixty-odd soldiers", 60, 60, "- odd"),
        ("two, perhaps three priests", 2, 3, None),
        ("handed over 22 rifles", 22, 22, None),
        ("In September twelve soldiers", 12, 12, None),
        ("In June 300 soldiers", 300, 300, None),
        ("since May 7 to 751", 751, 751, None),
    ],
)
def test_how_a_number_is_written(nlp: Language, text: str, low: int, high: int, qualifier: str | None) -> None:
    (found,) = numbers(nlp.make_doc(text)[:])
    assert (found.low, found.high, found.qualifier) == (low, high, qualifier)


def brief(figure: Figure) -> str:
    low = "?" if figure.low is None else str(figure.low)
    bounds = low if figure.low == figure.high else f"{low}+" if figure.high is None else f"{low}-{figure.high}"
    return f"{figure.measure} {bounds}"
