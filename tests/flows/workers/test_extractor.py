"""The extractor names what read the events of a run."""

from __future__ import annotations

import re
import tracemalloc
from hashlib import sha256
from pathlib import Path

from flows.workers.extractor import PART, extractor, reader_version
from tests.documents import Parse
from transforms.facts.extract import extract
from transforms.tables.normalise import fact_ids
from transforms.tables.schema import EXTRACTOR


def test_each_reader_has_a_version_of_its_own(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other" / "own"
    for folder, content in ((own, "a"), (other, "b")):
        folder.mkdir(parents=True)
        (folder / "reader.json").write_text(content)
    versions = [
        reader_version(name) for name in (None, "rules", str(own), str(other), "http://127.0.0.1:1/v1#qwen3:14b")
    ]
    assert len(set(versions)) == len(versions)
    assert [re.sub(r"-[0-9a-f]{8}$", "", version) for version in versions] == [
        "learned", "rules", "own", "own", "qwen3:14b"
    ]  # fmt: skip
    assert reader_version("learned") == reader_version(None)
    assert extractor("rules") == f"{EXTRACTOR}/rules"


def test_the_version_of_a_large_network_takes_no_memory(tmp_path: Path) -> None:
    content = bytes(range(256)) * (PART // 8)
    (tmp_path / "reader.onnx").write_bytes(content)
    tracemalloc.start()
    version = reader_version(str(tmp_path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert version.endswith(f"-{sha256(content).hexdigest()[:8]}")
    assert peak < len(content) / 4


def test_facts_have_the_extractor_of_their_article_and_ids_without_it(parse: Parse) -> None:
    text = (
        'Rebels attacked Hama in Syria on Monday. Twelve soldiers were killed, "all of them conscripts," the army said.'
    )
    first, second = parse(text), parse(text)
    second.article.extractor = "dateline-9/own-1"
    facts, others = extract(first), extract(second)
    assert {fact.extractor for family in others.values() for fact in family} == {"dateline-9/own-1"}
    for family in ("events", "figures", "mentions"):
        assert facts[family]
        assert fact_ids(family, facts[family]) == fact_ids(family, others[family])
