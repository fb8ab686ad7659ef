"""Train, assemble and score the language pipeline that Dateline reads with.

  train.py vectors    word vectors, once (needs the packages that vectors.py names)
  train.py parser     tagger, parser and lemmatizer
  train.py adapt      the same of model/, trained further on clauses of conflict news
  train.py teacher    names in EWT, annotated by a larger model trained on GUM
  train.py entities   the entity recogniser
  train.py folds      three recognisers, each trained without one source of re3d and applied to it
  train.py assemble   the two halves as one pipeline, which replaces model/
  train.py score      the scores of model/ on the treebanks' test parts
  train.py all        everything but the folds, in this order

Each step reads the output of previous steps from the work folder.
"""

import argparse
import json
import random
import shutil
from pathlib import Path
from typing import Any

import spacy
from corpus import sentences, surface, tree, trees
from entities import RE3D_SOURCES, gum, re3d
from score import read, report, syntax, words_of
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from spacy.util import fix_random_seed
from thinc.api import Adam
from tokens import cut_like_treebanks, english

HERE = Path(__file__).parent
MODEL = HERE / "model"
STEPS = ("vectors", "parser", "teacher", "entities", "folds", "assemble", "adapt", "score")
SEED = 7
TRAIN_SENTENCES_A_DOC = 5
DEV_DOCS_OF_EWT = 150
COPIES = {"gum": (2, 1), "re3d": (2, 3)}
RENAMED_SHARE = 0.5
TEMPLATE_ROUNDS = 12
NEWS_SENTENCES, RELEXIFIED_SHARE = 7_000, 0.5
ADAPT_STEPS, ADAPT_WORDS, ADAPT_RATE, ADAPT_WARM_UP = 1_200, 1_000, 6e-4, 100
LICENCE = "CC BY-SA 4.0 (learned from UD English EWT, CC BY-SA 4.0; see README.md)"


def save(docs: list[Doc], path: Path) -> Path:
    """Write documents in the format of training."""
    DocBin(docs=docs).to_disk(path)
    print(f"{path.name}: {len(docs)} documents, {sum(map(len, docs))} words")
    return path


def learn(config: str, work: Path, name: str, train_path: Path, dev_path: Path) -> None:
    """Run one training; the best model on the dev part ends in work/name/model-best."""
    paths = {"train": train_path, "dev": dev_path, "vectors": work / "vectors"}
    train(HERE / config, work / name, overrides={f"paths.{key}": str(path) for key, path in paths.items()})


def train_parser(data: Path, work: Path) -> None:
    """Train tagger, parser and lemmatizer on EWT and GUM."""
    nlp, ud = english(), data / "ud"
    train_docs = [
        doc for bank in ("ewt", "gum") for doc in trees(nlp, ud / f"{bank}-train.conllu.gz", TRAIN_SENTENCES_A_DOC)
    ]
    dev_docs = trees(nlp, ud / "gum-dev.conllu.gz") + trees(nlp, ud / "ewt-dev.conllu.gz")[:DEV_DOCS_OF_EWT]
    learn("parser.cfg", work, "parser", save(train_docs, work / "train.spacy"), save(dev_docs, work / "dev.spacy"))


def news(nlp: Language, ud: Path) -> list[Doc]:
    """Sentences from the grammar of conflict news, and treebank sentences with its vocabulary."""
    from grammar import Grammar
    from names import Names
    from phrases import Forms

    paths = [ud / f"{bank}-train.conllu.gz" for bank in ("ewt", "gum")]
    names = Names(SEED)
    grammar = Grammar(Forms(paths), lambda: names.person(2), names.place, SEED)
    made = [grammar.sentence() for _ in range(NEWS_SENTENCES)]
    for path in paths:
        groups = (surface(group)[0] for group in sentences(path) if group)
        made += [new for group in groups if grammar.chance(RELEXIFIED_SHARE) and (new := grammar.relexified(group))]
    random.Random(SEED).shuffle(made)  # noqa: S311
    return [tree(nlp, made[at : at + TRAIN_SENTENCES_A_DOC]) for at in range(0, len(made), TRAIN_SENTENCES_A_DOC)]


def adapt(data: Path) -> None:
    """Go on training the syntax of model/ on the treebanks and the clauses of conflict news together."""
    nlp, ud = spacy.load(MODEL), data / "ud"
    banks = [
        doc for bank in ("ewt", "gum") for doc in trees(nlp, ud / f"{bank}-train.conllu.gz", TRAIN_SENTENCES_A_DOC)
    ]
    dev = trees(nlp, ud / "gum-dev.conllu.gz") + trees(nlp, ud / "ewt-dev.conllu.gz")[:DEV_DOCS_OF_EWT]
    docs = banks + news(nlp, ud)
    remember_trees(nlp, docs)
    print(f"{len(docs)} documents, {sum(map(len, docs))} words")
    shuffled = random.Random(SEED)  # noqa: S311
    fix_random_seed(SEED)
    with nlp.select_pipes(disable=["ner"]):
        optimizer = nlp.resume_training(sgd=Adam(ADAPT_RATE, L2=0.01, grad_clip=1.0, use_averages=True))
        step = 0
        while step < ADAPT_STEPS:
            shuffled.shuffle(docs)
            for batch in minibatch_by_words(docs, ADAPT_WORDS):
                left = (ADAPT_STEPS - step) / ADAPT_STEPS
                optimizer.learn_rate = ADAPT_RATE * min(left, (step + 1) / ADAPT_WARM_UP)
                examples = [Example(words_of(nlp, doc), doc) for doc in batch]
                nlp.update(examples, sgd=optimizer, drop=0.15)
                step += 1
                if step % 300 == 0 or step == ADAPT_STEPS:
                    with nlp.use_params(optimizer.averages):
                        found = syntax(read(nlp, dev, raw=False))
                    print(step, *(f"{found[name]:.3f}" for name in ("UAS", "LAS", "tags", "lemmas")), flush=True)
                if step == ADAPT_STEPS:
                    break
    with nlp.use_params(optimizer.averages):
        halve_the_way(nlp, spacy.load(MODEL))
        keep(nlp, as_before=("vocab/strings.json", "trainable_lemmatizer/trees"))


def halve_the_way(nlp: Language, start: Language) -> None:
    """Set the weights to the mean of those before and after training, so that less is forgotten."""
    for name in (name for name in nlp.pipe_names if name != "ner"):
        pipes: list[Any] = [nlp.get_pipe(name), start.get_pipe(name)]
        for after, before in zip(*(pipe.model.walk() for pipe in pipes), strict=True):
            for parameter in (p for p in after.param_names if after.has_param(p)):
                after.set_param(parameter, (after.get_param(parameter) + before.get_param(parameter)) / 2)


def remember_trees(nlp: Language, docs: list[Doc]) -> None:
    """Renumber the lemmatizer's edit trees, which loading loses; lemmas that no tree produces are not trained."""
    lemmatizer: Any = nlp.get_pipe("trainable_lemmatizer")
    lemmatizer.tree2label = {tree: label for label, tree in enumerate(lemmatizer.cfg["labels"])}
    for word in (word for doc in docs for word in doc):
        if lemmatizer.trees.add(word.text, word.lemma_) not in lemmatizer.tree2label:
            word.lemma_ = ""


def keep(nlp: Language, as_before: tuple[str, ...] = ()) -> None:
    """Replace model/ by a pipeline, except for files to which training texts only added."""
    fresh, old = MODEL.with_name("model.new"), MODEL.with_name("model.old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    nlp.to_disk(fresh)
    for part in as_before:
        shutil.copyfile(MODEL / part, fresh / part)
    spacy.load(fresh)
    if MODEL.exists():
        MODEL.rename(old)
    fresh.rename(MODEL)
    shutil.rmtree(old, ignore_errors=True)


def named(nlp: Language, doc: Doc) -> Doc:
    """A copy of the document with only its entities."""
    copy = Doc(nlp.vocab, words=[word.text for word in doc], spaces=[bool(word.whitespace_) for word in doc])
    copy.ents = [Span(copy, span.start, span.end, span.label_) for span in doc.ents]
    return copy


def teach_names(data: Path, work: Path) -> None:
    """Train the teacher on GUM's names, and annotate EWT's with it."""
    from teacher import silver, teach

    nlp = english()
    teacher = teach(gum(nlp, data / "ud" / "gum-train.conllu.gz"), SEED)
    save(silver(nlp, teacher, data / "ud" / "ewt-train.conllu.gz"), work / "silver.spacy")


def train_entities(data: Path, work: Path, name: str, sources: tuple[str, ...]) -> None:
    """Train on GUM and the given sources of re3d, also renamed, on EWT annotated by the teacher, and on templates."""
    from names import Names, renamed, templated

    nlp, names = english(), Names(SEED)
    texts = {
        "gum": [named(nlp, doc) for doc in gum(nlp, data / "ud" / "gum-train.conllu.gz")],
        "re3d": [doc for source in sources for doc in re3d(nlp, data / "re3d" / source)],
    }
    docs = []
    for part, (as_they_are, under_other_names) in COPIES.items():
        docs += texts[part] * as_they_are
        for _ in range(under_other_names):
            docs += [renamed(nlp, doc, names, RENAMED_SHARE) for doc in texts[part] if doc.ents]
    docs += [named(nlp, doc) for doc in DocBin().from_disk(work / "silver.spacy").get_docs(nlp.vocab)]
    docs += [doc for _ in range(TEMPLATE_ROUNDS) for doc in templated(nlp, names)]
    random.Random(SEED).shuffle(docs)  # noqa: S311
    dev = [named(nlp, doc) for doc in gum(nlp, data / "ud" / "gum-dev.conllu.gz")]
    learn("ner.cfg", work, name, save(docs, work / f"{name}.spacy"), save(dev, work / "ner-dev.spacy"))


def fold(data: Path, work: Path, source: str) -> None:
    """Train without one source of re3d and write the names found in it, one JSON object per document."""
    name = f"without-{source}"
    train_entities(data, work, name, tuple(other for other in RE3D_SOURCES if other != source))
    nlp = spacy.load(work / name / "model-best")
    with (work / f"{source}.jsonl").open("w", encoding="utf-8") as out:
        for gold in re3d(nlp, data / "re3d" / source):
            found = nlp(gold.text).ents
            mentions = [{"start": span.start_char, "end": span.end_char, "label": span.label_} for span in found]
            out.write(json.dumps({"id": gold.user_data["id"], "mentions": mentions}) + "\n")


def assemble(work: Path) -> None:
    """Join both halves with one table of vectors, and replace model/ by the result."""
    nlp = spacy.load(work / "parser" / "model-best")
    cut_like_treebanks(nlp)
    nlp.add_pipe("ner", source=spacy.load(work / "entities" / "model-best"))
    settings: dict[str, Any] = nlp.config
    settings["paths"] = dict.fromkeys(settings["paths"])
    settings["initialize"].update(before_init=None, vectors=None)
    nlp.meta.update(name="dateline", version="1.0.0", license=LICENCE, description="English news, read by Dateline")
    nlp.meta["performance"] = {}
    keep(nlp)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=[*STEPS, "all"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with ud/ and re3d/")
    parser.add_argument("--work", type=Path, default=Path("build/language"), help="folder for what training leaves")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)

    def wanted(step: str) -> bool:
        return args.step == step or (args.step == "all" and step != "folds")

    if wanted("vectors"):
        from vectors import make

        make(args.data, args.work / "vectors")
    if wanted("parser"):
        train_parser(args.data, args.work)
    if wanted("teacher"):
        teach_names(args.data, args.work)
    if wanted("entities"):
        train_entities(args.data, args.work, "entities", RE3D_SOURCES)
    if wanted("folds"):
        for source in RE3D_SOURCES:
            fold(args.data, args.work, source)
    if wanted("assemble"):
        assemble(args.work)
    if wanted("adapt"):
        adapt(args.data)
    if wanted("score"):
        print(report(spacy.load(MODEL), args.data))


if __name__ == "__main__":
    main()
