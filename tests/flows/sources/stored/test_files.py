"""Files on disk: bounded, regular ones only, and lines with their places."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from flows.sources import SourceError, examine, source_at
from flows.sources.stored import files as module
from flows.sources.stored.files import Passed, lines, opened, text, walk


@pytest.mark.attack("a list of addresses is larger than what is read at once")
def test_a_list_is_bounded_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, outcome: Callable[[str], None]
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 100)
    (tmp_path / "a.urls").write_text("http://outlet.example/a\n" * 100)
    with pytest.raises(SourceError, match="larger than 100 bytes; split it") as refused:
        examine([source_at(str(tmp_path / "a.urls"))])
    outcome(str(refused.value).rpartition("/")[2])


@pytest.mark.attack("a pipe is given in place of a file")
def test_a_pipe_given_by_hand_is_refused(tmp_path: Path, outcome: Callable[[str], None]) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match=r"pipe: cannot be read: .*: write what it gives") as refused:
        source_at(str(tmp_path / "pipe"))
    outcome(str(refused.value).rpartition("/")[2])


def test_a_folder_has_a_depth_and_a_number_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 2)
    monkeypatch.setattr(module, "DEEPEST", 2)
    (tmp_path / "1" / "2" / "3").mkdir(parents=True)
    (tmp_path / "1" / "2" / "3" / "deep.txt").write_text("x")
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("x")
    *kept, deep, left = walk(tmp_path, lambda path: path.suffix == ".txt")
    assert kept == [tmp_path / "a.txt", tmp_path / "b.txt"]
    assert isinstance(deep, Passed)
    assert isinstance(left, Passed)
    assert (deep.path, deep.why.reason) == (tmp_path / "1" / "2" / "3", "too_large")
    assert (str(left.why), left.why.reason) == (
        f"1 more files of {tmp_path} were not read: 2 are the most.",
        "too_large",
    )


def test_a_link_is_opened_only_where_it_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("story")
    (tmp_path / "link.txt").symlink_to(tmp_path / "story.txt")
    with opened(tmp_path / "link.txt", follow=True) as file:
        assert file.read() == b"story"
    with pytest.raises(SourceError, match=r"link\.txt: cannot be read"):
        opened(tmp_path / "link.txt")


def test_a_text_is_utf_8_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfCaf\xc3\xa9")
    assert text(tmp_path / "a.txt") == "Caf\u00e9"
    (tmp_path / "a.txt").write_bytes(b"Caf\xe9")
    with pytest.raises(SourceError, match=r"a\.txt: not UTF-8 text"):
        text(tmp_path / "a.txt")


def test_the_lines_of_a_stream_have_their_offsets_and_a_long_one_is_left_out() -> None:
    assert list(lines(BytesIO(b"ab\n" + b"x" * 20 + b"\nlast"), longest=5)) == [(0, b"ab\n"), (3, None), (24, b"last")]
