"""Lets the networks of a pipeline drop what only training needs.

A `chain` of thinc keeps what each of its layers was given until the last one is done, since training goes back over it:
some 80 MiB for a few articles, which nothing asks for in a prediction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from thinc.api import Model
from thinc.layers.chain import forward


def without_training(nlp: Language) -> Language:
    """The pipeline, whose chains of layers hand each output to the next layer and keep none."""
    for _, pipe in nlp.pipeline:
        network = getattr(pipe, "model", None)
        for layer in network.walk() if isinstance(network, Model) else ():
            if layer._func is forward:
                layer._func = _forward
    return nlp


def _forward(network: Model[Any, Any], given: Any, is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
    """What `forward` gives, and in a prediction nothing to go back over."""
    if is_train:
        return forward(network, given, is_train)
    for layer in network.layers:
        given = layer.predict(given)
    return given, _no_way_back


def _no_way_back(_: Any) -> Any:
    raise RuntimeError("a prediction was not kept for training")
