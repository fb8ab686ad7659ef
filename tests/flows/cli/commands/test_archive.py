"""Commands on the page archive: export and re-extraction."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.asking import dateline
from tests.flows.cli.conftest import document


def test_pages_are_exported_and_read_again(copied: Path) -> None:
    file = copied / "pages.warc.gz"
    assert "1 responses written" in dateline("pages", "export", str(file)).output
    assert [path.name for path in copied.glob("pages*")] == ["pages.warc.gz"]
    printed = dateline("reextract", "--from", "2024-01-01", "--to", "2999-12-31")
    assert "1 documents = 0 landed + 1 unchanged + 0 rejected" in printed.output


@pytest.mark.parametrize(
    ("home_of", "sentence"),
    [("landed", "articles go from 2024-12-05 to 2024-12-05"), ("empty", "there are no articles at all")],
)
def test_days_without_pages_are_refused_with_the_days_there_are(
    home_of: str, sentence: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(home_of)
    printed = dateline("reextract", "--from", "2001-01-01", "--to", "2001-01-02")
    assert (printed.exit_code, printed.stdout) == (2, "")
    reason = f"no page is kept of what was published from 2001-01-01 to 2001-01-02; {sentence}."
    assert printed.stderr == f"dateline: {reason}\n"


def test_pages_are_exported_by_the_day_of_their_fetch(landed: Path, tmp_path: Path) -> None:
    printed = document("pages", "export", str(tmp_path / "old.warc.gz"), "--to", "2001-01-01")
    assert printed == {"file": str(tmp_path / "old.warc.gz"), "responses": 0}
