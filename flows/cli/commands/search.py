"""The command that searches articles by their words."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

import typer

from flows.cli.application import app, day_if_given, out, plainly
from flows.cli.output.document import AsJson, document
from flows.lakes import lake
from flows.moment import moment


@app.command()
@plainly
def search(
    terms: Annotated[list[str], typer.Argument(metavar="WORDS", help="Words that must all occur in an article.")],
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day of publication.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day of publication, inclusive.")] = None,
    rows: Annotated[int, typer.Option(min=1, help="Maximum number of articles.")] = 20,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="MOMENT", help="Search the state at this time: an ISO timestamp, or a day (its end, UTC)."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find articles that contain all words, ranked by relevance, each with the sentences that match best.

    Case and accents are ignored, but a word in capitals (WHO, US) matches only capitals. Double quotes match a phrase:
    `dateline search Idlib '"air strike"'`. A name also matches other spellings that the warehouse has resolved to the
    same place or actor, also by a short name that only the seeds or the gazetteer know.
    """
    from flows.cli.output.summary import answer
    from warehouse import search as find_articles

    asked = replace(lake(), as_of=moment(as_of) if as_of else None)
    articles = [
        asdict(each) for each in find_articles(asked, " ".join(terms), rows, day_if_given(first), day_if_given(last))
    ]
    if as_json:
        document(articles)
        return
    shown = ["score", "published_date", "site", "title", "sentences", "article_id"]
    cells = [each | {"sentences": "\n".join(each["sentences"] or [each["sentence"]])} for each in articles]
    answer(out, shown, [[each[name] for name in shown] for each in cells])
    out.print(f"{len(articles)} article{'' if len(articles) == 1 else 's'}", style="dim")
