"""An article of nothing but crime between private persons holds no event, whatever verbs it uses."""

from __future__ import annotations

from datetime import date

from tests.linking.linked import Linked, _article
from tests.linking.reading import read
from transforms.facts.events.learned.everyday import is_everyday

CRIME = (
    "A man with a shotgun opened fire in a flat above a laundry in Tampico on Saturday night, killing his former "
    "girlfriend and her brother, police said. The suspect, aged 34, was arrested on Sunday morning at a petrol station "
    "with the weapon in the boot of his car. Neighbours had heard the couple quarrel over money for weeks. “She was a "
    "kind woman, she had asked the court to keep him away,” said the owner of the laundry. Detectives believe that he "
    "broke a window at the back of the house. He has been charged with two counts of murder and was refused bail by a "
    "judge on Monday. The trial is to begin in spring. The woman leaves a son of six years, who was asleep at a "
    "friend's house when the shots were fired."
)
ATTACK = (
    "Gunmen of an armed group opened fire on a police post above a laundry in Tampico on Saturday night, killing two "
    "officers and wounding a third, the army said. Soldiers who came to their help were attacked on the road with "
    "grenades and fired back for an hour. The group, which has fought the government for control of the port since "
    "last year, said in a statement that it had seized weapons. “We heard the shots and lay down on the floor,” said "
    "the owner of the laundry. Troops searched the quarter on Sunday and arrested nine men who are accused of support "
    "for the rebels. The governor called on the residents to stay at home, and hundreds of people marched to the town "
    "hall on Monday to demand protection."
)


def classes_of(text: str) -> set[str]:
    article = _article("told", "Gazette", str(date(2024, 5, 15)))
    article.text = text
    return {row["plover"] for row in read(Linked([article])) if "measure" not in row}


def test_crime_alone_is_no_event() -> None:
    assert is_everyday(CRIME)
    assert classes_of(CRIME) == set()


def test_an_attack_told_in_its_manner_is_one() -> None:
    assert not is_everyday(ATTACK)
    assert "ASSAULT" in classes_of(ATTACK)
