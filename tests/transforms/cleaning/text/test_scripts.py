"""Text that only the scripts of a page hold."""

from __future__ import annotations

import json

import pytest

from tests.transforms.cleaning.conftest import FIRST, HEAD, OTHER, SECOND, TEXT, THIRD, read
from transforms.cleaning.draft import Unclean

PARTS = {"headline": "Grain reaches the town", "body": [{"text": each} for each in (FIRST, SECOND, THIRD)]}
NEXT = json.dumps({"props": {"article": PARTS, "related": [{"title": "Harbour", "text": OTHER}]}})
STORY = {"headline": "Grain reaches the town", "body": TEXT, "related": [{"title": "Harbour", "body": OTHER}]}
PUSHED = json.dumps("5:" + json.dumps(["$", "article", None, STORY]) + "\n6:[]")


@pytest.mark.parametrize(
    "script",
    [
        f'<p>Loading</p><script id="__NEXT_DATA__">{NEXT}</script>',
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": STORY})}</script>',
        f'<script>self.__next_f.push([1,{PUSHED[: len(PUSHED) // 2]}"])</script>'
        f'<script>self.__next_f.push([1,"{PUSHED[len(PUSHED) // 2 :]}])</script>',
        f"<script>window.__INITIAL_STATE__ = {json.dumps(STORY)};</script>",
        f"<script>Fusion.globalContent={json.dumps(STORY)};Fusion.globalContentConfig={{}};</script>",
        f'<script type="application/json">{json.dumps([STORY])}</script>',
    ],
)
def test_a_text_that_only_a_script_holds_is_read(script: str) -> None:
    found = read(f'<div id="app">{HEAD}</div>{script}').text
    assert found.split("\n\n") == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "script", ["self.__next_f.push([0])", "x = {", "[" * 50_000, "window.a = {}; b = 2", "var x=[1,2"]
)
def test_a_script_that_holds_no_text_is_passed_over(script: str) -> None:
    with pytest.raises(Unclean) as caught:
        read(f"<div>{HEAD}</div><script>{script}</script>")
    assert caught.value.reason == "no_article"
