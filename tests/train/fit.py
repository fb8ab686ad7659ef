"""Fits the network to examples; imports torch, but neither spaCy nor the rules."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tests.train.network import IMPOSSIBLE, LAYERS, Encoder, Heads

Example = dict[str, Any]
Config = dict[str, Any]

LEFT_OUT = -100
FLOOR = 0.02
HAS_SHORT_FLOATS = bool(torch.cpu.get_capabilities().get("avx512_bf16"))
"""Whether the processor multiplies short floats; one that does not takes sixty times as long with them."""
FLOATS = torch.bfloat16 if HAS_SHORT_FLOATS else torch.float32


def fit(
    encoder: Encoder,
    heads: Heads,
    gold: list[Example],
    config: Config,
    checkpoint: Path,
    seconds: float,
) -> None:
    """Train in place, pass by pass over the examples; `checkpoint` has the weights after each.

    On a busy machine training stops at the time limit after fewer passes; the learning rates decay within that time.
    """
    torch.manual_seed(config["seed"])
    chance = random.Random(config["seed"])  # noqa: S311
    for parameter in encoder.parameters():
        parameter.requires_grad_(False)
    for layer in encoder.layers[config["frozen"] :]:
        layer.requires_grad_(True)
    passes = [_sample_windows(gold, config, chance) for _ in range(config["epochs"])]
    _cache_frozen_layers(encoder, list({id(example): example for each in passes for example in each}.values()), config)
    steps = sum(len(list(batches(each, config["pieces"], random.Random(0)))) for each in passes)  # noqa: S311
    started = time.monotonic()
    share_done = lambda step: max(step / steps, (time.monotonic() - started) / seconds)  # noqa: E731
    optimizer, schedule = _optimizer(encoder, heads, steps, share_done, config)
    trained = [p for p in [*encoder.parameters(), *heads.parameters()] if p.requires_grad]
    begin = time.process_time()
    for number, each in enumerate(passes):
        encoder.train()
        heads.train()
        total, count = np.zeros(6), 0
        for batch in batches(each, config["pieces"], chance):
            losses = loss_of(encoder, heads, batch, config, chance)
            optimizer.zero_grad()
            losses[0].backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            if share_done(0) >= 1:
                break
            total += [float(loss.detach()) for loss in losses]
            count += 1
        torch.save({"encoder": encoder.state_dict(), "heads": heads.state_dict()}, checkpoint)
        loss_text = " ".join(f"{value:.3f}" for value in total / max(1, count))
        print(f"pass {number} steps {count} loss {loss_text} seconds {time.process_time() - begin:.0f}", flush=True)


def _sample_windows(gold: list[Example], config: Config, chance: random.Random) -> list[Example]:
    """The windows of one pass: all article windows, and a sample of single sentences."""
    return [example for example in gold if not example["alone"] or chance.random() < config["alone"]]


def _optimizer(
    encoder: Encoder, heads: Heads, steps: int, share_done: Callable[[int], float], config: Config
) -> tuple[Any, Any]:
    pairs = [heads.pairs.weight]
    others = [p for name, p in heads.named_parameters() if not name.startswith("pairs")]
    body = [p for p in encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": body, "lr": config["rate"]},
            {"params": others, "lr": config["rate_heads"]},
            {"params": pairs, "lr": config["rate_pairs"]},
        ],
        weight_decay=0.01,
    )
    rise = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / rise, max(FLOOR, (1 - share_done(step)) / 0.9))
    )
    return optimizer, schedule


def batches(examples: Sequence[Example], pieces: int, chance: random.Random) -> Iterator[list[Example]]:
    """Batches of examples of similar length, in random order, with at most `pieces` word pieces each."""
    order = list(range(len(examples)))
    chance.shuffle(order)
    by_length = [
        number
        for at in range(0, len(order), 200)
        for number in sorted(order[at : at + 200], key=lambda n: len(examples[n]["ids"]))
    ]
    filled: list[list[Example]] = []
    batch: list[Example] = []
    longest = 0
    for number in by_length:
        longest = max(longest, len(examples[number]["ids"]))
        if batch and longest * (len(batch) + 1) > pieces:
            filled.append(batch)
            batch, longest = [], len(examples[number]["ids"])
        batch.append(examples[number])
    filled.append(batch)
    chance.shuffle(filled)
    yield from (each for each in filled if each)


def _short_floats() -> torch.autocast:
    return torch.autocast("cpu", torch.bfloat16, enabled=HAS_SHORT_FLOATS)


@torch.no_grad()
def _cache_frozen_layers(encoder: Encoder, examples: Sequence[Example], config: Config) -> None:
    """Run the frozen layers once and cache their output in each example."""
    encoder.eval()
    for batch in batches(examples, config["pieces"], random.Random(0)):  # noqa: S311
        ids, mask = _padded(batch)
        with _short_floats():
            x = encoder.through(encoder.embedded(ids), mask, 0, config["frozen"])
        for row, example in enumerate(batch):
            example["below"] = x[row, : len(example["ids"])].to(FLOATS).clone()


def _padded(batch: Sequence[Example]) -> tuple[Tensor, Tensor]:
    longest = max(len(example["ids"]) for example in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    for row, example in enumerate(batch):
        ids[row, : len(example["ids"])] = torch.tensor(example["ids"].astype(np.int64))
    return ids, _mask(batch, longest)


def _mask(batch: Sequence[Example], longest: int) -> Tensor:
    """The additive attention mask: 0 for word pieces, -1e4 for padding."""
    mask = torch.full((len(batch), longest), -1e4, dtype=FLOATS)
    for row, example in enumerate(batch):
        mask[row, : len(example["ids"])] = 0
    return mask[:, None, None, :]


def encoded(encoder: Encoder, batch: Sequence[Example], frozen: int, masked: float = 0.0) -> Tensor:
    """The word vectors of each example, padded; a share `masked` of the word pieces is hidden from the upper layers,
    so that they learn from what stands around a word, too. [examples, words, WIDTH]
    """
    longest = max(len(example["ids"]) for example in batch)
    x = torch.zeros(len(batch), longest, batch[0]["below"].shape[1], dtype=FLOATS)
    for row, example in enumerate(batch):
        x[row, : len(example["ids"])] = example["below"]
    x = x * (torch.rand(x.shape[:2]) >= masked)[:, :, None]
    with _short_floats():
        x = encoder.through(x, _mask(batch, longest), frozen, LAYERS)
    most = max(len(example["first"]) for example in batch)
    first = torch.zeros(len(batch), most, dtype=torch.long)
    for row, example in enumerate(batch):
        first[row, : len(example["first"])] = torch.tensor(example["first"].astype(np.int64))
    return x.float().gather(1, first[:, :, None].expand(-1, -1, x.shape[2]))


def loss_of(
    encoder: Encoder, heads: Heads, batch: Sequence[Example], config: Config, chance: random.Random | None = None
) -> list[Tensor]:
    """The weighted total loss, then its parts: trigger, slots, modality, telling, sub-event."""
    words = encoded(encoder, batch, config["frozen"], config["masked"] if chance is not None else 0.0)
    bare = [chance is not None and chance.random() < config["without_hints"] for _ in batch]
    label = _stacked([example["label"] for example in batch], words.shape[1], LEFT_OUT)
    hinted = _stacked([example["hinted"] * (not b) for example, b in zip(batch, bare, strict=True)], words.shape[1], 0)
    scores = heads.trigger(words, hinted[:, :, 0])
    is_labelled = label != LEFT_OUT
    trigger = F.cross_entropy(scores[is_labelled], label[is_labelled], reduction="sum") / max(1, int((label > 0).sum()))
    events = [(row, event) for row, example in enumerate(batch) for event in example["events"]]
    nothing = torch.zeros(())
    if not events:
        return [trigger, trigger, nothing, nothing, nothing, nothing]
    rows, at = (torch.tensor(column) for column in ([r for r, _ in events], [event["at"] for _, event in events]))
    triggers, hints = words[rows, at], hinted[rows, at]
    parts = {
        "trigger": trigger,
        "slots": _loss_of_slots(heads, batch, words, bare),
        **{
            name: _loss_of_choice(getattr(heads, name)(triggers, hints[:, n]), [event[name] for _, event in events])
            for n, name in enumerate(("modality", "telling", "sub_event"), 1)
        },
    }
    whole = torch.stack([parts[name] * weight for name, weight in config["weights"].items()]).sum()
    return [whole, *parts.values()]


def _stacked(arrays: Sequence[np.ndarray], size: int, fill: int) -> Tensor:
    table = np.full((len(arrays), size, *arrays[0].shape[1:]), fill, dtype=np.int64)
    for row, each in enumerate(arrays):
        table[row, : len(each)] = each
    return torch.from_numpy(table)


def _loss_of_choice(scores: Tensor, right: Sequence[Sequence[int]]) -> Tensor:
    """Cross-entropy with several right answers per event; events without an answer are omitted."""
    mask = torch.zeros(scores.shape, dtype=torch.bool)
    for row, answers in enumerate(right):
        mask[row, list(answers)] = True
    has_answer = mask.any(1)
    if not has_answer.any():
        return torch.zeros(())
    sure = F.log_softmax(scores[has_answer], -1).masked_fill(~mask[has_answer], -1e9)
    return -torch.logsumexp(sure, -1).mean()


def scores_of_fillers(heads: Heads, words: Tensor, triggers: Tensor, pairs: Tensor, time: Tensor) -> Tensor:
    """Scores of fillers for each slot of each event: every word, then the day of publication, then an empty slot.

    Returns: [events, slots, words + 2]
    """
    scores = torch.einsum("esd,wsd->esw", heads.queries(triggers), heads.keys(words))
    scores = scores + heads.bias(words).T + heads.pairs(pairs).sum(2).transpose(1, 2)
    scores = scores + heads.together(triggers, words, pairs)
    date = scores[:, -1:].masked_fill(~time, IMPOSSIBLE)
    published = torch.full((len(triggers), scores.shape[1], 1), IMPOSSIBLE)
    published[:, -1] = heads.published(triggers)
    return torch.cat([torch.cat([scores[:, :-1], date], 1), published, heads.nothing(triggers)[:, :, None]], 2)


def _loss_of_slots(heads: Heads, batch: Sequence[Example], words: Tensor, bare: Sequence[bool]) -> Tensor:
    """The negative log-likelihood of the right fillers, summed over an event's slots, averaged over events."""
    lost, count = [], 0
    for row, example in enumerate(batch):
        events = example["events"]
        if not events:
            continue
        triggers = words[row, torch.tensor([event["at"] for event in events])]
        pairs = np.stack([event["bare" if bare[row] else "pairs"] for event in events]).astype(np.int64)
        own = words[row, : len(example["first"])]
        scores = scores_of_fillers(heads, own, triggers, torch.from_numpy(pairs), torch.from_numpy(example["time"]))
        right = torch.from_numpy(np.stack([event["fills"] for event in events]))
        sure = torch.logsumexp(F.log_softmax(scores, -1).masked_fill(~right, -1e9), -1)
        lost.append(-(sure * right.any(2)).sum())
        count += len(events)
    return torch.stack(lost).sum() / count / 2
