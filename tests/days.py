"""The days of events measured against the articles annotated by reading in seeds/corpus.

`python -m tests.days` prints, of the events that the reader finds, how many days are right, wrong, missing and told
where the annotation has none; `--mistakes` lists them. The texts were read to steer by: the figure is no proof.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator

from tests.annotations import Article
from tests.judging import judged, predictions, scorer
from transforms.seeds import SEEDS

SPANS = ("trigger", "source", "target", "place")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--mistakes", action="store_true", help="list what is wrong, missing or too much")
    options = parser.parse_args()
    count: Counter[str] = Counter()
    for verdict, line in verdicts():
        count[verdict] += 1
        if options.mistakes and verdict not in ("right", "rightly none"):
            print(f"{verdict}: {line}")
    told = count["right"] + count["wrong"] + count["too much"]
    meant = count["right"] + count["wrong"] + count["missing"]
    print(dict(count))
    print(f"precision {count['right'] / told:.3f} of {told}, recall {count['right'] / meant:.3f} of {meant}")


def verdicts() -> Iterator[tuple[str, str]]:
    """A word for each event that both the annotation and the reader have, and a line that shows it."""
    found = list(corpus())
    predicted = predictions(found)
    for article in found:
        for judgement in judged(predicted[article.id], article):
            if judgement.family == "events" and judgement.fact and judgement.gold:
                told, meant = judgement.fact["date_start"], scorer().accepted(judgement.gold, "date")
                line = f"[{article.id} {article.published}] {judgement.fact['trigger']}: read {told}, gold {meant}"
                yield _verdict(told, meant), f"{line}\n    {judgement.fact['sentence']}"


def _verdict(told: str | None, meant: list[str]) -> str:
    if told and meant:
        return "right" if any(scorer().date_same(told, day) for day in meant) else "wrong"
    return "too much" if told else "missing" if meant else "rightly none"


def corpus() -> Iterator[Article]:
    """The articles written for the project, in the form of the annotated ones."""
    for line in (SEEDS / "corpus" / "written.jsonl").read_text(encoding="utf-8").splitlines():
        kept = json.loads(line)
        gold = {
            "events": [_spelled_out(event, kept["text"]) for event in kept["events"]],
        }
        yield Article(kept["id"], "development", kept["published"], kept["title"], kept["text"], gold)


def _spelled_out(event: dict[str, object], text: str) -> dict[str, object]:
    """An event with its offsets as words."""

    def words(value: object) -> object:
        if isinstance(value, list):
            return text[slice(*value)] if all(isinstance(x, int) for x in value) else [words(x) for x in value]
        return value

    spans = {key: words(value) for key, value in event.items() if key.removesuffix("_alt") in SPANS}
    return event | spans | {"sentence": text[slice(event["start"], event["end"])]}  # type: ignore[misc]


if __name__ == "__main__":
    main()
