from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.learned.triggers import can_trigger
from transforms.tables.schema import Plover


@pytest.mark.parametrize(
    ("text", "trigger", "plover", "allowed"),
    [
        ("They are hunters.", "hunters", "ASSAULT", False),
        ("The guns fell silent in the town.", "fell", "ASSAULT", False),
        ("The guns had gone quiet by noon, and rebels fell back.", "gone", "ASSAULT", False),
        ("This is a condemned and dangerous raid.", "condemned", "ACCUSE", False),
        ("The United States had not taken part in the advance.", "taken", "COERCE", False),
        ("The march took place on Monday.", "took", "PROTEST", False),
        ("Rebels failed to capture the bridge.", "failed", "ASSAULT", False),
        ("The guards refused to fire on the crowd.", "refused", "ASSAULT", False),
        ("The militia avoided attacking the base.", "avoided", "ASSAULT", False),
        ("Rebels failed to capture the bridge.", "capture", "COERCE", True),
        ("The town refused the envoy.", "refused", "REJECT", True),
        ("Rebels took the town.", "took", "COERCE", True),
        ("Rebels took part of the town.", "took", "COERCE", True),
        ("The army attacked the camp.", "attacked", "ASSAULT", True),
        ("The murder of two nuns angered the town.", "murder", "ASSAULT", True),
        ("Mourners gathered outside the church for the funeral of a nurse.", "gathered", "PROTEST", False),
        ("Thousands marched behind the coffins of nine farmers.", "marched", "PROTEST", False),
        ("Mourners gathered for the funeral and chanted slogans against the junta.", "gathered", "PROTEST", True),
        ("Lorry drivers marched to the ministry.", "marched", "PROTEST", True),
        ("The funeral turned into a protest.", "protest", "PROTEST", True),
        ("Jets bombed a funeral in Hama.", "bombed", "ASSAULT", True),
        ("Rebels pulled back from the brink of an attack.", "pulled", "RETREAT", False),
        ("Rebels pulled back from the bridge.", "pulled", "RETREAT", True),
        ("Rebels pulled back from the edge of Goma.", "pulled", "RETREAT", True),
        ("Rebels withdrew from Goma on Monday as the country stood on the brink of war.", "withdrew", "RETREAT", True),
        (
            "Thousands marched past the war memorial in Belgrade to call for early elections.",
            "marched",
            "PROTEST",
            True,
        ),
        ("Thousands gathered in the cemetery to call on the mayor to resign.", "gathered", "PROTEST", True),
        ("Police lined up and shot nine mourners at the cemetery.", "lined", "ASSAULT", True),
        ("Troops marched on Goma past the cemetery.", "marched", "ASSAULT", True),
        ("Soldiers took apart a launcher that was aimed at the town.", "aimed", "ASSAULT", False),
        ("Soldiers aimed rockets at the town.", "aimed", "ASSAULT", True),
        ("The navy test-fired a missile off the coast.", "fired", "ASSAULT", False),
        ("The navy fired two test rockets at a hulk.", "fired", "ASSAULT", False),
        ("The navy fired two rockets at a hulk near the test site.", "fired", "ASSAULT", True),
        ("Dockers' strikes hit two ports.", "strikes", "ASSAULT", False),
        ("Dockers' strikes hit two ports.", "hit", "ASSAULT", False),
        ("A strike by nurses shut the clinic.", "strike", "ASSAULT", False),
        ("A strike by jets shut the clinic.", "strike", "ASSAULT", True),
        ("A strike by nurses shut the clinic.", "strike", "PROTEST", True),
        ("Nine tanks crossed the Niger overnight.", "crossed", "ASSAULT", False),
        ("Rebels crossed into Chad at dawn.", "crossed", "ASSAULT", False),
    ],
)
def test_what_can_be_a_trigger(parse: Parse, text: str, trigger: str, plover: Plover, allowed: bool) -> None:
    document = parse(text)
    assert can_trigger(token_of(document, trigger), plover, document) is allowed


@pytest.mark.parametrize(
    ("text", "word", "allowed"),
    [
        ("Thousands attended a funeral prayer in Homs on Friday.", "attended", False),
        ("Thousands gathered for the funeral in Homs and chanted against the army.", "gathered", True),
        ("Thousands gathered for a rally in Homs.", "gathered", True),
    ],
)
def test_a_burial_is_no_protest(parse: Parse, text: str, word: str, allowed: bool) -> None:
    document = parse(text)
    assert can_trigger(token_of(document, word), "PROTEST", document) is allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("Four were taken to hospital.", False),
        ("They were taken for rebels.", False),
        ("They were taken for questioning.", True),
        ("Four were taken to a prison.", True),
    ],
)
def test_who_is_taken_to_hospital_is_not_held(parse: Parse, text: str, allowed: bool) -> None:
    document = parse(text)
    assert can_trigger(token_of(document, "taken"), "COERCE", document) is allowed
