"""The network of a folder: refused by name where it is missing, broken or of another kind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from transforms.facts.events.learned import reader_of
from transforms.facts.events.learned.model import SHIPPED, ReaderError, softmax


def test_a_reader_that_is_not_there_is_told_of_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"reader .*nowhere: not there or not readable$"):
        reader_of(str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("name", "content"), [("reader.onnx", b"no model"), ("reader.words", b"no words"), ("reader.json", b"{")]
)
def test_a_broken_model_is_told_of_in_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "broken")
    (folder / name).write_bytes(content)
    with pytest.raises(ReaderError, match=r"broken: not there or not readable$"):
        reader_of(str(folder))


def test_a_reader_trained_for_other_classes_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "foreign")
    settings = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    (folder / "reader.json").write_text(json.dumps(settings | {"classes": ["WAR", "PEACE"]}), encoding="utf-8")
    with pytest.raises(ReaderError, match="it was trained for other classes or features than these"):
        reader_of(str(folder))


def test_no_file_of_the_shipped_reader_is_too_large_for_a_repository() -> None:
    assert max(file.stat().st_size for file in SHIPPED.iterdir()) < 20 * 1000 * 1000


def test_probabilities_add_up_to_one_however_large_the_scores() -> None:
    assert softmax(np.array([[0.0, 0.0], [1000.0, -1000.0]])).tolist() == [[0.5, 0.5], [1.0, 0.0]]
