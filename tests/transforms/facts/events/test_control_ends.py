from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.transforms.facts.events.test_territory import changes


@pytest.mark.parametrize(
    "text",
    [
        "Rebels briefly seized the town of Lalibela on Monday before being driven out by government troops.",
        "Rebels captured the Syrian town of Saraqib on Monday and withdrew the same day.",
        "Islamist fighters overran the town of Djibo on Tuesday and left before dawn.",
        "Maoists marched through Tansen in Nepal on Tuesday. They held it for one night in January 2006.",
        "Misseriya fighters have cut the road to Abyei, a Sudanese oil town, traders said on Tuesday.",
        "Militants seized the Nigerian town of Marte for several hours before the army forced them out.",
        "Rebels captured Saraqib in Syria on Monday but were forced to withdraw.",
        "Al-Shabaab fighters took the Somali town of Mahas on Monday but were pushed out within hours.",
        "Insurgents occupied the Mozambican town of Palma for a few hours and then retreated into the bush.",
        "Fighters of the M23 entered Walikale on Tuesday and pulled out hours later.",
        "Al-Shabaab captured Mahas in Somalia on Monday night and left before dawn on Tuesday.",
        "Islamist militants held Marte for several months in 2014.",
        "Mosul, held by Islamic State until 2017, is being rebuilt.",
        "In Yemen, the town of Harib has changed hands several times since the war began.",
        "The Yemeni town of Harib has changed hands twice this year.",
        "Islamist fighters overran the town of Djibo on Tuesday. They burned the market and left before dawn.",
    ],
)
def test_what_was_left_again_is_not_held(parse: Parse, text: str) -> None:
    assert changes(parse, text) == []


def test_what_was_lost_again_is_only_lost(parse: Parse) -> None:
    text = "In February troops occupied Anlong Veng in Cambodia and lost it again within three weeks."
    assert [event.territory for event in changes(parse, text)] == ["lost"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The army recaptured Walikale on Tuesday, hours after the M23 pulled out.", "The army"),
        ("The rebels captured Kidal before dawn on Monday.", "The rebels"),
        ("Government troops captured Palmyra in Syria before militants could flee.", "Government troops"),
        ("The M23 seized Goma in January.", "The M23"),
        ("The army recaptured Walikale on Tuesday, two days after losing it.", "The army"),
        ("The RSF has held Nyala for a year.", "The RSF"),
        ("The RSF has held Nyala for ten days.", "The RSF"),
        ("The rebels hold Saraqib in Syria until the vote.", "The rebels"),
        ("The M23 seized Goma in January and refused to leave the town.", "The M23"),
        ("The M23 seized Goma in January and vowed never to withdraw.", "The M23"),
        ("The M23 seized Goma on Monday and agreed to withdraw.", "The M23"),
        ("Rebels captured Saraqib in Syria on Sunday, leaving it without electricity.", "Rebels"),
        ("The army shortly afterwards captured Saraqib in Syria.", "The army"),
        ("Rebels captured the town of Lalibela on Monday. They withdrew from Kobo.", "Rebels"),
        ("Rebels captured Lalibela on Monday. The governor fled and left his car.", "Rebels"),
    ],
)
def test_what_others_left_or_who_still_holds_it_is_held(parse: Parse, text: str, source: str) -> None:
    assert ("gained", source) in [(event.territory, event.source) for event in changes(parse, text)]


def test_what_was_left_at_another_time_was_held_until_then(parse: Parse) -> None:
    text = "Islamic State captured Palmyra in May 2015 and withdrew from it in March 2016."
    assert [event.territory for event in changes(parse, text)] == ["gained", "lost"]
