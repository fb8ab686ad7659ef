"""Untrusted text cannot control a terminal, a log, a table or a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from prefect.logging.formatters import JsonFormatter, PrefectFormatter
from prefect.logging.handlers import PrefectConsoleHandler
from rich.console import Console

from flows.archive.archive import row
from flows.http.limits import Response
from flows.sandbox.terminal import say
from flows.settings import PROJECT
from flows.sources.candidate import Candidate
from tests.flows.asking import dateline
from tests.warehouse.conftest import World
from transforms.cleaning.clean import clean
from transforms.identity.addresses import canonical, canonical_url
from transforms.printable import printable, printable_json, printable_lines
from transforms.spreadsheet import safe
from transforms.tables.schema import Article, Page, Reject
from warehouse import Lake, land

TITLE = "\x1b]0;owned\x07"
"""An escape sequence that sets the title of a terminal window."""
STEERING = [
    TITLE,
    "\x9b2J",
    "\x1b[31m",
    "a\rb",
    "\x7f",
    "\u202egpj.exe",
    "\u2066x\u2069",
    "\u061c",
    "a\u2028b",
    "\udcff",
]
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
ALL = "Hama " + " ".join(STEERING[:-1]) + " fell."


@pytest.fixture
def hostile(home: Path) -> Path:
    """A home with a lake as an older Dateline could have written it, whose text attacks terminals and spreadsheets."""
    world = World()
    world.article("hama", f"{ALL} =1+1")
    world.quote("hama", ALL, "=HYPERLINK(0)", speaker="@SUM(1)", fact_id="f1")
    world.figure("hama", ALL, -5, qualifier="-2+3")
    world.run()
    land(Lake.at(home), world.batch())
    return home


@pytest.mark.parametrize("text", STEERING)
def test_control_characters_are_shown(text: str) -> None:
    assert not RAW.search(printable(text))
    assert not RAW.search(printable_lines(text))
    assert json.loads(printable_json(json.dumps(text, ensure_ascii=False))) == text
    assert not RAW.search(printable_json(json.dumps(text, ensure_ascii=False)))


def test_characters_that_scripts_need_stay() -> None:
    plain = "Café, حماة, می‌خواهم, क्ष, 👩‍👩‍👧, 12 °C – “so”"
    assert printable(plain) == plain


@pytest.mark.attack("an article's control characters and overrides come to the terminal by `dateline {words}`")
@pytest.mark.parametrize(
    "words", ["sql FROM_quotes", "sql FROM_quotes --json", "sql FROM_quotes --csv", "explain f1"], ids=str
)
def test_commands_print_no_control_characters(words: str, hostile: Path, outcome: Callable[[str], None]) -> None:
    printed = dateline(*(word.replace("_", " ") for word in words.split(" ")))
    assert printed.exit_code == 0
    assert "owned" in printed.output
    assert not RAW.search(printed.output)
    if "--json" in words:
        assert json.loads(printed.output)[0]["sentence"] == ALL
        outcome("escaped; a program reads them exactly")
    else:
        outcome("shown as \\x1b, \\u202e and so on")


@pytest.mark.attack("a column's name steers the terminal or runs in a spreadsheet")
def test_names_of_columns_are_shown_safely(hostile: Path, outcome: Callable[[str], None]) -> None:
    sql = f'SELECT 1 AS "=1+1{TITLE}"'
    assert not RAW.search(dateline("sql", sql).output)
    assert dateline("sql", sql, "--csv").output == "'=1+1\\x1b]0;owned\\x07\n1\n"
    outcome("shown, and text in the spreadsheet")


@pytest.mark.attack("a cell of the CSV is run by a spreadsheet: {cell}")
@pytest.mark.parametrize(
    "cell", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "  =1", '"=1', "＝1+1", "a;=1+1", "a\n=1", "a\t@x"]
)
def test_no_cell_is_a_formula(cell: str, outcome: Callable[[str], None]) -> None:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow([safe(cell), -1.5])
    for separator in ",;\t":
        for read in csv.reader(io.StringIO(file.getvalue()), delimiter=separator):
            assert not any(re.match(r"[\s\"]*[=+\-@＝\r]", part) for part in read if part != "-1.5")
    outcome("text, also where the spreadsheet takes ; or a tab for the end of a cell")


@pytest.mark.parametrize("value", [-5, -1.5, True, None])
def test_numbers_stay_numbers(value: object) -> None:
    assert safe(value) is value


@pytest.mark.parametrize("text", ["", "Hama", "12-14 people", "A - B", "it's; they said", "a@b.example"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


def test_raw_cells_are_exact(hostile: Path) -> None:
    printed = dateline("sql", "SELECT speaker, quote FROM quotes", "--csv", "--raw").output
    assert printed == "speaker,quote\n@SUM(1),=HYPERLINK(0)\n"
    printed = dateline("sql", "SELECT low, qualifier FROM figures", "--csv").output
    assert printed == "low,qualifier\n-5,'-2+3\n"


@pytest.mark.attack("a file's name steers the terminal, or is mark-up, in `dateline {command}`")
@pytest.mark.parametrize("command", ["run", "extract", "clean", "pages export"])
def test_names_of_files_are_shown_safely(
    command: str, home: Path, hostile: Path, outcome: Callable[[str], None]
) -> None:
    name = f"no/such/[red]{TITLE}[/red]\nforged line \u202e.txt"
    printed = dateline(*command.split(), name)
    assert not RAW.search(printed.output)
    assert len(printed.stderr.strip().splitlines()) == 1
    assert "[red]" in printed.stderr
    outcome("one line, each character shown")


def test_a_sentence_is_text() -> None:
    console = Console(file=(file := io.StringIO()), force_terminal=True, width=20)
    say(console, "[bold]1[/bold] [link=https://evil.example]x[/link]\nline :smile: " + TITLE)
    assert file.getvalue() == "[bold]1[/bold] [link=https://evil.example]x[/link]\\nline :smile: \\x1b]0;owned\\x07\n"


@pytest.mark.attack("what a host said forges or colours a line of a log: {handler}")
@pytest.mark.parametrize("handler", ["a plain handler", "Prefect's console", "Prefect's lines of JSON"])
def test_lines_of_a_log_cannot_be_forged(handler: str, outcome: Callable[[str], None]) -> None:
    file = io.StringIO()
    made = PrefectConsoleHandler(file) if "console" in handler else logging.StreamHandler(file)
    if handler != "a plain handler":
        made.setFormatter(JsonFormatter("default", "", "%") if "JSON" in handler else PrefectFormatter("%(message)s"))
    logger = logging.getLogger("dateline")
    logger.addHandler(made)
    try:
        logger.warning("%s went away", f"https://evil.example/\n12:00 | INFO | forged {TITLE}\u202e")
        logger.warning(f"\x9b2J {STEERING[-1]}")
        try:
            raise ValueError(TITLE)
        except ValueError:
            logger.exception("it failed")
    finally:
        logger.removeHandler(made)
    assert not RAW.search(file.getvalue())
    assert not any(line.startswith("12:00") for line in file.getvalue().splitlines())
    outcome("one line, each character shown; in tracebacks too")


@pytest.mark.attack("an error that nothing catches carries escape sequences to the terminal")
def test_a_traceback_shows_control_characters(outcome: Callable[[str], None]) -> None:
    code = "import flows; raise RuntimeError('\\x1b]0;owned\\x07')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=PROJECT, text=True)
    assert done.returncode == 1
    assert "RuntimeError: \\x1b]0;owned\\x07" in done.stderr
    assert not RAW.search(done.stderr)
    outcome("the traceback shows them")


@pytest.mark.attack("a host's words steer what prints the detail or the address of a refusal")
def test_rejects_have_no_control_characters(outcome: Callable[[str], None]) -> None:
    reject = Reject(url=f"https://a.example/{TITLE}\nb", source_id="s", stage="fetch", reason="refused", detail=ALL)
    assert not RAW.search(reject.url + reject.detail)
    assert "\n" not in reject.url + reject.detail
    outcome("shown from the moment the refusal is made")


def page(body: bytes, kind: str = "text/plain", title: str | None = None) -> Page:
    return Page(
        page_id="p", url="https://outlet.example/hama", final_url="https://outlet.example/hama", source_id="s",
        fetched_at=datetime(2024, 12, 6, tzinfo=UTC), published_date=date(2024, 12, 5), title=title,
        authors=[f"Ada\u202e Reed{TITLE}"], status=200, headers=json.dumps({"content-type": f"{kind}; charset=utf-8"}),
        body=body, body_sha256=sha256(body).hexdigest(),
    )  # fmt: skip


TEXT = (
    "Rebel fighters captured the city of Hama on Thursday, and the army\x9b said \u202ethat it had\x1b[2J withdrawn.\n"
    * 4
)
FORMS = {
    "plain text": (TEXT.encode(), "text/plain"),
    "JSON Lines": (
        json.dumps({"text": TEXT, "title": ALL, "url": f"https://outlet.example/{TITLE}\u202ex"}).encode(),
        "application/json",
    ),
    "an address of its own": (
        json.dumps({"text": TEXT, "title": ALL, "url": f"story {TITLE}"}).encode(),
        "application/json",
    ),
    "HTML": (
        f"<html><head><meta property='og:site_name' content='Out{TITLE}let'><title>{ALL}</title></head>"
        f"<body><h1>{ALL}&#7;</h1><p>&#x202e;&#155;&#27;[2J {TEXT * 3}</p></body></html>".encode(),
        "text/html",
    ),
}  # fmt: skip


@pytest.mark.attack("control characters come into the tables by {form}")
@pytest.mark.parametrize("form", list(FORMS))
def test_articles_have_no_control_characters(form: str, outcome: Callable[[str], None]) -> None:
    body, kind = FORMS[form]
    found = clean(page(body, kind, ALL))
    assert isinstance(found, Article), found
    for value in (found.title, found.site or "outlet", found.text, found.canonical_url, *found.authors):
        assert value
        assert not RAW.search(value), repr(value)
    assert str(found.title).startswith("Hama")
    outcome("title, authors, outlet, text and address are free of them")


def test_announced_text_has_no_control_characters() -> None:
    candidate = Candidate("https://outlet.example/a", "s", title=ALL, authors=(f"Ada {TITLE}", "\u202e"))
    made = row(candidate, Response("https://outlet.example/a", 200, {}))
    assert made.title
    assert not RAW.search(made.title + "".join(made.authors))
    assert len(made.authors) == 1


@pytest.mark.parametrize(("url", "encoded"), [
    ("https://a.example/\x1b[31mx?q=\x9b&r=\u202e", "https://a.example/%1B%5B31mx?q=%C2%9B&r=%E2%80%AE"),
    ("https://a.example/a\r\nb", "https://a.example/ab"),
])  # fmt: skip
def test_control_characters_in_addresses_are_encoded(url: str, encoded: str) -> None:
    assert canonical(url) == encoded
    assert canonical(encoded) == encoded
    assert canonical_url("story\x1b") == "story%1B"


def test_characters_of_windows_are_what_browsers_take_them_for() -> None:
    found = clean(page("The army\u0092s convoy \u0093left\u0094 Hama at dawn\u0085 they said.".encode()))
    assert isinstance(found, Article)
    assert found.text == "The army’s convoy “left” Hama at dawn… they said."
