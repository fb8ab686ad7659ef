"""Sentences of conflict news with their trees, made by a small grammar.

News says "Rebels shelled the town": a bare plural and a past form, which the treebanks' texts hardly have, so that a
small parser takes it for "rebels who were shelled". The grammar shows it such clauses, with the verbs of the event
lexicon, as plain, passive, coordinated, reported and subordinate ones. Relations follow UD English.
"""

from corpus import Row
from nominals import DAYS, WORDS, Nominals
from phrases import Node, plural, rows, word


class Grammar(Nominals):
    """Draws sentences."""

    def sentence(self) -> list[Row]:
        """One sentence."""
        kinds = (self._plain, self._plain, self._reported, self._says, self._joined, self._quoted)
        return rows(self._closed(self.pick(kinds)()))

    def _closed(self, root: Node) -> Node:
        return root.after("punct", word(".", "."))

    # sentences

    def _plain(self) -> Node:
        return self._fronted(self.clause())

    def _reported(self) -> Node:
        """ "…, residents said" """
        told = self.clause()
        told.after("punct", word(",", ","))
        said = self.verb(self.pick(("say", "announce", "report", "confirm")), "VBD")
        told.dep = "ccomp"
        said.left = [told]
        return said.before("nsubj", self.speaker())

    def _quoted(self) -> Node:
        """ "“…,” said the general", "“…,” the general said" """
        told = self.clause()
        told.first("punct", word("“", "``"))
        told.after("punct", word(",", ",")).after("punct", word("”", "''"))
        told.dep = "ccomp"
        said = self.verb(self.pick(("say", "say", "warn", "add", "tell")), self.pick(("VBD", "VBD", "VBZ")))
        said.left = [told]
        speaker = self.speaker()
        if said.lemma == "tell":
            said.before("nsubj", speaker)
            return said.after("obj", self.pick((self.noun("reporter", True), self.noun("journalist", True))))
        return (
            said.after("nsubj", _open(speaker))
            if self.chance(0.4) and speaker.tag != "PRP"
            else said.before("nsubj", speaker)
        )

    def _says(self) -> Node:
        """ "The army said that …" """
        said = self.verb(self.pick(("say", "announce", "claim", "insist", "confirm", "deny", "report")), "VBD")
        said.before("nsubj", self.speaker())
        if self.chance(0.3):
            said.after("obl", self.cased("on", word(self.pick(DAYS), "NNP")))
        told = self.clause(self.pick((None, "had", "will")))
        if self.chance(0.5):
            told.first("mark", word("that", "IN", pos="SCONJ"))
        return said.after("ccomp", told)

    def _joined(self) -> Node:
        """A main clause with a clause of time or cause."""
        main, other = self.clause(), self.clause()
        mark = self.pick(("after", "when", "as", "before", "while", "because"))
        tag, pos, dep = ("WRB", "ADV", "advmod") if mark == "when" else ("IN", "SCONJ", "mark")
        other.first(dep, word(mark, tag, pos=pos))
        return main.after("advcl", other)

    def _fronted(self, clause: Node) -> Node:
        if self.chance(0.25):
            clause.first("punct", word(",", ","))
            front = self.pick((self.when, self.where))()
            clause.first("obl" if any(c.dep == "case" for c in front.left) else "obl:unmarked", front)
        return clause

    # clauses

    def clause(self, helper: str | None = None) -> Node:
        kind = self.pick(WORDS["clauses"])
        verb = getattr(self, f"_{kind}")(helper)
        if kind not in ("words", "order") and self.chance(0.35):
            self._beside(verb)
        return self._tail(verb)

    def _active(self, lemma: str, helper: str | None, doer: Node) -> Node:
        if self.chance(0.08) and doer.lemma not in WORDS["deeds"]:
            doer = word(self.pick(("they", "they", "he", "it")), "PRP")
        lemma, _, particle = lemma.partition(" ")
        tag = {"had": "VBN", "have": "VBN", "will": "VB"}.get(helper or "", "VBD")
        verb = self.verb(lemma, tag)
        verb.before("nsubj", doer)
        if helper == "will":
            verb.before("aux", word("will", "MD"))
        elif helper:
            form, tag = ("had", "VBD") if helper == "had" else ("has", "VBZ") if _is_one(doer) else ("have", "VBP")
            verb.before("aux", word(form, tag, "have", "AUX"))
        if particle:
            verb.after("compound:prt", word(particle, "RP"))
        return verb

    def _helper(self, helper: str | None) -> str | None:
        return helper or ("have" if self.chance(0.12) else "will" if self.chance(0.06) else None)

    def _harm(self, helper: str | None) -> Node:
        verb = self._active(self.pick(WORDS["harm"]), self._helper(helper), self.armed())
        return verb.after("obj", self.pick((self.victims, self.victims, self.armed))())

    def _strike(self, helper: str | None) -> Node:
        verb = self._active(self.pick(WORDS["strike"]), self._helper(helper), self.armed())
        return verb.after("obj", self.ground())

    def _words(self, helper: str | None) -> Node:
        verb = self._active(self.pick(WORDS["words"]), self._helper(helper), self.speaker())
        return verb.after("obj", self.pick((self.deed, self.deed, self.matter, self.body))())

    def _move(self, helper: str | None) -> Node:
        lemma = self.pick(tuple(WORDS["move"]))
        doer = self.pick((self.armed, self.armed, self.victims))()
        verb = self._active(lemma, self._helper(helper), doer)
        case = self.pick(WORDS["move"][lemma])
        return verb.after("obl", self.cased(case, self.pick((self.town, self.town, self.ground, self.body))()))

    def _light(self, helper: str | None) -> Node:
        lemma = self.pick(tuple(WORDS["light"]))
        noun, case = WORDS["light"][lemma]
        verb = self._active(lemma, self._helper(helper), self.pick((self.armed, self.body))())
        article, _, bare = noun.rpartition(" ")
        tag = "NNS" if bare.endswith("s") else "NN"
        held = word(bare, tag, bare.removesuffix("s") if tag == "NNS" else bare)
        if article:
            held.before("det", word(article, "DT", "a"))
        verb.after("obj", held)
        reached = self.cased(case, self.pick((self.ground, self.body, self.victims))())
        if held.form in ("fire", "siege"):
            return verb.after("obl", reached)
        held.after("nmod", reached)
        return verb

    def _give(self, helper: str | None) -> Node:
        verb = self._active(self.pick(WORDS["give"]), self._helper(helper), self.speaker())
        verb.after("obj", self.pick((self.matter, self.victims))())
        return verb.after("obl", self.cased("to", self.pick((self.name, self.body, self.town))()))

    def _order(self, helper: str | None) -> Node:
        verb = self._active(self.pick(WORDS["order"]).split(" ")[0], self._helper(helper), self.speaker())
        if verb.lemma == "call":
            verb.after("obl", self.cased("on", self.body()))
        else:
            verb.after("obj", self.pick((self.armed, self.victims, self.body))())
        return verb.after("xcomp", self._infinitive())

    def _deed(self, helper: str | None) -> Node:
        """ "The attack on the town by rebels killed nine people" """
        deed = self.deed()
        kind = self.pick(("harm", "strike", "last", "end", "follow"))
        if kind == "last":
            verb = self._active("last", helper, deed)
            return verb.after("obl:unmarked", self.noun(self.pick(("hour", "day", "week", "month")), True))
        lemma = self.pick(WORDS[kind]).split(" ")[0] if kind in WORDS else kind
        verb = self._active(lemma, helper, deed)
        return verb.after(
            "obj", self.victims() if kind == "harm" else self.ground() if kind == "strike" else self.deed()
        )

    def _yield(self, helper: str | None) -> Node:
        """A noun after "to": "bowed to pressure", "subjected the prisoners to torture"."""
        kind = self.pick(("subject", "bow", "resort", "yield", "lead", "turn"))
        verb = self._active(kind, helper, self.deed() if kind == "lead" else self.armed())
        if kind == "subject":
            verb.after("obj", self.victims())
        noun = self.pick(("torture", "pressure", "violence", "force", "war", "arson", "protest", "abuse", "attack"))
        return verb.after("obl", self.cased("to", word(noun, "NN")))

    def _call(self, helper: str | None) -> Node:
        """ "The minister called the vote a sham" """
        verb = self._active(self.pick(("call", "declare", "label", "consider", "term")), helper, self.speaker())
        verb.after("obj", self.pick((self.deed, self.body, self.name))())
        named = self.noun(
            self.pick(("sham", "crime", "victory", "mistake", "disaster", "threat", "farce", "provocation"))
        )
        return verb.after("xcomp", named.first("det", word("a", "DT")))

    def _passive(self, helper: str | None) -> Node:
        lemma = self.pick(WORDS["harm"] + WORDS["strike"]).split(" ")[0]
        verb = self.verb(lemma, "VBN")
        is_harm = lemma in WORDS["harm"]
        verb.before("nsubj:pass", self.victims() if is_harm else self.ground())
        if helper == "had" or self.chance(0.2):
            verb.before("aux", word("had", "VBD", "have", "AUX")).before("aux:pass", word("been", "VBN", "be", "AUX"))
        else:
            verb.before("aux:pass", word("was" if _is_one(verb.left[0]) else "were", "VBD", "be", "AUX"))
        if self.chance(0.5):
            verb.after("obl:agent", self.cased("by", self.pick((self.armed, self.deed))()))
        elif self.chance(0.5):
            verb.after("obl", self.cased(self.pick(("in", "during", "after")), self.deed()))
        return verb

    def _infinitive(self) -> Node:
        verb = self.verb(
            self.pick(("leave", "attack", "free", "halt", "end", "enter", "withdraw", "join", "resume")), "VB"
        )
        verb.before("mark", word("to", "TO"))
        if verb.lemma == "withdraw":
            return verb.after("obl", self.cased("from", self.town()))
        return verb.after("obj", self.pick((self.ground, self.deed, self.matter))())

    def _beside(self, verb: Node) -> None:
        """A second verb, as coordinated, as a participle or as a purpose."""
        kind = self.pick(("conj", "conj", "advcl", "advcl", "to"))
        if kind == "to":
            verb.after("advcl", self._infinitive())
            return
        lemma, is_harm = self.pick(WORDS["harm"] + WORDS["strike"]).split(" ")[0], self.chance(0.6)
        tag = "VBG" if kind == "advcl" else "VBN" if verb.tag == "VBN" else "VB" if verb.tag == "VB" else "VBD"
        other = self.verb(lemma, tag)
        if kind == "advcl":
            other.before("punct", word(",", ","))
        else:
            other.before("cc", word("and", "CC"))
        if verb.tag != "VBN" or kind == "advcl" or verb.left[-1].form in ("have", "had"):
            other.after("obj", self.victims() if is_harm else self.ground())
        verb.after(kind, other)

    def _tail(self, verb: Node) -> Node:
        """Time and place, after the verb's own words but before its clauses."""
        clauses = [child for child in verb.right if child.dep in ("conj", "advcl", "xcomp")]
        verb.right = [child for child in verb.right if child.dep not in ("conj", "advcl", "xcomp")]
        if self.chance(0.3):
            verb.after("obl", self.where())
        if self.chance(0.35):
            when = self.when()
            verb.after("obl" if any(c.dep == "case" for c in when.left) else "obl:unmarked", when)
        verb.right += clauses
        return verb

    def relexified(self, group: list[Row]) -> list[Row] | None:
        """A sentence with transitive verbs and some plurals replaced by words of the news; None if no verb is."""
        found = [list(row) for row in group]
        by_number = {row[0]: row for row in found}
        objects = {row[6] for row in found if row[7] == "obj"}
        passive = {row[6] for row in found if row[7] == "nsubj:pass"}
        changed = False
        for row in found:
            if row[4].startswith("VB") and row[3] == "VERB" and row[0] in objects | passive and self.chance(0.6):
                lemma = self.pick([*WORDS["harm"], *WORDS["strike"], *WORDS["words"]]).split(" ")[0]
                _put(row, lemma, self.forms.of(lemma, row[4]))
                changed = True
            governor = by_number.get(row[6], [""] * 10)
            if row[4] == "NNS" and governor[3] == "VERB" and self.chance(0.7):
                kind = {"nsubj": "armed", "obj": "civilians", "nsubj:pass": "civilians"}.get(row[7])
                if kind:
                    noun = self.pick(WORDS[kind])
                    _put(row, noun, plural(noun))
        return found if changed else None


def _is_one(doer: Node) -> bool:
    return doer.tag in ("NN", "NNP")


def _put(row: Row, lemma: str, form: str) -> None:
    row[1], row[2] = form.capitalize() if row[1][0].isupper() else form, lemma


def _open(speaker: Node) -> Node:
    """A nominal at the end of a sentence: an aside in it has no comma after it."""
    for aside in (child for child in speaker.right if child.dep == "appos"):
        aside.right = [child for child in aside.right if child.dep != "punct"]
    return speaker
