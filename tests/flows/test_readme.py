"""The queries and commands of README and docs are those of today, and the answers shown are what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.readme import README, TUTORIAL, answer, commands, questions, unknown
from warehouse import Lake

PAGES = [README, *sorted((README.parent / "docs").rglob("*.md"))]
QUESTIONS = questions(README.read_text(encoding="utf-8"))
SHOWN = QUESTIONS | questions(TUTORIAL.read_text(encoding="utf-8"))
ASKED = sorted({sql for page in PAGES for sql in re.findall(r'dateline sql "([^"\n]+)"', page.read_text("utf-8"))})


def test_there_are_five_questions() -> None:
    assert len(QUESTIONS) == 5


def test_an_id_in_the_tutorial_is_one_that_it_shows() -> None:
    page = TUTORIAL.read_text(encoding="utf-8")
    used = set(re.findall(r"\b[0-9a-f]{16}\b", page))
    assert used
    assert used <= set(re.findall(r"\b[0-9a-f]{16}\b", "".join(questions(page).values())))


@pytest.mark.parametrize("sql", SHOWN)
def test_the_answer_is_that_of_the_sample_wire(sql: str, undisturbed: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOME", home_of(undisturbed))
    assert answer(sql) == SHOWN[sql], "python -m tests.readme"


def test_every_query_of_the_docs_runs(undisturbed: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOME", home_of(undisturbed))
    assert len(ASKED) > len(SHOWN)
    for sql in ASKED:
        answer(sql)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_the_docs_exists_with_its_options(page: Path) -> None:
    wrong = [(line, words) for line in commands(page.read_text(encoding="utf-8")) if (words := unknown(line))]
    assert wrong == []


def home_of(lake: Lake) -> str:
    return str(Path(lake.data).parents[2])
