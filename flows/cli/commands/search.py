"""The command that searches articles by their words."""

from __future__ import annotations

from dataclasses import asdict, replace

import click

from flows.cli.application import app, day_if_given, out
from flows.cli.output.document import document, json_option
from flows.lakes import lake
from flows.moment import moment


@app.command()
@click.argument("terms", nargs=-1, required=True, metavar="WORDS...", help="Words that must all occur in an article.")
@click.option("--from", "first", metavar="DAY", help="First day of publication.")
@click.option("--to", "last", metavar="DAY", help="Last day of publication, inclusive.")
@click.option("--rows", type=click.IntRange(1), default=20, help="Maximum number of articles.")
@click.option(
    "--as-of", metavar="MOMENT", help="Search the state at this time: an ISO timestamp, or a day (its end, UTC)."
)
@json_option
def search(
    terms: tuple[str, ...], first: str | None, last: str | None, rows: int, as_of: str | None, as_json: bool
) -> None:
    """Find articles that contain all words, ranked by relevance, each with the sentences that match best.

    Case and accents are ignored, but a word in capitals (WHO, US) matches only capitals. Double quotes match a phrase:
    `dateline search Idlib '"air strike"'`. A name also matches other spellings that the warehouse has resolved to the
    same place or actor, also by a short name that only the seeds or the gazetteer know.
    """
    from flows.cli.output.summary import answer, counted
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
    out.print(counted(len(articles), "article"), style="dim")
