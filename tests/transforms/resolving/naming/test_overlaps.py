"""Of names that overlap one stands, and words that are no names stay out."""

from __future__ import annotations

from tests.documents import Parse
from tests.names import doc, named
from transforms.resolving.mentions import mentions
from transforms.resolving.names import find_names


def test_names_do_not_overlap_and_the_longest_wins() -> None:
    found = find_names(doc("The Syrian Observatory for Human Rights counted the dead in northern Syria."))
    assert [name.span.text for name in found] == ["Syrian Observatory for Human Rights", "northern Syria"]
    assert found[0].actor is not None
    assert found[0].actor.actor_id == "sy-sohr"


def test_what_became_of_soldiers_is_no_body(parse: Parse) -> None:
    found = {
        m.text: m.actor_id for m in mentions(parse("Three soldiers were KIA. Later KIA fighters attacked a camp."))
    }
    assert found == {"KIA": "mm-kia"}
    assert len(mentions(parse("Three soldiers were KIA and nine WIA."))) == 0


def test_words_that_are_no_names_stay_out() -> None:
    assert named("Police said that many people may march. Most of the hope is gone.") == {}
