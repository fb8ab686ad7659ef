"""Parse repair: sentences of English prose get a finite verb if the small parser sees none."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.reading.syntax import agent, patient, phrase

MAIN = [
    ("Tanks bombarded trenches of the border guards outside Aden.", "bombarded", "Tanks", "trenches"),
    ("Gunboats and drones shelled outposts of the rebels by the lake.", "shelled", "Gunboats", "outposts"),
    ("The army massed warplanes near the strait.", "massed", "army", "warplanes"),
    ("Security guards in Togo have tortured scores of smugglers.", "tortured", "guards", "scores"),
    ("Groups opposed to the Kenyan government took the town.", "took", "Groups", "town"),
    ("“Rebels in the last 24 hours conducted six raids on the port.”", "conducted", "Rebels", "raids"),
    ("Gunmen shot dead a politician in a car park.", "shot", "Gunmen", "politician"),
    ("Rebels led by a former officer captured the town on Sunday.", "captured", "Rebels", "town"),
    ("A gang loyal to the president seized the port of Gonaives on Sunday.", "seized", "gang", "port"),
    ("Gunmen dressed as soldiers killed nine villagers.", "killed", "Gunmen", "villagers"),
    ("Gunmen disguised as police stormed the hotel on Monday.", "stormed", "Gunmen", "hotel"),
    ("Morocco cut ties with Iran.", "cut", "Morocco", "ties"),
    ("Gunmen torched homes in three villages of the district, a local official said.", "torched", "Gunmen", "homes"),
    ("In May 2015 rebels captured the port.", "captured", "rebels", "port"),
    ("In the hills of Suwayda, gunmen from the Druze minority took a barracks.", "took", "gunmen", "barracks"),
    ("More than 3,000 fighters turned in their rifles at a site in Monrovia.", "turned", "fighters", "rifles"),
]


@pytest.mark.parametrize(("text", "verb", "doer", "thing"), MAIN, ids=[text for text, *_ in MAIN])
def test_the_past_form_behind_a_noun_is_the_verb(parse: Parse, text: str, verb: str, doer: str, thing: str) -> None:
    root = token_of(parse(text), verb)
    found = (agent(root), patient(root))
    assert [t.text if t is not None else None for t in found] == [doer, thing]
    assert root.head == root or root.dep_ == "ccomp"


def test_a_month_before_a_subject_dates_the_verb(parse: Parse) -> None:
    document = parse("In July 2012 opposition fighters seized the eastern half of Homs.")
    month, year = token_of(document, "July"), token_of(document, "2012")
    assert (month.dep_, month.head.text, year.head.text) == ("obl", "seized", "July")
    assert [word.text for word in phrase(token_of(document, "fighters"))] == ["opposition", "fighters"]


LEFT = ["The villagers killed by gunmen on Monday", "A wounded soldier waited.", "Nine of the hostages freed on Monday"]


@pytest.mark.parametrize("text", LEFT)
def test_participles_of_phrases_and_clauses_stay(parse: Parse, text: str) -> None:
    assert not [
        t
        for t in parse(text).doc
        if t.lower_ in ("killed", "wounded", "freed") and t.dep_ == "ROOT" and t.tag_ == "VBD"
    ]
