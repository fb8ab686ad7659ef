"""A page of a story, and its reading."""

from __future__ import annotations

from transforms.cleaning import webpage
from transforms.cleaning.draft import Announced, Draft

URL = "https://outlet.example/world/grain-convoy"
FIRST = "A convoy of nine lorries brought grain to the besieged town on Friday, the district council said."
SECOND = "Bakers lit their ovens before dawn and sold bread at the old price until noon, residents told this paper."
THIRD = "The road had been closed since the bridge at the mill was blown up in the second week of the war."
HEAD = "<h1>Grain reaches the town</h1>"
TEXT = "".join(f"<p>{each}</p>" for each in (FIRST, SECOND, THIRD))
OTHER = "Nine fishermen were detained off the northern harbour."


def read(body: str, head: str = "") -> Draft:
    """What is read of a page with this body."""
    html = f"<html><head><title>Grain reaches the town</title>{head}</head><body>{body}</body></html>"
    return webpage.read(html, URL, Announced())
