"""Measures the cost of an article: `python -m tests.costs [FOLDER]` runs each step on HTML pages in one process.

Without a folder the pages are those of the sample wire, varied. Seconds are processor time, so that other work on
the machine has little effect; bytes are those of the lake's files.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from flows.workers.reading import read_articles
from tests.bench import pages_of, unpack_pages, write_sample_pages
from transforms.cleaning.clean import clean
from transforms.identity.near_duplicates import WINDOW, stories
from transforms.tables.normalise import table
from transforms.tables.schema import TABLES, Article
from warehouse import Grouping, Lake, land

PAGES = 400
FEW = 8

Result = TypeVar("Result")


def measure_time(work: Callable[[], Result]) -> tuple[Result, float]:
    """The result of `work`, and its seconds of processor time."""
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def size(lake: Lake, name: str) -> int:
    """Bytes of a table's files."""
    return sum(file.stat().st_size for file in Path(lake.data).rglob("*.parquet") if name in file.parts)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    options.add_argument("folder", nargs="?", type=Path, help="a folder of HTML pages, packed or not")
    source = options.parse_args().folder
    if source and not any(source.rglob("*.html*")):
        options.error(f"{source}: there is no folder with *.html")
    with tempfile.TemporaryDirectory(prefix="dateline-costs-") as scratch:
        folder, lake = Path(scratch) / "pages", Lake.at(Path(scratch) / "home")
        folder.mkdir()
        pages = pages_of(unpack_pages([source], folder) if source else write_sample_pages(folder, PAGES))
        cleaned, cleaning = measure_time(lambda: [clean(page) for page in pages])
        articles = list({a.article_id: a for a in cleaned if isinstance(a, Article)}.values())
        read_articles(articles[:FEW], None, "warm")
        (articles_read, _, facts), reading = measure_time(lambda: read_articles(articles, None, "run"))
        distinct_pages = {page.page_id: page for page in pages}
        _, archiving = measure_time(lambda: land(lake, {"pages": table("pages", list(distinct_pages.values()), "run")}))
        rows = facts | {"articles": table("articles", articles_read, "run")}
        _, landing = measure_time(lambda: land(lake, rows, grouping=Grouping(WINDOW, stories)))
        sizes = {name: size(lake, name) for name in TABLES}
    words, count = sum(article.words for article in articles_read), len(articles_read)
    others = sum(sizes.values()) - sizes["pages"] - sizes["articles"] - sizes["signatures"]
    print(f"{len(pages)} pages of {sum(len(page.body) for page in pages) / len(pages) / 1024:.0f} KiB")
    print(f"{count} articles of {words / count:.0f} words")
    print(f"cleaning: {len(pages) / cleaning:.1f} pages per core-second")
    print(f"reading: {count / reading:.1f} articles, {words / reading:.0f} words per core-second")
    print(f"archiving: {archiving / len(distinct_pages) * 1000:.1f} core-milliseconds a page")
    print(f"landing: {landing / count * 1000:.1f} core-milliseconds an article")
    print(f"kept: {sizes['pages'] / len(distinct_pages) / 1024:.1f} KiB a page")
    for name, n_bytes in (("text", sizes["articles"]), ("signatures", sizes["signatures"]), ("facts", others)):
        print(f"{name}: {n_bytes / count / 1024:.2f} KiB an article")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
