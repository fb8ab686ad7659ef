"""A report that its sentence calls wrong is denied."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.events.extraction import events


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Claims that the army bombed the hospital are untrue.", "denied"),
        ("An earlier version of this article said that the army bombed the hospital.", "denied"),
        ("The earlier report of the rebels said that the army bombed the hospital.", "asserted"),
        ("It is not true that the army bombed the hospital.", "denied"),
        ("It was false that the army bombed the hospital, he said.", "denied"),
        ("Reports that the army bombed the hospital were fabricated.", "denied"),
        ("Allegations that troops shelled the camp were baseless.", "denied"),
        ("The paper has retracted this article about an attack on Hama.", "denied"),
        ("The paper has retracted this article, which said that the army bombed the hospital.", "denied"),
        ("The paper retracted its report, and the army bombed the hospital.", "asserted"),
        ("The paper withdrew its first report that the army bombed the hospital.", "denied"),
        ("Rebels withdrew after a report that the army bombed the hospital.", "asserted"),
        ("Claims that the army bombed the hospital are many.", "asserted"),
        ("An article on Sunday gave the wrong age. The article also said that jets bombed the hospital.", "denied"),
        ("An article on Sunday told of a raid. The article also said that jets bombed the hospital.", "asserted"),
        ("An article on Sunday gave the wrong age. The army said that jets bombed the hospital.", "claimed"),
        ("There is no evidence that the army bombed the hospital.", "hypothetical"),
    ],
)
def test_a_report_that_is_called_wrong_is_denied(parse: Parse, text: str, modality: str) -> None:
    assert modality in {event.modality for event in events(parse(text)) if event.plover == "ASSAULT"}
