"""Read the treebanks and the annotated reports into spaCy documents."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

Row = list[str]
SENTENCES_A_DOC = 8


def sentences(path: Path) -> Iterator[list[Row]]:
    """Each sentence of a CoNLL-U file as its rows of ten columns; a new document or paragraph yields an empty list."""
    rows: list[Row] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(("# newdoc", "# newpar")):
                yield []
            elif line[0].isdigit():
                rows.append(line.rstrip("\n").split("\t"))
            elif not line.strip() and rows:
                yield rows
                rows = []


def surface(rows: list[Row]) -> tuple[list[Row], list[bool]]:
    """The words of a sentence and whether a space follows each: "don't" is two words without a space."""
    words, spaces = [], []
    last, space_after = 0, True
    for row in rows:
        if "." in row[0]:
            continue
        spaced = "SpaceAfter=No" not in row[9]
        if "-" in row[0]:
            last, space_after = int(row[0].split("-")[1]), spaced
            continue
        words.append(row)
        number = int(row[0])
        spaces.append(spaced if number > last else space_after and number == last)
    return words, spaces


def tree(nlp: Language, group: list[list[Row]]) -> Doc:
    """One document of a few sentences, with tags, parts of speech, lemmas, heads and relations."""
    words: list[Row] = []
    spaces: list[bool] = []
    heads: list[int] = []
    starts: list[bool | int | None] = []
    for rows in group:
        part, part_spaces = surface(rows)
        offset = len(words)
        words += part
        spaces += part_spaces
        heads += [offset + (int(row[6]) or int(row[0])) - 1 for row in part]
        starts += [index == 0 for index in range(len(part))]
    return Doc(
        nlp.vocab,
        words=[row[1] for row in words],
        spaces=spaces,
        tags=[row[4] for row in words],
        pos=[row[3] for row in words],
        morphs=["" for _ in words],
        lemmas=[row[2] for row in words],
        heads=heads,
        deps=["ROOT" if row[7] == "root" else row[7] for row in words],
        sent_starts=starts,
    )


def trees(nlp: Language, path: Path, size: int = SENTENCES_A_DOC) -> list[Doc]:
    """The treebank as documents of up to `size` sentences, none across a paragraph."""
    docs: list[Doc] = []
    group: list[list[Row]] = []
    for rows in [*sentences(path), []]:
        if group and (not rows or len(group) == size):
            docs.append(tree(nlp, group))
            group = []
        if rows:
            group.append(rows)
    return docs
