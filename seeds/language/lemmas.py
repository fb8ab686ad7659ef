"""Put right the base forms of common words that the trained lemmatizer gets wrong.

The lemmatizer learns rules over endings and now and then applies one to a word that is known better. Where the treebanks
agree on a word's base form and the lemmatizer does not, the treebanks' answer becomes a rule of an attribute ruler.
"""

from collections import Counter, defaultdict
from pathlib import Path

from corpus import trees
from score import words_of
from spacy.language import Language
from spacy.pipeline import AttributeRuler

AGREEMENT = 0.8
SEEN = 2


def exceptions(nlp: Language, paths: list[Path]) -> dict[tuple[str, str], str]:
    """The base form of each word and tag that the treebanks agree on and the lemmatizer mostly misses."""
    right: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    guessed: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    docs = [doc for path in paths for doc in trees(nlp, path)]
    with nlp.select_pipes(enable=["tok2vec", "tagger", "trainable_lemmatizer"]):
        for guess, gold in zip(nlp.pipe(words_of(nlp, doc) for doc in docs), docs, strict=True):
            for word, known in zip(guess, gold, strict=True):
                right[known.text, known.tag_][known.lemma_] += 1
                guessed[word.text, word.tag_][word.lemma_] += 1
    found = {}
    for key, lemmas in right.items():
        (lemma, count), total = lemmas.most_common(1)[0], lemmas.total()
        if total >= SEEN and count / total >= AGREEMENT and key in guessed and guessed[key].most_common(1)[0][0] != lemma:
            found[key] = lemma
    return found


def add_ruler(nlp: Language, paths: list[Path]) -> None:
    """Give the pipeline an attribute ruler with the exceptions, after the lemmatizer."""
    found = exceptions(nlp, paths)
    ruler = nlp.add_pipe("attribute_ruler", after="trainable_lemmatizer")
    if not isinstance(ruler, AttributeRuler):
        raise TypeError("attribute_ruler is no AttributeRuler")
    for (text, tag), lemma in sorted(found.items()):
        ruler.add([[{"ORTH": text, "TAG": tag}]], {"LEMMA": lemma})
    print(f"{len(found)} exceptions for the lemmatizer")
