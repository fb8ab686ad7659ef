"""A lake that many machines share: its catalogue in PostgreSQL, its files in a bucket."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.fingerprint import fingerprint
from warehouse import Lake, LakeError, check, known, land, query

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Worlds = Callable[..., World]


def test_a_landing_is_the_same_as_on_one_machine(far_lake: Lake, no_lake: Lake, world: World) -> None:
    article = world.article("hama", "Rebels took Hama.")
    world.hold(article, "Rebels took Hama.", "Hama", "Rebels")
    world.run()
    near, far = land(no_lake, world.batch()), land(far_lake, world.batch())
    assert far.counts == near.counts
    assert fingerprint(far_lake) == fingerprint(no_lake)
    assert query(far_lake, "SELECT place FROM incidents").to_pylist() == [{"place": "Hama"}]
    assert check(far_lake) == []


def test_where_nothing_landed_the_sentence_is_the_same(far_lake: Lake) -> None:
    with pytest.raises(LakeError, match="there is no warehouse yet; `dateline run` makes one"):
        query(far_lake, "SELECT 1")
    assert known(far_lake, ["hama"]) == {}
