"""The commands `export` and `publish`: files for other tools."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.flows.asking import dateline
from tests.flows.cli.conftest import document


@pytest.mark.usefixtures("landed")
def test_what_is_written_is_one_document(tmp_path: Path) -> None:
    (written,) = document("export", "csv", str(tmp_path / "figures.csv"), "--table", "figures")
    assert written == {"file": str(tmp_path / "figures.csv"), "rows": 1, "without_country": 0}
    copy = document("publish", str(tmp_path / "copy"))
    assert (copy["folder"], copy["rows"]["figures"]) == (str(tmp_path / "copy"), 1)
    pages = document("pages", "export", str(tmp_path / "pages.warc.gz"))
    assert pages == {"file": str(tmp_path / "pages.warc.gz"), "responses": 1}


@pytest.mark.usefixtures("landed")
def test_each_file_is_printed_with_its_rows(tmp_path: Path) -> None:
    printed = dateline("export", "csv", str(tmp_path / "out"), "--table", "figures", "--from", "2024-12-01")
    assert printed.exit_code == 0, printed.output
    assert re.search(r"figures\.csv\W+1\b", "".join(printed.output.split("\n")))
    published = dateline("publish", str(tmp_path / "copy"))
    assert re.search(r"figures\W+1\b", published.output)
    assert re.search(r"\d+ files, [\d,]+ bytes in ", published.output)


@pytest.mark.usefixtures("landed")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["export", "doc", "{folder}/out"], "doc"),
        (["export", "csv", "{folder}/out", "--from", "Friday"], "Friday: not a day"),
        (["publish", "{folder}"], "is no empty folder"),
    ],
    ids=["format", "day", "folder"],
)
def test_a_mistake_is_one_sentence_and_nothing_is_written(words: list[str], sentence: str, tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    printed = dateline(*(word.format(folder=tmp_path) for word in words))
    assert (printed.exit_code, printed.stderr.count("\n")) == (2, 1)
    assert sentence in printed.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["kept"]
