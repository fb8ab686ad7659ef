"""The types of seeds/crosswalk.csv, which processes without spaCy use too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from transforms.facts.events.crosswalk import classes_of, event_types, weapons_by_sub_event


def test_a_sub_event_has_its_event_type_and_its_means() -> None:
    assert event_types()["Air/drone strike"] == "Explosions/Remote violence"
    assert "drone" in weapons_by_sub_event()["Air/drone strike"]
    assert "Attack" not in weapons_by_sub_event()


def test_a_sub_event_of_one_class_has_it_and_an_unknown_one_any() -> None:
    assert classes_of("Peaceful protest") == {"PROTEST"}
    assert classes_of("No such sub-event") == frozenset()


def test_the_types_load_no_spacy() -> None:
    program = "import sys, transforms.facts.events.crosswalk; print('spacy' in sys.modules)"
    root = Path(__file__).parents[4]
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.split() == ["False"]
