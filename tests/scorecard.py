"""Measures extraction against hand-made annotations, and compares with the committed card in docs/scorecard.json.

`python -m tests.scorecard` prints one row per measure: precision, recall, F1, the number of gold items, and the change
of F1 against the committed card; `--write` replaces the committed card and updates the README's table; names of parts
("articles", "sentences" …) select those; `--mistakes FAMILY` lists the mistakes in the articles that rules are
developed on; `--within SHARE` ends with 1 if a figure fell by more. Held-out articles and sentences are only scored.
Without ../shared the part "written" alone is measured, which needs none of it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.annotations import ANNOTATED, SHARED, Article, articles
from tests.judging import Judged, development, judged, predictions, reference, scorer, write_gold
from tests.linking.linked import facts, loaded, scored
from tests.linking.reading import read
from tests.written import scores as written_scores

ROOT = Path(__file__).resolve().parents[1]
COMMITTED = ROOT / "docs" / "scorecard.json"
BEGIN, END = "<!-- scorecard -->", "<!-- /scorecard -->"
TOLERANCE = 0.02
WRITTEN = "written"
"""The part that needs nothing of ../shared."""

Scores = dict[str, dict[str, float]]
Card = dict[str, Scores]

MEASURES = {
    "event_detection": "event found", "event_class": "event class (PLOVER)", "acled_sub_event": "ACLED sub-event",
    "source": "source", "target": "target", "place": "place", "modality": "modality", "date": "date",
    "when_told": "new or background", "whole_event": "whole event (every slot right)",
    "figures": "figures (measure, low, high)", "quotes": "quotes",
    "speakers": "their speakers", "relations": "relations", "places": "places resolved", "names": "names",
}  # fmt: skip
TITLES = {
    "reference": "reference articles",
    "articles": "development articles",
    "held-out articles": "held-out articles",
    "plover": "PLOVER sentences",
    "sentences": "development sentences",
    "held-out sentences": "held-out sentences",
    "re3d": "official texts (re3d, seen in training)",
    "incidents": "incidents, hand-linked articles",
    "written": "written texts of the corpus, part test",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS])
    parser.add_argument("--write", action="store_true", help="commit to today's figures")
    parser.add_argument("--mistakes", metavar="FAMILY", help="events, figures, quotes or relations: list what is wrong")
    parser.add_argument("--within", type=float, metavar="SHARE", help="fail if an F1 fell by more, such as .005")
    options = parser.parse_args()
    parts = options.parts or (list(PARTS) if SHARED.is_dir() else [WRITTEN])
    if not SHARED.is_dir() and (options.mistakes or parts != [WRITTEN]):
        sys.exit("the reference material ../shared is not here")
    if options.mistakes:
        show_mistakes(options.mistakes)
        return
    card = measure_card(parts)
    show(card, committed_card())
    if options.within is not None and (fallen := describe_falls(card, committed_card(), options.within)):
        sys.exit("\n".join(fallen))
    if options.write:
        write(card)


def measure_card(parts: list[str]) -> Card:
    """The current card, part by part."""
    return {part: PARTS[part]() for part in parts}


def committed_card() -> Card:
    """The card in docs/scorecard.json; empty if there is none."""
    return json.loads(COMMITTED.read_text(encoding="utf-8")) if COMMITTED.exists() else {}


def _articles(annotated: list[Article]) -> Scores:
    predicted = predictions(annotated)
    with tempfile.TemporaryDirectory() as folder:
        scores = scorer().score_facts(predicted, write_gold(annotated, Path(folder) / "gold"))
    compared = [j for a in annotated for j in judged(predicted[a.id], a) if j.gold and "when_told" in j.gold and j.fact]
    right = sum("when_told" not in j.wrong for j in compared)
    share = round(right / len(compared), 3) if compared else 0.0
    scores["when_told"] = {"p": share, "r": share, "f1": share, "gold": len(compared)}
    return {name: score for name, score in scores.items() if score["gold"]}


def _sentences(rows: list[dict[str, Any]]) -> Scores:
    """Scores of one-sentence cases; for a case without a class any event is a false alarm."""
    cases = [Article(row["id"], "", row.get("published"), None, row["text"], {}) for row in rows]
    predicted = predictions(cases)
    coded = [row for row in rows if row["plover"]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sentences.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in coded), encoding="utf-8")
        scores = scorer().score_sentences(predicted, path)
    del scores["sentences_with_any_event"]
    empty = [row for row in rows if not row["plover"]]
    if empty:
        share = round(sum(not predicted[row["id"]]["events"] for row in empty) / len(empty), 3)
        scores["nothing to code"] = {"p": share, "r": share, "f1": share, "gold": len(empty)}
    return scores


def _lines(path: Path, split: str | None = None) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if split in (None, row.get("split"))]


def _names() -> Scores:
    documents = []
    for path in sorted((SHARED / "data/re3d").rglob("documents.json")):
        for text in path.read_text(encoding="utf-8-sig").splitlines():
            if text.strip():
                document = json.loads(text)
                documents.append(Article(document["_id"], "", None, None, document["text"], {}))
    scores = scorer().score_entities(predictions(documents), SHARED / "data/re3d")
    kinds = {f"{kind} found": score for kind, score in scores.items() if kind != "all" and score["gold"]}
    shares = {
        name: _shares(score["recall"], score["recall"], score["recall"], score["gold"]) for name, score in kinds.items()
    }
    return {"names": scores["all"], **shares}


def _incidents() -> Scores:
    """Scores of linked pairs of facts and of exact tolls, for annotated facts and for facts read from the texts."""
    about = loaded()
    card: Scores = {}
    for name, rows in (("facts given", facts(about, about.events, about.figures)), ("texts read", read(about))):
        linking = scored(about, rows)
        p, r = linking.precision, linking.recall
        card[f"{name}: pairs"] = _shares(p, r, 2 * p * r / (p + r) if p + r else 0.0, linking.gold)
        exact = linking.exact / linking.tolls
        card[f"{name}: tolls"] = _shares(exact, exact, exact, linking.tolls)
    return card


def _shares(p: float, r: float, f1: float, gold: int) -> dict[str, float]:
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(f1, 3), "gold": gold}


PARTS: dict[str, Callable[[], Scores]] = {
    "reference": lambda: _articles(list(reference())),
    "articles": lambda: _articles(list(articles("development"))),
    "held-out articles": lambda: _articles(list(articles("held_out"))),
    "plover": lambda: _sentences(_lines(SHARED / "data/plover/sentences.jsonl")),
    "sentences": lambda: _sentences(_lines(ANNOTATED / "sentences.jsonl", "development")),
    "held-out sentences": lambda: _sentences(_lines(ANNOTATED / "sentences.jsonl", "held_out")),
    "re3d": _names,
    "incidents": _incidents,
    WRITTEN: written_scores,
}


def describe_falls(card: Card, before: Card, tolerance: float = TOLERANCE) -> list[str]:
    """The measures whose F1 fell by more than the tolerance, one sentence each."""
    fallen = []
    for part, scores in before.items():
        for name, old in scores.items() if part in card else ():
            now = card[part].get(name, {"f1": 0.0})["f1"]
            if now < old["f1"] - tolerance:
                fallen.append(f"{TITLES[part]}, {MEASURES.get(name, name)}: F1 {now:.3f}, was {old['f1']:.3f}")
    return fallen


def show(card: Card, before: Card) -> None:
    for part, scores in card.items():
        print(f"\n{TITLES[part]:40}    P     R    F1  gold  change")
        for name, score in scores.items():
            old = before.get(part, {}).get(name)
            change = f"{score['f1'] - old['f1']:+8.3f}" if old else "     new"
            cells = "".join(f"{score[key]:6.3f}" for key in ("p", "r", "f1"))
            print(f"  {MEASURES.get(name, name):38}{cells} {score['gold']:5}{change}")


def write(card: Card) -> None:
    """Write a card to docs/scorecard.json and to the README."""
    whole = committed_card() | card
    ordered = {part: whole[part] for part in PARTS if part in whole}
    COMMITTED.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    readme.write_text(f"{before}{BEGIN}\n{table(ordered)}\n{END}{after}", encoding="utf-8")


def table(card: Card) -> str:
    """The card as Markdown: one row per measure, with F1 and count of each part."""
    parts = [part for part in card if part not in ("re3d", "incidents", WRITTEN)]
    names = [name for name in [*MEASURES, "nothing to code"] if any(name in card[part] for part in parts)]
    head = [
        "| F1 (gold items) | " + " | ".join(TITLES[part] for part in parts) + " |",
        "| --- |" + " --- |" * len(parts),
    ]
    rows = []
    for name in names:
        cells = (card[part].get(name) for part in parts)
        texts = (f"{score['f1']:.3f} ({score['gold']})" if score else "" for score in cells)
        rows.append(f"| {MEASURES.get(name, name)} | " + " | ".join(texts) + " |")
    return "\n".join([*head, *rows])


def show_mistakes(family: str) -> None:
    """Print false alarms, misses and wrong slots in the articles that rules are developed on, with reasons."""
    annotated = development()
    predicted = predictions(annotated)
    show_judged(j for article in annotated for j in judged(predicted[article.id], article) if j.family == family)


def show_judged(judgements: Iterable[Judged]) -> None:
    """Print the judgements that are wrong or leave a slot empty, with their sentences."""
    for judgement in judgements:
        if not judgement.is_right or judgement.missing:
            print(_sentence_of(judgement))
            for line in _lines_of_judgement(judgement):
                print("   ", line)


def _sentence_of(judgement: Judged) -> str:
    row = judgement.fact or judgement.gold or {}
    return f"\n[{judgement.article}] {row.get('sentence') or row.get('quote')}"


def _lines_of_judgement(judgement: Judged) -> Iterator[str]:
    fact, gold = judgement.fact or {}, judgement.gold or {}
    keys = ("trigger", "plover", "measure", "low", "high", "who", "source", "target", "place", "modality", "quote",
            "speaker", "subject", "predicate", "object", "when_told", "confidence")  # fmt: skip
    values = {k: fact[k] for k in keys if fact.get(k) is not None and k not in ("quote",)} | (
        {"date": fact["date_start"], "acled": fact["acled_sub_event"]} if "date_start" in fact else {}
    )
    if not judgement.gold:
        yield f"FALSE ALARM {values}"
        return
    gold_values = {k: gold[k] for k in (*keys, "date", "acled") if gold.get(k) is not None and k != "quote"}
    if not judgement.fact:
        yield f"MISSED {gold_values}"
        return
    yield f"WRONG {', '.join(judgement.wrong) or '-'}; MISSING {', '.join(judgement.missing) or '-'}"
    yield f"  read {values}"
    yield f"  gold {gold_values}"


if __name__ == "__main__":
    main()
