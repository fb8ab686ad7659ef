"""`python -m tests.linking` scores incidents against the hand-linked articles; `--mistakes` lists the mistakes."""

from __future__ import annotations

import argparse

from tests.linking.linked import STEERING, Linked, Scores, facts, loaded, scored
from tests.linking.reading import read


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--mistakes", action="store_true", help="list wrong and missed pairs and tolls")
    options = parser.parse_args()
    everything = loaded()
    others = "".join(sorted({article.article_id[0] for article in everything.articles} - set(STEERING)))
    print(f"{'':34} pairs  precision  recall  tolls exact")
    for name, letters in (("set by", STEERING), ("only scored", others), ("all", None)):
        about = loaded(letters)
        show(f"facts given, {name}", scored(about, facts(about, about.events, about.figures)), about, options.mistakes)
        show(f"texts read, {name}", scored(about, read(about)), about, options.mistakes)


def show(name: str, scores: Scores, about: Linked, mistakes: bool) -> None:
    print(
        f"{name:34}{scores.gold:6}{scores.precision:11.3f}{scores.recall:8.3f}"
        f"{scores.exact / scores.tolls:8.3f} ({scores.exact} of {scores.tolls})"
    )
    if mistakes:
        for pair in scores.wrong:
            print("   WRONG ", *pair)
        for pair in scores.missed:
            print("   MISSED", *pair)
        for happening, right, found in scores.inexact:
            print("   TOLL  ", happening, "is", right, "found", found)


if __name__ == "__main__":
    main()
