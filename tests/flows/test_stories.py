"""N outlets, M independent origins: two nights of one event through the whole flow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.nightly import nightly
from tests.flows.asking import rows
from warehouse import Lake, check

pytestmark = pytest.mark.usefixtures("made")

EXAMPLE = Path(__file__).resolve().parents[2] / "sql" / "examples" / "independent_origins.sql"
AGENCY = (
    "Rebel fighters captured the city of Hama on Thursday. The army said that it had withdrawn to spare the lives of "
    "those who live there. Crowds filled the square before the town hall in the evening and tore down a portrait of "
    "the president. A baker who gave only his first name said that he had sold more bread than in the week before."
)
OWN = (
    "Rebel fighters captured the city of Hama on Thursday. I walked in behind them, past three burnt lorries and a dog "
    "that would not leave the road. Nobody cheered at first. Then a window opened on the second floor, and a woman "
    "threw rice, and after that it was hard to hear what anyone said."
)


def night(folder: Path, *told: tuple[int, str, str]) -> list[str]:
    """Write a file of articles: number of the outlet, time of publication, text."""
    lines = [
        {"url": f"https://outlet-{number}.example/hama", "published": at, "title": f"Hama {number}", "text": text}
        for number, at, text in told
    ]
    file = folder / f"night-{told[0][0]}.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return [str(file)]


def test_twelve_outlets_and_two_independent_origins(home: Path, tmp_path: Path) -> None:
    prints = [(n, f"2024-12-06T{n:02}:00:00Z", f"{AGENCY} Follow outlet {n} for more.") for n in range(1, 11)]
    nightly(places=night(tmp_path, *prints[:4]))
    nightly(
        places=night(tmp_path, *prints[4:], (11, "2024-12-06T20:00:00Z", OWN), (12, "2024-12-05T21:00:00Z", AGENCY))
    )
    (story, own) = rows(home, "SELECT n_sources, origin_outlet, n_articles FROM stories ORDER BY n_sources DESC")
    assert story == {"n_sources": 11, "origin_outlet": "outlet-12.example", "n_articles": 11}
    assert own["origin_outlet"] == "outlet-11.example"
    told, *crowds = rows(home, EXAMPLE.read_text(encoding="utf-8"))
    assert told["reported"] == "Reported by 12 outlets, 2 independent origins"
    assert told["place"] == "Hama"
    for other in crowds:  # the place and date of the crowd follow from the sentences before
        assert "Crowds filled the square" in other["sentence"]
        assert (other["place"], str(other["day"])) == ("Hama", "2024-12-05")
        assert other["reported"].endswith(", 1 independent origin")
    assert check(Lake.at(home)) == []
