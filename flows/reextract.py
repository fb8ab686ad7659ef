"""Reading the archive again with today's rules, without the network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from prefect import flow

from flows import tasks
from flows.nightly import facts_of, opening
from flows.settings import settings
from flows.workers.task_runner import task_runner
from transforms.tables.schema import Run
from warehouse import Lake, Ref, read_from


@flow(task_runner=task_runner())
def reextract(first: date, last: date) -> Run:
    """Rebuild articles and facts from the pages that came on these days: the same rows where nothing changed.

    An article that today's rules no longer find on its page goes, with its facts; the snapshots before have it.

    Args:
        first: The first day on which the pages came, UTC.
        last: The last day, included.
    """
    setup = settings()
    opened = opening("reextract", first=first, last=last)
    found = tasks.again(setup.lake, first, last)
    batches = facts_of(found.documents, setup, opened, anew=True)
    run, _ = tasks.land(setup.lake, found, batches, opened, gone(setup.lake, found.documents, batches))
    tasks.hold(tasks.check(setup.lake))
    return run


def gone(lake: Lake, documents: Sequence[Ref], batches: Sequence[tasks.Batch]) -> list[str]:
    """The articles that were read from these documents and that none of them is any longer; what could not be cleaned
    to the end takes none away."""
    undone = {page_id for batch in batches for page_id in batch.undone}
    done = [ref for ref in documents if ref.page_id not in undone]
    return sorted(set(read_from(lake, done)) - {article_id for batch in batches for article_id in batch.found})
