"""The reextract flow: reads the archive again with today's rules, without the network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flows import tasks
from flows.nightly import facts_of, open_run
from flows.runs.spill import spill_folder
from flows.settings import settings
from transforms.tables.schema import Run
from warehouse import Lake, Ref, read_from


def reextract(first: date, last: date) -> Run:
    """Rebuild articles and facts from the stored pages of what was published on these days; the same rows if nothing
    changed.

    An article that today's rules no longer find on its page is withdrawn with its facts; older snapshots keep it.

    Args:
        first: The first day of publication; for a page without one the day of its fetch, UTC.
        last: The last day, included.
    """
    setup = settings()
    opened_run = open_run("reextract", first=first, last=last)
    intake = tasks.again(setup.lake, first, last)
    with spill_folder(setup.spilled) as folder:
        batches = facts_of(intake.documents, setup, opened_run, folder, anew=True)
        run, _ = tasks.land(
            setup.lake, intake, batches, opened_run, folder, vanished_articles(setup.lake, intake.documents, batches)
        )
    tasks.raise_failed_checks(tasks.check(setup.lake, run.run_id))
    return run


def vanished_articles(lake: Lake, documents: Sequence[Ref], batches: Sequence[tasks.Batch]) -> list[str]:
    """Ids of articles read from these documents earlier and no longer found in them; incompletely cleaned pages
    withdraw nothing.
    """
    undone = {page_id for batch in batches for page_id in batch.undone}
    done = [ref for ref in documents if ref.page_id not in undone]
    return sorted(set(read_from(lake, done)) - {article_id for batch in batches for article_id in batch.article_ids})
