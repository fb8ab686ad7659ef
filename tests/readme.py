"""Updates the query results in README and tutorial from the sample wire: `python -m tests.readme`."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from click.testing import CliRunner

README = Path(__file__).resolve().parent.parent / "README.md"
TUTORIAL = README.parent / "docs" / "tutorial.md"
_ASKED = re.compile(r'(?<=\n\$ )dateline sql "(?P<sql>[^"\n]+)"\n(?P<answer>.*?)(?=\n```)', re.DOTALL)


def questions(page: str) -> dict[str, str]:
    """The queries of a page with the results printed below them."""
    return {match["sql"]: match["answer"] for match in _ASKED.finditer(page)}


def commands(page: str) -> list[str]:
    """The `dateline` commands of a page, in blocks and in sentences, without comments."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    inline = re.findall(r"`(dateline [^`\n]+)`", re.sub(r"^```.*?^```", "", page, flags=re.DOTALL | re.MULTILINE))
    return [line.partition("  #")[0] for line in [*lines, *inline] if line.startswith("dateline ")]


def unknown(command: str) -> list[str]:
    """The words of a `dateline` command that name no command or option; empty where all do."""
    from flows.cli.application import app

    words = shlex.split(re.split(r" [|>] ", command)[0])[1:]
    current: click.Command = app
    known_options = {"--help"} | _options(current)
    while words and isinstance(current, click.Group):
        word = words.pop(0)
        if word.startswith("-"):
            if word not in known_options:
                return [word]
        elif subcommand := current.get_command(click.Context(current), word):
            current, known_options = subcommand, {"--help"} | _options(subcommand)
        elif not word.isupper():
            return [word]
        else:
            return []
    return [word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word) and word not in known_options]


def _options(command: Any) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


def answer(sql: str) -> str:
    """The output of `dateline sql` in the current home, without the line that counts the rows."""
    from flows.cli.application import app

    result = CliRunner().invoke(app, ["sql", sql])
    if result.exit_code:
        raise ValueError(f"{sql}: {result.output}")
    return "\n".join(line.rstrip() for line in result.stdout.splitlines()[:-1])


def updated_page(page: str) -> str:
    """The page with current results."""
    return _ASKED.sub(lambda match: f'dateline sql "{match["sql"]}"\n{answer(match["sql"])}', page)


def main() -> None:
    from flows.nightly import nightly
    from flows.serving.server import reporting_server

    with TemporaryDirectory() as home:
        os.environ |= {"DATELINE_HOME": home, "DATELINE_DELAY": "0", "PREFECT_LOGGING_LEVEL": "ERROR"}
        with reporting_server():
            nightly(sources=["wire"])
        for page in (README, TUTORIAL):
            page.write_text(updated_page(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
