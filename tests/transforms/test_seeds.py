"""Seed rows of a home, laid over the shipped ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from transforms import seeds
from transforms.seeds import SEEDS, SeedError, cite, examine, fingerprint, is_of_home, lay_over, place, rows

Lay = Callable[..., None]


@pytest.fixture
def lay(tmp_path: Path) -> Iterator[Lay]:
    """A function that lays tables over the shipped ones, given by name and content."""

    def laid(**tables: str) -> None:
        for name, text in tables.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        lay_over(tmp_path)
        fingerprint.cache_clear()

    yield laid
    lay_over(tmp_path / "none")
    fingerprint.cache_clear()


def ids() -> list[str | None]:
    return [row["actor_id"] for row in rows("actors")]


def test_a_row_of_a_home_replaces_that_with_its_key(lay: Lay, tmp_path: Path) -> None:
    shipped = ids()
    lay(actors="# ours\n\nactor_id,name,kind,country\nsy-fsa,Free Army,militia,SY\n")
    (found,) = [row for row in rows("actors") if row["actor_id"] == "sy-fsa"]
    assert (found["name"], found["kind"], found["aliases"]) == ("Free Army", "militia", None)
    assert place(found) == f"{tmp_path / 'actors.csv'}:4"
    assert sorted(map(str, ids())) == sorted(map(str, shipped))


def test_a_citation_tells_the_cells_of_a_row_and_whether_it_is_of_the_home(lay: Lay) -> None:
    shipped = rows("events")[0]
    assert cite(shipped).startswith(f"events.csv: lemma={shipped['lemma']}, pos={shipped['pos']}, subject=")
    lay(events="lemma,pos,object,plover\nkneecap,verb,<person>,ASSAULT\n")
    own = cite(rows("events")[0])
    assert own == "events.csv of the home: lemma=kneecap, pos=verb, object=<person>"
    assert [is_of_home(cited) for cited in (own, cite(shipped), None)] == [True, False, False]


def test_a_citation_names_of_the_words_of_a_row_the_one_that_is_read() -> None:
    (row,) = [row for row in rows("cues") if "testify" in str(row["lemma"]).split("|")]
    assert len(str(row["lemma"]).split("|")) > 5
    assert cite(row, "testify") == "cues.csv: lemma=testify, pos=verb, kind=say"


def test_a_table_as_a_spreadsheet_saves_it_is_read(lay: Lay) -> None:
    lay(actors="\ufeffactor_id,name,kind\nzz-front,Front of the Reeds,armed group\n")
    assert ids()[0] == "zz-front"


def test_a_row_with_a_new_key_is_added_before_the_shipped_ones(lay: Lay) -> None:
    shipped = ids()
    lay(actors="actor_id,name,kind\nzz-front,Front of the Reeds,armed group\n")
    assert ids() == ["zz-front", *shipped]


def test_a_row_is_withdrawn_by_the_cells_it_fills(lay: Lay) -> None:
    verbs = [row for row in rows("events") if row["lemma"] == "abduct|kidnap" or row["pos"] == "noun"]
    lemma = next(str(row["lemma"]) for row in rows("events") if row["pos"] == "verb")
    before = rows("events")
    lay(actors="actor_id,name\n-sy-fsa\n", events=f"lemma,pos\n-{lemma},verb\n")
    assert "sy-fsa" not in ids()
    gone = [row for row in before if row not in rows("events")]
    assert gone
    assert all((row["lemma"], row["pos"]) == (lemma, "verb") for row in gone)
    assert verbs


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("actors", "actor_id,nmae\n", "actors.csv:1: nmae is no column of this table"),
        ("actors", "name,actor_id\n", "actors.csv:1: the first column is actor_id"),
        ("actors", "actor_id,name\nzz\n", "actors.csv:2: 1 cells where the header has 2"),
        ("actors", 'actor_id,name\nzz,"Front of\nthe Reeds"\n', "actors.csv:2: no row of a table"),
        ("actors", f"actor_id,name\nzz,{'x' * 140_000}\n", "actors.csv:2: no row of a table"),
        ("actors", "actor_id,name\n-zz-none\n", "actors.csv:2: no shipped row has these cells"),
        (
            "actor",
            "actor_id\n",
            "actor.csv: no rows of your own are taken from a table of this name; did you mean actors",
        ),
        ("confidence", "family\n", "confidence.csv: no rows of your own"),
    ],
)
def test_a_row_of_no_use_is_one_sentence_that_names_its_place(lay: Lay, name: str, text: str, said: str) -> None:
    lay(**{name: text})
    with pytest.raises(SeedError) as refused:
        examine()
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_any_row_changes_the_fingerprint_and_no_comment_does(lay: Lay) -> None:
    shipped = fingerprint()
    lay(actors="# a home that was just made\nactor_id,name\n", incident_decisions="fact_id\nx\n")
    assert fingerprint() == shipped
    lay(actors="actor_id,name\nzz-front,Front\n")
    added = fingerprint()
    lay(actors="# said in more words\nactor_id,name\nzz-front,Front\n")
    assert added == fingerprint() != shipped


def test_decisions_in_a_checkout_leave_the_fingerprint_as_it_is(
    lay: Lay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The home of a checkout is the checkout: decisions lie beside the shipped tables, and no article is read anew."""
    for file in SEEDS.glob("*.csv"):
        (tmp_path / file.name).symlink_to(file)
    monkeypatch.setattr(seeds, "SEEDS", tmp_path)
    lay()
    shipped = fingerprint()
    lay(fact_corrections="fact_id,of_column,value\nx,low,9\n", incident_decisions="fact_id,other_id\nx,y\n")
    assert fingerprint() == shipped
    lay(brief_note="word\nany other table\n")
    assert fingerprint() != shipped


def test_what_may_be_laid_over_is_there_with_its_key() -> None:
    for name, key in seeds._keys().items():
        assert set(key) <= set(rows(name)[0]), name
        assert (SEEDS / f"{name}.csv").exists()
