"""Word lists of seeds/words.csv, with rows of a home laid over them, and where they are used."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from tests.architecture import ROOT
from transforms import seeds
from transforms.seeds import SeedError, lay_over, listed, rows
from transforms.tables import schema
from transforms.words import MONTHS, MONTHS_CUT, WEEKDAYS, alternatives, examine, values_of, word_list, words_in

Lay = Callable[[str], None]


@pytest.fixture
def lay(tmp_path: Path) -> Iterator[Lay]:
    """A function that lays rows of words over the shipped ones."""

    def laid(text: str) -> None:
        (tmp_path / "words.csv").write_text(f"list,words\n{text}\n", encoding="utf-8")
        lay_over(tmp_path)

    yield laid
    lay_over(tmp_path / "none")


@pytest.fixture
def ship(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lay]:
    """A function that writes rows of words in place of the shipped ones."""

    def written(text: str) -> None:
        (tmp_path / "words.csv").write_text(f"list,words,used_for\n{text}\n", encoding="utf-8")
        monkeypatch.setattr(seeds, "SEEDS", tmp_path)
        _forget()

    yield written
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    seeds.shipped.cache_clear()
    seeds.rows.cache_clear()


def test_a_list_is_a_set_of_its_words() -> None:
    assert word_list("figures hospitals") == {"hospital", "hospitals"}
    assert "by now" in word_list("figures until now")


def test_words_of_the_calendar_have_values() -> None:
    assert values_of("weekday")["sunday"] == 6
    assert values_of("day from today")["night before last"] == -2
    assert (len(MONTHS), len(WEEKDAYS), MONTHS_CUT - {"sept"}) == (12, 7, {m[:3] for m in MONTHS if m != "may"})
    with pytest.raises(SeedError, match="weekdays"):
        values_of("weekdays")


def test_words_of_a_table_are_those_of_all_rows_with_the_cells() -> None:
    assert {"say", "claim"} <= words_in("cues", "lemma", kind="say", pos="verb")
    assert words_in("cues", "lemma", kind="say", pos="verb") < words_in("cues", "lemma")
    assert words_in("tense", where="nowhere") == frozenset()


def test_a_list_may_have_several_rows(ship: Lay) -> None:
    ship("titles,king|queen,\ntitles,prime minister,")
    assert word_list("titles") == {"king", "queen", "prime minister"}


def test_a_list_that_nobody_wrote_is_one_sentence() -> None:
    said = "words.csv: no list is called figures hospital; did you mean figures hospitals?"
    with pytest.raises(SeedError, match=re.escape(said) + "$"):
        word_list("figures hospital")


def test_alternatives_try_the_longer_word_first(ship: Lay) -> None:
    ship("ahead,next|next week|the 1.5th,")
    found = re.match(alternatives("ahead"), "next week")
    assert found is not None
    assert found[0] == "next week"
    assert re.fullmatch(alternatives("ahead"), "the 1x5th") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titles,king|queen|king,", "words.csv:2: king stands twice in titles."),
        ("titles,king,\ntitles,king|queen,", "words.csv:3: king stands twice in titles."),
        ("titles,,", "words.csv:2: this row of titles has no words."),
    ],
)
def test_a_list_of_no_use_is_one_sentence_that_names_its_place(ship: Lay, text: str, said: str) -> None:
    ship(text)
    with pytest.raises(SeedError, match=re.escape(said) + "$"):
        examine()


def test_the_shipped_lists_are_of_use() -> None:
    examine()


def test_a_home_adds_words_and_withdraws_rows(lay: Lay) -> None:
    badly = word_list("figures gravely")
    lay("figures gravely,mortally")
    assert word_list("figures gravely") == badly | {"mortally"}
    lay("figures gravely,mortally\n-figures gravely")
    assert word_list("figures gravely") == {"mortally"}
    examine()


def test_a_list_that_a_home_withdraws_is_empty_until_the_home_is_examined(lay: Lay) -> None:
    lay("-figures gravely")
    assert word_list("figures gravely") == frozenset()
    assert re.search(alternatives("figures gravely"), "gravely") is None
    with pytest.raises(SeedError, match=r"words\.csv: no row is left of the list figures gravely.$"):
        examine()


def test_a_home_may_hold_a_word_that_is_also_shipped(lay: Lay) -> None:
    lay("figures gravely,badly|mortally")
    assert {"badly", "mortally"} < word_list("figures gravely")
    examine()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("figures gravly,mortally", "words.csv:2: no list is called figures gravly; did you mean figures gravely?"),
        ("xyz,mortally", "words.csv:2: no list is called xyz; seeds/words.csv shows those there are."),
        ("figures gravely,", "words.csv:2: this row of figures gravely has no words."),
    ],
)
def test_a_row_of_a_home_of_no_use_is_one_sentence_that_names_its_place(lay: Lay, text: str, said: str) -> None:
    lay(text)
    with pytest.raises(SeedError, match=re.escape(said) + "$"):
        examine()


VIEWS = ROOT / "warehouse" / "landing" / "tables.py"
MODULES = sorted(path for path in (ROOT / "transforms").rglob("*.py") if path.name != "words.py")
IN_A_CONSTANT, IN_A_FUNCTION, IN_A_PATTERN = 2, 4, 8
"""The most plain words of a collection in a constant, of one inside a function, and of the alternatives of a pattern. A
condition on a few words is read where it stands; what is longer is a list that people check.
"""
RELATIONS = {
    "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "compound", "conj", "cop", "csubj",
    "dep", "det", "discourse", "fixed", "flat", "iobj", "list", "mark", "nmod", "nsubj", "nummod", "obj", "obl",
    "parataxis", "punct", "xcomp", "agent", "dative", "pcomp", "pobj", "prep",
}  # fmt: skip
"""Relations of Universal Dependencies and ClearNLP."""
MARKUP = {
    "a", "article", "aside", "blockquote", "body", "button", "figure", "footer", "form", "header", "iframe", "li",
    "nav", "noscript", "script", "section", "style", "table", "tbody", "td", "template", "th", "thead", "time", "tr",
}  # fmt: skip
UNITS = {
    "day", "night", "week", "fortnight", "weekend", "month", "quarter", "year", "decade", "century", "morning",
    "afternoon", "evening",
}  # fmt: skip
"""Units that code counts with."""
OF_LABELS = frozenset({
    # types of schema.org, codes of languages, names of markup and of our sources of a date
    "json_ld.ARTICLES", "json_ld.PAGES", "json_ld.LISTS", "language.PRESS", "meta.AUTHORS", "published.ORDER",
    "published.META", "published.CHANGES", "scripts._OTHER",
    # names of features, of parts of the network, of rules and of actors; steps in an order of preference
    "confidence.COMMON", "confidence.FEATURES", "kept._ELSEWHERE", "model.OUTPUTS", "model.TABLES",
    "periods._STRETCHES", "actors.BODIES", "event_lexicon.NOUN_SOURCE", "event_lexicon.NOUN_TARGET", "roles._STEPS",
    "roles._affected_by", "schema.day",
    "single._features",
    # endings of words
    "lemma.ENDINGS", "lemma.INFINITIVE", "noun_kinds.ABSTRACT",
})  # fmt: skip
"""Constants and functions whose collections hold labels that are not derived below."""
PLAIN = re.compile(r"[A-Za-z]?[a-z]+(?:[ -][a-z]+)*\.?|[a-z]*['’][a-z]+")


def test_every_list_is_used_by_one_module() -> None:
    used = Counter(name for path in MODULES for name in set(_asked_for(path)))
    lists = {str(row["list"]) for row in rows("words")}
    assert sorted(lists - used.keys() - _asked_for_by_views()) == [], "lists that no rule asks for"
    assert sorted(used.keys() - lists) == [], "lists that are no rows"
    assert [name for name, modules in used.items() if modules > 1] == [], "one module asks, the others import from it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_holds_a_list_of_plain_words(path: Path) -> None:
    found = [told for told in _held(path) if told.partition(":")[0] not in OF_LABELS]
    assert found == [], "words people may want to see and extend: rows of seeds/words.csv"


def test_what_is_excepted_is_there() -> None:
    assert {told.partition(":")[0] for path in MODULES for told in _held(path)} >= OF_LABELS


def _asked_for(path: Path) -> Iterator[str]:
    """The names of the lists that a module asks for."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("word_list", "alternatives"):
            yield ast.literal_eval(node.args[0])


def _asked_for_by_views() -> set[str]:
    """The names of the lists whose words stand for placeholders of the views."""
    needs = [
        ast.literal_eval(node.value)
        for node in ast.walk(ast.parse(VIEWS.read_text(encoding="utf-8")))
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "_WORDS" and node.value
    ]
    return {where["list"] for need in needs for each in need.values() for seed, where in each if seed == "words"}


def _held(path: Path) -> Iterator[str]:
    """The collections and patterns of a module that hold more plain words than it may, with the name they stand in."""
    for name, is_constant, node in _named(ast.parse(path.read_text(encoding="utf-8"))):
        words = [word for word in _members(node) if PLAIN.fullmatch(word) and word not in _labels()]
        if len(words) > (IN_A_CONSTANT if is_constant else IN_A_FUNCTION) or _alternatives(node) > IN_A_PATTERN:
            yield f"{path.stem}.{name}: {ast.unparse(node)[:80]}"


def _named(tree: ast.Module) -> Iterator[tuple[str, bool, ast.AST]]:
    """Every node with the name of its constant or innermost function, and whether that is a constant."""
    waiting: list[tuple[str, bool, ast.AST]] = [("", False, tree)]
    while waiting:
        name, is_constant, node = waiting.pop()
        if isinstance(node, ast.FunctionDef):
            name = node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not name:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name, is_constant = ast.unparse(target).partition("[")[0], True
        if name != "__all__":
            yield name, is_constant, node
            waiting += [(name, is_constant, child) for child in ast.iter_child_nodes(node)]


def _members(node: ast.AST) -> list[str]:
    """The strings of a collection, or the words of a string that is split into them."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        return str(node.func.value.value).split() if isinstance(node.func.value, ast.Constant) else []
    items = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
    return [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]


def _alternatives(node: ast.AST) -> int:
    """The most plain words in one row of alternatives of a string."""
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return max((each.count("|") + 1 for each in re.findall(r"[a-z ]+(?:\|[a-z ]+)+", text, re.IGNORECASE)), default=0)


@cache
def _labels() -> frozenset[str]:
    """Labels of grammar, markup and units; names of tables, columns, their values and kinds of rows."""
    found = {*RELATIONS, *MARKUP, *UNITS, *schema.TABLES}
    found |= {str(value) for told in vars(schema).values() for value in get_args(told)}
    found |= {field.name for table in schema.TABLES.values() for field in fields(table)}
    for path in (ROOT / "seeds").glob("*.csv"):
        found |= {path.stem}
        if path.stem not in ("words", "calendar"):
            kinds = [
                listed(row[column])
                for row in rows(path.stem)
                for column in ("kind", "class", "acled_sub_event")
                if column in row
            ]
            found |= {kind for told in kinds for kind in told}
    return frozenset(found)
