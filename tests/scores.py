"""The scorecard: extraction against hand-made annotations, where the reference material is present.

`python -m tests.scores` prints a row a measure: precision, recall, F1 and the number of gold items.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from flows.lines import lines
from flows.settings import settings

SHARED = Path(__file__).resolve().parents[2] / "shared"


def main() -> None:
    if not SHARED.is_dir():
        sys.exit("the reference material ../shared is not here")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        gold = predictions(
            gathered(sorted((SHARED / "gold/articles").glob("*.json")), scratch / "gold.in"), scratch / "gold"
        )
        show("gold articles", score("facts", gold, SHARED / "gold/gold"))
        cases = SHARED / "data/plover/sentences.jsonl"
        show("plover sentences", score("sentences", predictions(cases, scratch / "plover"), cases))
        reports = re3d(scratch / "re3d.in")
        show(
            "re3d (in the training data)",
            score("entities", predictions(reports, scratch / "re3d"), SHARED / "data/re3d"),
        )


def gathered(files: list[Path], into: Path) -> Path:
    """JSON files as one file of JSON Lines."""
    into.write_text(
        "".join(json.dumps(json.loads(f.read_text(encoding="utf-8"))) + "\n" for f in files), encoding="utf-8"
    )
    return into


def re3d(into: Path) -> Path:
    """The re3d documents as JSON Lines."""
    with into.open("w", encoding="utf-8") as out:
        for path in sorted((SHARED / "data/re3d").rglob("documents.json")):
            for line in path.read_text(encoding="utf-8-sig").splitlines():
                if line.strip():
                    document = json.loads(line)
                    out.write(json.dumps({"id": document["_id"], "text": document["text"]}) + "\n")
    return into


def predictions(articles: Path, into: Path) -> Path:
    """What `dateline extract` makes of a file of JSON Lines."""
    with into.open("w", encoding="utf-8") as out:
        for line in lines(str(articles), settings().nlp):
            out.write(json.dumps(line, default=str) + "\n")
    return into


def score(kind: str, predicted: Path, gold: Path) -> dict[str, Any]:
    """What the scorer of the reference material says."""
    command = [sys.executable, str(SHARED / "eval/score.py"), kind, str(predicted), str(gold)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def show(title: str, scores: dict[str, Any]) -> None:
    print(f"\n{title:32}    P     R    F1  gold")
    for name, value in scores.items():
        if isinstance(value, dict):
            found = {"r": value.get("recall")} | value
            cells = "".join(f"{found[key]:6.3f}" if key in found else " " * 6 for key in ("p", "r", "f1"))
            print(f"  {name:30}{cells} {value['gold']:5}")
        else:
            print(f"  {name:30}{value:6.3f}")


if __name__ == "__main__":
    main()
