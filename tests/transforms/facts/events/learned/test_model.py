"""The network of a folder: refused by name where it is missing, broken or of another kind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from transforms.facts.events.learned import reader_of
from transforms.facts.events.learned.model import SHIPPED, ReaderError, session_of, softmax

SUMS = Path(__file__).with_name("sums.onnx")
"""A network that multiplies four unsigned bytes by four rows of 127 and -128."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped reader."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "copy"))


def test_a_reader_that_is_not_there_is_told_of_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"reader .*nowhere: reader\.json is not there or not readable$"):
        reader_of(str(tmp_path / "nowhere"))


@pytest.mark.parametrize("name", ["reader.onnx", "reader.words", "reader.json", "vocabulary.txt"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ReaderError, match=r"copy: [^\n]*$") as told:
        reader_of(str(folder))
    assert name in str(told.value)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("reader.onnx", b"no model", "reader.onnx and reader.words are no whole network of ONNX"),
        ("reader.words", b"no words", "reader.words and vocabulary.txt do not fit"),
        ("reader.json", b"{", "reader.json is no JSON"),
        ("reader.json", b"\xff", "reader.json is no JSON"),
        ("reader.json", b"[" * 100_000, "reader.json is no JSON"),
        ("reader.json", b"[]", "reader.json is no JSON object"),
        ("reader.json", b"{}", "reader.json lacks classes, "),
        ("vocabulary.txt", b"\xff", "codec can't decode"),
        ("vocabulary.txt", b"", "reader.words and vocabulary.txt do not fit"),
        ("vocabulary.txt", b"[CLS]\n[SEP]\n[UNK]\n" + b"the\n" * 28993, "reader.words and vocabulary.txt do not fit"),
    ],
)
def test_a_broken_file_is_told_of_in_a_sentence(folder: Path, name: str, content: bytes, why: str) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(ReaderError) as told:
        reader_of(str(folder))
    assert f"reader {folder}: " in str(told.value)
    assert why in str(told.value)


def test_a_network_cut_short_is_told_of_in_a_sentence(folder: Path) -> None:
    whole = (folder / "reader.onnx").read_bytes()
    (folder / "reader.onnx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ReaderError, match=r"copy: reader\.onnx and reader\.words are no whole network of ONNX$"):
        reader_of(str(folder))


def test_a_vocabulary_longer_than_the_network_is_told_of_in_a_sentence(folder: Path) -> None:
    words = (folder / "vocabulary.txt").read_text(encoding="utf-8")
    (folder / "vocabulary.txt").write_text(words + "".join(f"word{n}\n" for n in range(30522)), encoding="utf-8")
    with pytest.raises(
        ReaderError, match=r"copy: reader\.onnx does not fit to vocabulary\.txt, or is no network of a r"
    ):
        reader_of(str(folder))


@pytest.mark.parametrize(
    ("foreign", "why"),
    [
        ({"classes": ["WAR", "PEACE"]}, "it was trained for other classes or features than these"),
        ({"decisions": None}, "reader.json lacks decisions"),
        ({"pairs": None}, "reader.json lacks pairs"),
        ({"decisions": {"threshold": 0.5}}, "reader.json lacks decision source, "),
        ({"decisions": [0.5]}, "reader.json: decisions is no object"),
        ({"pairs": [[1, 2], [3]]}, "inhomogeneous"),
        ({"near": [[1.0]]}, "the tables of reader.json do not fit to reader.onnx"),
    ],
)
def test_foreign_settings_are_told_of_in_a_sentence(folder: Path, foreign: dict[str, object], why: str) -> None:
    settings = json.loads((folder / "reader.json").read_text(encoding="utf-8")) | foreign
    kept = {name: value for name, value in settings.items() if value is not None}
    (folder / "reader.json").write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(ReaderError, match=r"^reader .*copy: [^\n]*$") as told:
        reader_of(str(folder))
    assert why in str(told.value)


def test_no_file_of_the_shipped_reader_is_too_large_for_a_repository() -> None:
    assert max(file.stat().st_size for file in SHIPPED.iterdir()) < 20 * 1000 * 1000


def test_probabilities_add_up_to_one_however_large_the_scores() -> None:
    assert softmax(np.array([[0.0, 0.0], [1000.0, -1000.0]])).tolist() == [[0.5, 0.5], [1.0, 0.0]]


def test_sums_of_8_bit_integers_are_whole_on_every_processor() -> None:
    (sums,) = session_of(SUMS).run(None, {"a": np.full((1, 4), 255, np.uint8)})
    assert sums.tolist() == [[4 * 255 * 127, 4 * 255 * -128]]
