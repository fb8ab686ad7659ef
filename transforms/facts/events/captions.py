"""Finds captions: what a picture shows may be old or elsewhere, so that nobody in it acts in the story beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from transforms.reading.syntax import children
from transforms.reading.tree import Doc, Span, Token
from transforms.resolving.reporting import saying
from transforms.words import alternatives

OTHER_TENSES = frozenset({"VBD", "MD"})
LONGEST = 400
"""Maximum characters from the beginning of a caption to its credit."""
_OLD = re.compile(alternatives("events captions"))
_AGENCY = alternatives("events agencies")
_CREDIT = re.compile(
    rf"[(\[][^()\[\]\n]*?(?:{alternatives('events credits')})[^()\[\]\n]*[)\]]"  # (AP Photo/Jane Roe, File)
    rf"|(?P<agency>[(\[](?:{_AGENCY})[)\]])(?=\.?(?:\s*$|\s+[^\W\da-z_]))"
    rf"|\b(?:{_AGENCY})/[^\n.()]{{1,60}}",
    re.MULTILINE,
)
_WORDS = re.compile(r"(?:\b[a-z]+\b.*?){3}")
"""Words of a sentence, which a dateline before an agency's name lacks."""


@dataclass(frozen=True, slots=True)
class Caption:
    """The stretch of a caption in the text; `is_old` if it calls its picture an old one."""

    start: int
    end: int
    is_old: bool


def caption_of(token: Token) -> Caption | None:
    """The caption that a word is part of."""
    cache = token.doc.user_data
    if "captions" not in cache:
        cache["captions"] = tuple(_captions(token.doc))
    captions = cast("tuple[Caption, ...]", cache["captions"])
    return next((caption for caption in captions if caption.start <= token.idx < caption.end), None)


def is_in_file_caption(act: Token) -> bool:
    """Whether an act is what an old picture shows: "FILE - Rebels attack a market"."""
    caption = caption_of(act)
    return caption is not None and caption.is_old


def is_outside(word: Token, act: Token) -> bool:
    """Whether a word stands in a caption that does not tell the act."""
    caption = caption_of(word)
    return caption is not None and caption != caption_of(act)


def _captions(doc: Doc) -> Iterator[Caption]:
    """Captions, at most one a line, from the mark of an old picture or the beginning of the line to the credit.

    Without a credit, an old one is a short line; where it stands before a whole text, one sentence.
    """
    text, start = doc.text, 0
    lines = text.splitlines(keepends=True)
    for line in lines:
        old, end = _OLD.search(line), start + len(line)
        begin = _begin(old, doc, start) if old is not None else 0
        credit = _CREDIT.search(line, begin, begin + LONGEST)
        if credit is not None and (old is not None or _is_of_picture(credit, doc, start)):
            yield Caption(start + begin, start + credit.end(), old is not None)
        elif old is not None and begin < old.start():
            yield Caption(start + begin, start + old.end(), is_old=True)
        elif old is not None:
            is_line = len(lines) > 1 and len(line) <= LONGEST
            yield Caption(start + begin, end if is_line else _end_of_sentence(doc, start + old.end(), end), is_old=True)
        start = end


def _begin(old: re.Match[str], doc: Doc, start: int) -> int:
    """Where the caption of a mark begins in its line: at the mark, but before one in brackets at the beginning of the
    sentence that it ends: "Officers stand outside a bank in Hama, 2021 (FILE)."
    """
    if not old.group().startswith("("):
        return old.start()
    sent = next(token for token in doc if token.idx >= start + old.start()).sent
    is_last = sum(token.pos_ != "PUNCT" for token in sent if token.idx >= start + old.end()) == 0
    return max(sent.start_char - start, 0) if is_last else old.start()


def _is_of_picture(credit: re.Match[str], doc: Doc, start: int) -> bool:
    """Whether a credit has a caption before it in its line, which begins at `start`: words, and before a mere "(AFP)"
    no news: "Rebels shelled a market, a doctor said. (AFP)".
    """
    if _WORDS.search(credit.string, 0, credit.start()) is None:
        return False
    return not credit["agency"] or not _tells_news(next(token for token in doc if token.idx >= start).sent)


def _tells_news(sent: Span) -> bool:
    """Whether a sentence tells what was or will be done, or what somebody says; a picture shows what is done."""
    verb = sent.root
    speakers = [*children(verb, "parataxis"), *([verb] if children(verb, "ccomp") else [])]
    speaks = any(word.lemma_.lower() in saying() for word in speakers)
    helpers = children(verb, "aux", "aux:pass", "cop")
    # "can be seen" is of the picture
    is_other_time = any(word.tag_ in OTHER_TENSES and word.lemma_.lower() != "can" for word in (verb, *helpers))
    return speaks or is_other_time or any(word.lemma_.lower() == "have" for word in helpers)


def _end_of_sentence(doc: Doc, offset: int, latest: int) -> int:
    """The end of the sentence that goes on or begins after an offset."""
    following = next((token for token in doc if token.idx >= offset and token.text[0].isalnum()), None)
    return min(following.sent.end_char, latest) if following is not None else latest
