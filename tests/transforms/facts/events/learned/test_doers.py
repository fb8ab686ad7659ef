from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.learned.doers import may_be_source
from transforms.facts.events.learned.grammar import may_fill


@pytest.mark.parametrize(
    ("text", "trigger", "filler"),
    [
        ("The militia shelled Homs. “Our troops hit it hard,” the army said.", "hit", "militia"),
        ("Nine villagers were killed on Monday.", "killed", "villagers"),
        ("The elders denied any part in the ambush on Monday.", "ambush", "elders"),
        ("The elders of Kidal have no link to the ambush, the militia said.", "ambush", "militia"),
        ("The rebels dug in. Militia commanders say they have overrun the caves.", "overrun", "rebels"),
        ("Relations between Mali and Niger have soured since the ambush.", "ambush", "Mali"),
        ("Relations between Mali and Niger have soured since the ambush.", "ambush", "Niger"),
        ("A patrol was ambushed, and nine men were killed.", "killed", "patrol"),
        ("Soldiers killed nine rebels in a search for abducted pupils.", "abducted", "rebels"),
        ("The strikes on the camp killed nine people.", "killed", "camp"),
        ("Homs: Soldiers of the army shot nine men.", "shot", "Homs"),
        ("Officials smiled after Malian forces had retaken the town.", "retaken", "Officials"),
        ("They sheltered the families by seizing the camp.", "seizing", "families"),
        ("A patrol observed a detonation on the road.", "detonation", "patrol"),
        ("A raid in Gao, Mali, killed nine men.", "raid", "Mali"),
        ("A gunman shot Mali’s envoy. The attack shocked the capital.", "attack", "Mali"),
        ("Leaders of Mali said the attack was an attempt to harm ties of their peoples.", "attack", "Mali"),
        ("Nine men were seized by a raider, a police spokesman said.", "seized", "spokesman"),
        ("The army clashed with rebels near the town.", "clashed", "rebels"),
        ("In the north of the state, the rebels attacked the town.", "attacked", "north"),
        ("The rebels said that nine villagers were executed.", "executed", "rebels"),
        ("A million people have been displaced by the violence.", "displaced", "violence"),
        ("The army shelled the town.", "shelled", "town"),
        ("A doctor told Reuters the raid killed nine people.", "raid", "Reuters"),
        ("Nine soldiers were killed in a raid on a post.", "raid", "soldiers"),
        ("The army said its troops in Hama were regrouping after attacks on posts.", "attacks", "Hama"),
        (
            "Nine people died when jets bombed Idlib, medics said, making it the worst raid of the war.",
            "raid",
            "medics",
        ),
        (
            "Ministers of Iran and Iraq warned that the fighting threatened the region.",
            "fighting",
            "Ministers",
        ),
        ("Ministers of Iran and Iraq warned that the fighting threatened the region.", "fighting", "Iraq"),
        ("The army withdrew on Friday. The capture of the town came a day later.", "capture", "army"),
        ("The army said that it had withdrawn. The capture of the town came a day later.", "capture", "army"),
        ("Turkey fears the militia, which it has fought for decades.", "fought", "militia"),
        ("Rebels captured Hama, the second city that the president has lost.", "lost", "president"),
        ("Our men beat back a raid by the militia and killed nine of its fighters.", "killed", "militia"),
        ("The militia attacked Hama. Our soldiers killed nine of its fighters.", "killed", "militia"),
    ],
)
def test_who_is_no_doer(parse: Parse, text: str, trigger: str, filler: str) -> None:
    document = parse(text)
    assert not may_fill("source", token_of(document, filler), token_of(document, trigger), "ASSAULT", document)


@pytest.mark.parametrize(
    ("text", "trigger", "filler"),
    [
        ("The army attacked the camp.", "attacked", "army"),
        ("The rebels said their attack killed nine people.", "attack", "rebels"),
        ("The rebels said they carried out the attack.", "attack", "rebels"),
        ("The rebels claimed the attack.", "attack", "rebels"),
        ("Rebels, who fought the army, fled.", "fought", "Rebels"),
        ("The army withdrew after it shelled the town.", "shelled", "army"),
        ("The army said nine rebels were killed.", "killed", "army"),
        ("Nine villagers were killed by the army.", "killed", "army"),
        ("The militia killed nine of its fighters.", "killed", "militia"),
        ("The militia beat back a raid by the army and killed nine soldiers.", "killed", "militia"),
        ("The army fled from rebels who killed nine soldiers.", "killed", "rebels"),
        ("The rebels came on Monday. Villagers say they burned the mill.", "burned", "rebels"),
    ],
)
def test_who_may_be_the_doer(parse: Parse, text: str, trigger: str, filler: str) -> None:
    document = parse(text)
    assert may_fill("source", token_of(document, filler), token_of(document, trigger), "ASSAULT", document)
    assert may_be_source(token_of(document, filler), token_of(document, trigger), "ASSAULT", document)
