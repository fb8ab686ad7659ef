"""Networks that keep nothing for training."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from transforms.reading.networks import without_training
from transforms.reading.parse import SHIPPED

TEXT = "Rebels shelled a bridge near Marib on Tuesday, the governor said, and four soldiers were wounded. "


@pytest.fixture(scope="module")
def as_shipped() -> Language:
    return spacy.load(SHIPPED)


def layers(nlp: Language) -> Any:
    pipe: Any = nlp.get_pipe("tok2vec")
    return pipe.model


def tensor(nlp: Language, doc: Doc) -> Any:
    return layers(nlp).predict([doc])[0]


def test_they_give_the_same_to_the_last_bit(as_shipped: Language, nlp: Language) -> None:
    one, other = (language.make_doc(TEXT * 3) for language in (as_shipped, nlp))
    assert np.array_equal(tensor(as_shipped, one), tensor(nlp, other))


def test_they_hold_one_layer_at_a_time(as_shipped: Language, nlp: Language) -> None:
    peaks = []
    for language in (as_shipped, nlp):
        doc = language.make_doc(TEXT * 60)
        tracemalloc.start()
        tensor(language, doc)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] / 2


def test_training_goes_back_over_them(nlp: Language) -> None:
    network = layers(without_training(spacy.load(SHIPPED)))
    outputs, back = network.begin_update([nlp.make_doc(TEXT)])
    back([np.ones_like(output) for output in outputs])
    assert any(layer.has_grad(name) for layer in network.walk() for name in layer.param_names)
