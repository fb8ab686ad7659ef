"""Which numbers count a part of those before them."""

from __future__ import annotations

from tests.documents import Parse
from transforms.facts.figures.extraction import figures
from transforms.tables.normalise import fact_ids


def test_the_worst_hurt_are_part_of_the_hurt(parse: Parse) -> None:
    dead, hurt, worst = figures(parse("The blast killed 15 people and injured 20 others, two seriously."))
    assert (dead.measure, worst.measure, worst.low) == ("killed", "injured", 2)
    assert worst.part_of == fact_ids("figures", [dead, hurt, worst])[1]
