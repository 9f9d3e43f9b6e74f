"""Stance: who a sentence says is for or against whom, by cues and what stands around them.

Each cue of the lexicon (`stance_cues`) has a frame that says where its sides stand:

| frame | sides |
|---|---|
| verb | subject and object (attacked, backs); agent and subject with `by` (was attacked by); the names on either side of a hyphenated participle (X-backed Y) |
| toward | subject and object of a noun (attack on, in support of), or the name behind `by` |
| from | subject, and the name behind `from` (retook the town from Y) |
| mutual | subject and object, each to the other (clashed with, ally of) |
| between | the members of the list behind it (clashes between X and Y) |
| joint | the members of the list before it (X and Y are rivals, fight on the same side) |
| prefix | the name behind and the one hyphenated to it (anti-X Y, pro-X Y) |
| compound | as a hyphenated participle, and only so (X-led Y) |
| revenge | subject, and whoever did the sentence's other hostile act |
| context | none: words that make the others hostile or military |

A cue marked `fighting` (against, alongside, helped) counts only where another word of its sentence
tells of fighting, or where its object is a force. A list is distributed: A, B and C attacked D is each against D, and says nothing of A, B and C. Who
supports B in B's fight against C is against C too. What a cue says under a negation is not a
stance, and a pair that one sentence calls both allied and hostile has none.
"""

import numpy as np
import polars as pl

from flows.contracts.columns import MODALITIES
from flows.extract.assertion import Assertion
from flows.extract.cues import Cues
from flows.extract.quotations import Named
from flows.extract.reading import Reading
from flows.extract.surfaces import cut
from flows.extract.words import (
    ADVERB,
    AND,
    AUXILIARY,
    BE,
    BY,
    COMMA,
    DETERMINER,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
)
from flows.lexicon import FRAMES, Lexicon
from flows.pair.arguments import NONE, Scene

_BY_WITHIN = 4
_AGENT_WITHIN = 6
_FROM_WITHIN = 10
_BESIDE = 3
_FORCES = ("armed_group", "military")
_REACH = 40
_REDUCED = 6
_WITH_WITHIN = 4
_IRREGULAR = ("fought", "struck", "overthrew", "overthrown", "retook", "drove", "arose")
_COMPANY = ("alongside", "together with", "along with", "joined by", "in conjunction with")


def stances(
    documents: pl.DataFrame, read: Reading, assertion: Assertion, named: Named, lexicon: Lexicon
) -> pl.DataFrame:
    """What sentences say of the sides their mentions are on; a row per cue, source and target.

    Reads `doc_id` and `text` of documents. Columns: doc_id, sentence_no, source, target (entity
    ids), stance, mutual (Boolean), modality, cue, cue_start, cue_end; by document and cue.
    """
    found = _Finder(read, assertion, named, lexicon).find()
    cue, sentence = found["cue"].to_numpy(), read.sentence_of
    first, last = assertion.stance.first[cue], assertion.stance.last[cue]
    doc = read.tokens["doc"].to_numpy()[first]
    start, end = read.tokens["start"].to_numpy()[first], read.tokens["end"].to_numpy()[last]
    entity = named.rows["entity_id"]
    return pl.DataFrame(
        {
            "doc_id": documents["doc_id"].gather(doc),
            "sentence_no": read.sentences["sentence_no"].gather(sentence[first]),
            "source": entity.gather(found["source"]),
            "target": entity.gather(found["target"]),
            "stance": lexicon.stance_cues["stance"].gather(assertion.stance.row[cue]),
            "mutual": found["mutual"],
            "modality": pl.Series(MODALITIES).gather(assertion.modality[first]),
            "cue": cut(documents["text"], doc, start, end),
            "cue_start": start,
            "cue_end": end,
        }
    ).filter(pl.col("source") != pl.col("target"))


class _Finder:
    """The sides of a batch's cues, frame by frame; sides are mentions, -1 for none."""

    def __init__(
        self, read: Reading, assertion: Assertion, named: Named, lexicon: Lexicon
    ) -> None:
        self.read, self.bits, self.inner = read, assertion.bits, assertion.inner
        self.named, self.cues = named, assertion.stance
        self.scene = Scene.of(read, assertion, named)
        columns = lexicon.stance_cues
        places = {name: place for place, name in enumerate(FRAMES)}
        frame = columns["frame"].replace_strict(places, return_dtype=pl.Int64).to_numpy()
        self.frame = frame[self.cues.row]
        self.hostile = (columns["stance"] == "hostile").to_numpy()[self.cues.row]
        self.needy = (columns["where"] == "fighting").to_numpy()[self.cues.row]
        self.denied = assertion.denied[self.cues.first]
        self.owned = _owned(read, self.scene)

    def find(self) -> pl.DataFrame:
        """Columns cue, source, target (Int64, rows) and mutual, by cue, source and target."""
        glued = self._glued()
        parts = [
            self._compounds(glued),
            self._prefixes(),
            self._verbs(glued),
            self._toward(),
            self._mutual(),
            self._from(),
            self._lists("between"),
            self._lists("joint"),
        ]
        found = pl.concat(parts)
        found = pl.concat([found, self._revenge(found)])
        found = pl.concat([found, self._supporters(found)])
        return found.unique().sort("cue", "source", "target", "mutual")

    def _rows(self, *frames: str) -> np.ndarray:
        """Cues of these frames that are not denied."""
        wanted = np.isin(self.frame, [FRAMES.index(name) for name in frames])
        return np.flatnonzero(wanted & ~self.denied)

    def _glued(self) -> np.ndarray:
        """Whether each cue hangs on the name before it by a hyphen."""
        return self.inner[np.maximum(self.cues.first - 1, 0)] & (self.cues.first > 1)

    def _compounds(self, glued: np.ndarray) -> pl.DataFrame:
        """Iran-backed militias."""
        wanted = np.isin(self.frame, [FRAMES.index("verb"), FRAMES.index("compound")])
        rows = np.flatnonzero(wanted & glued)
        source = self._ending(self.cues.first[rows] - 2)
        target = self.scene.object(self.cues.last[rows] + 1, _BESIDE)
        return self._relate(rows, source, target, mutual=False, lists=False)

    def _prefixes(self) -> pl.DataFrame:
        """Anti-government rebels: the second is for or against the first."""
        rows = np.flatnonzero(self.frame == FRAMES.index("prefix"))
        n = len(self.bits) - 1
        hyphen = np.minimum(self.cues.last[rows] + 1, n)
        target = self._beginning(np.where(self.inner[hyphen], hyphen + 1, n + 1))
        behind = np.where(target == NONE, n, self.scene.last[target] + 1) if len(rows) and len(
            self.scene.first
        ) else rows
        source = self.scene.object(behind, _BESIDE)
        return self._relate(rows, source, target, mutual=False, lists=False)

    def _verbs(self, glued: np.ndarray) -> pl.DataFrame:
        """Active and passive verbs."""
        rows = self._rows("verb")
        rows = rows[~glued[rows] & ~self._is_noun(rows)]
        first, last = self.cues.first[rows], self.cues.last[rows]
        by = self._next(last + 1, BY)
        has_agent = (by - last <= _BY_WITHIN) & (by == self._next(last + 1, BY | COMMA))
        adjacent = by == last + 1
        one, two = np.maximum(first - 1, 0), np.maximum(first - 2, 0)
        being = (self.bits[one] & BE) > 0
        being |= ((self.bits[one] & ADVERB) > 0) & ((self.bits[two] & BE) > 0)
        is_ing = self.read.types["word"].str.ends_with("ing").to_numpy()
        passive = (being | adjacent) & ~is_ing[self.read.type_of[first]]
        to = self._is("to", one)
        far = self._coordinated(first) & ~(adjacent & ~being)
        subject = self._subject(first, far, to)
        between = self.scene.verbs[first] - self.scene.verbs[self._after(subject)]
        loose = adjacent & ~being & ((between > 0) | (first - self._after(subject) > _REDUCED))
        subject = np.where(loose & passive, NONE, subject)
        agent = self.scene.object(np.where(has_agent, by + 1, len(self.bits)))
        object_ = self.scene.object(last + 1)
        source = np.where(passive, agent, subject)
        target = np.where(passive, subject, object_)
        return self._relate(rows, source, target, mutual=False)

    def _subject(self, first: np.ndarray, far: np.ndarray, to: np.ndarray) -> np.ndarray:
        """Subjects of verbs; behind `to` no name that an `of` leads in."""
        plain = self.scene.subject(first, far, self.scene.placed)
        free = self.scene.subject(first, far, self.scene.placed | self.scene.possessed)
        return np.where(to & (free != NONE), free, plain)

    def _after(self, mention: np.ndarray) -> np.ndarray:
        """The token behind each mention; the first of all where there is none."""
        if not len(self.scene.last):
            return np.zeros(len(mention), dtype=np.int64)
        return np.where(mention == NONE, 0, self.scene.last[mention] + 1)

    def _is(self, word: str, token: np.ndarray) -> np.ndarray:
        return (self.read.types["folded"] == word).to_numpy()[self.read.type_of[token]]

    def _toward(self) -> pl.DataFrame:
        """Nouns and prepositions with a direction."""
        rows = self._rows("toward")
        first, last = self.cues.first[rows], self.cues.last[rows]
        target = self.scene.object(last + 1)
        behind = self.scene.last[target] + 1 if len(self.scene.last) else last
        by = self._next(np.minimum(behind, len(self.bits)), BY)
        agent = self.scene.object(np.where(by - behind < _AGENT_WITHIN, by + 1, len(self.bits)))
        agent = np.where(target == NONE, NONE, agent)
        taken = self.scene.placed | self._objects()
        subject = self.scene.subject(first, self._coordinated(first), taken, _REACH)
        source = np.where(agent != NONE, agent, subject)
        return self._relate(rows, source, target, mutual=False)

    def _mutual(self) -> pl.DataFrame:
        """Clashed with, ally of: subject, or the name an apposition explains, and object."""
        rows = self._rows("mutual", "joint")
        first, last = self.cues.first[rows], self.cues.last[rows]
        joint = self.frame[rows] == FRAMES.index("joint")
        with_ = self._next_word("with", last + 1)
        last = np.where(joint, with_, last)
        comma = self._previous(first, COMMA)
        aside = first - comma <= _BESIDE
        subject = self.scene.subject(np.where(aside & (comma >= 0), comma, first), aside & False, self.scene.placed)
        meant = ~joint | (with_ - self.cues.last[rows] <= _WITH_WITHIN)
        target = self.scene.object(last + 1)
        return self._relate(rows[meant], subject[meant], target[meant], mutual=True)

    def _from(self) -> pl.DataFrame:
        """Retook the town from Y."""
        rows = self._rows("from")
        rows = rows[~self._is_noun(rows)]
        first, last = self.cues.first[rows], self.cues.last[rows]
        from_ = self._next_word("from", last + 1)
        near = (from_ - last <= _FROM_WITHIN) & (from_ < self._next(last + 1, COMMA))
        target = self.scene.object(np.where(near, from_ + 1, len(self.bits)), 5)
        kind = self.named.rows["kind"].is_in(["organization", "group", "person"]).to_numpy()
        target = np.where(kind[target], target, NONE) if len(kind) else target
        being = (self.bits[np.maximum(first - 1, 0)] & BE) > 0
        source = self.scene.subject(first, self._coordinated(first), self.scene.placed)
        return self._relate(rows[~being], source[~being], target[~being], mutual=False)

    def _lists(self, frame: str) -> pl.DataFrame:
        """Every two members of the list behind (between) or before (joint) a cue."""
        rows = self._rows(frame)
        if frame == "between":
            mention = self.scene.object(self.cues.last[rows] + 1)
        else:
            first = self.cues.first[rows]
            mention = self.scene.subject(first, first < 0, self.scene.placed)
        at, member = self.scene.members(mention)
        members = pl.DataFrame({"cue": rows[at], "source": member})
        return (
            members.join(members.rename({"source": "target"}), on="cue")
            .filter(pl.col("source") < pl.col("target"))
            .with_columns(mutual=pl.lit(value=True))
        )

    def _revenge(self, found: pl.DataFrame) -> pl.DataFrame:
        """Who seeks revenge is against who did the sentence's other hostile act."""
        rows = self._rows("revenge")
        first = self.cues.first[rows]
        avenger = self.scene.subject(first, self._coordinated(first), self.scene.placed)
        seekers = pl.DataFrame(
            {"cue": rows, "seeker": avenger, "sentence": self.read.sentence_of[first]}
        ).filter(pl.col("seeker") != NONE)
        acts = self._with_sentence(found).filter("hostile").select("sentence", target="source")
        return (
            seekers.join(acts, on="sentence")
            .filter(pl.col("seeker") != pl.col("target"))
            .select("cue", source="seeker", target="target", mutual=pl.lit(value=False))
        )

    def _supporters(self, found: pl.DataFrame) -> pl.DataFrame:
        """Who supports B, where the sentence goes on to say that B is against C."""
        placed = self._with_sentence(found)
        helped = placed.filter(~pl.col("hostile") & ~pl.col("mutual")).select(
            "sentence", helper="source", source="target", helping="cue"
        )
        return (
            placed.filter("hostile")
            .join(helped, on=["sentence", "source"])
            .filter((pl.col("helping") < pl.col("cue")) & (pl.col("helper") != pl.col("target")))
            .select("cue", source="helper", target="target", mutual="mutual")
        )

    def _with_sentence(self, found: pl.DataFrame) -> pl.DataFrame:
        cue = found["cue"].to_numpy()
        return found.with_columns(
            sentence=pl.Series(self.read.sentence_of[self.cues.first[cue]]),
            hostile=pl.Series(self.hostile[cue]),
        )

    def _relate(
        self,
        rows: np.ndarray,
        source: np.ndarray,
        target: np.ndarray,
        *,
        mutual: bool,
        lists: bool = True,
    ) -> pl.DataFrame:
        """Each source with each target of a cue, lists on both sides drawn out."""
        whole = (source != NONE) & (target != NONE)
        whole &= ~self.needy[rows] | self._amid_fighting(rows, target)
        if len(self.owned):
            # To support Iraq's process is not yet to side with Iraq.
            whole &= self.hostile[rows] | ~self.owned[target]
        rows, source, target = rows[whole], source[whole], target[whole]
        sources, targets = (
            (self.scene.members(source), self.scene.members(target))
            if lists
            else ((np.arange(len(rows)), source), (np.arange(len(rows)), target))
        )
        left = pl.DataFrame({"at": sources[0], "source": sources[1]})
        right = pl.DataFrame({"at": targets[0], "target": targets[1]})
        both = left.join(right, on="at")
        return both.select(
            cue=pl.Series(rows[both["at"].to_numpy()]),
            source=pl.col("source").cast(pl.Int64),
            target=pl.col("target").cast(pl.Int64),
            mutual=pl.lit(mutual),
        )

    def _is_noun(self, rows: np.ndarray) -> np.ndarray:
        """Verbs in their base form, unless to, an auxiliary, an adverb or a plural precedes them."""
        first, last = self.cues.first[rows], self.cues.last[rows]
        before = np.maximum(first - 1, 0)
        types, at = self.read.types, self.read.type_of
        inflected = types["folded"].str.contains(r"(?:ed|ing|[^s]s)$").to_numpy()[at[first]]
        plural = types["folded"].str.contains(r"[^s']s$|^(?:to|people|men|women)$").to_numpy()
        verbal = ((self.bits[before] & (AUXILIARY | ADVERB | AND | PRONOUN | RELATIVE)) > 0) | (
            plural[at[before]] & ((self.bits[before] & DETERMINER) == 0)
        )
        verbal |= self._ends_list(before)
        owned = (types["folded"] == "'s").to_numpy()[at[before]]
        loose = (self.bits[before] & (DETERMINER | PREPOSITION)) > 0
        to = (types["folded"] == "to").to_numpy()[at[before]]
        irregular = types["folded"].is_in(_IRREGULAR).to_numpy()[at[first]]
        noun = np.where(inflected | irregular, owned | (loose & ~to), ~verbal)
        return noun & (first == last)

    def _ends_list(self, token: np.ndarray) -> np.ndarray:
        """Whether a list of names ends with each token, which takes a plural verb."""
        if not len(self.scene.last):
            return np.zeros(len(token), dtype=bool)
        at = self._ending(token)
        return (at != NONE) & self.scene.chained[np.maximum(at, 0)]

    def _objects(self) -> np.ndarray:
        """Mentions that are the object of another cue."""
        taken = np.zeros(len(self.scene.first), dtype=bool)
        rows = self._rows("verb", "toward")
        # Whom one fights in support of may well be the one who fights.
        helped = (self.frame[rows] == FRAMES.index("toward")) & ~self.hostile[rows]
        rows = rows[~self._is_noun(rows) & ~helped]
        objects = self.scene.object(self.cues.last[rows] + 1)
        taken[objects[objects != NONE]] = True
        return taken

    def _coordinated(self, first: np.ndarray) -> np.ndarray:
        """Whether a comma or `and` stands directly before."""
        at = np.maximum(first - 1, 0)
        return (self.bits[at] & np.uint32(COMMA | AND)) > 0

    def _amid_fighting(self, rows: np.ndarray, target: np.ndarray) -> np.ndarray:
        """Whether another cue in the sentence tells of fighting, or the target is a force."""
        telling = np.isin(self.frame, [FRAMES.index(x) for x in ("context", "verb", "mutual")])
        telling &= self.hostile
        sentence = self.read.sentence_of[self.cues.first]
        count = np.bincount(sentence[telling & ~self.needy], minlength=self.read.sentences.height)
        forces = self.named.rows["subkind"].is_in(_FORCES).fill_null(value=False).to_numpy()
        armed = (target != NONE) & self.hostile[rows] & (forces[target] if len(forces) else False)
        return armed | (count[sentence[rows]] > 0)

    def _ending(self, token: np.ndarray) -> np.ndarray:
        """Mention whose last token each is."""
        return self._at(self.scene.last, token)

    def _beginning(self, token: np.ndarray) -> np.ndarray:
        """Mention whose first token each is."""
        return self._at(self.scene.first, token)

    def _at(self, places: np.ndarray, token: np.ndarray) -> np.ndarray:
        if not len(places):
            return np.full(len(token), NONE)
        at = np.minimum(np.searchsorted(places, token), len(places) - 1)
        return np.where(places[at] == token, at, NONE)

    def _next(self, token: np.ndarray, mark: int) -> np.ndarray:
        places = np.append(np.flatnonzero(self.bits & np.uint32(mark)), len(self.bits))
        return places[np.searchsorted(places, np.minimum(token, len(self.bits)))]

    def _next_word(self, word: str, token: np.ndarray) -> np.ndarray:
        types = (self.read.types["folded"] == word).to_numpy()
        places = np.append(np.flatnonzero(types[self.read.type_of]), len(self.bits))
        return places[np.searchsorted(places, np.minimum(token, len(self.bits)))]

    def _previous(self, token: np.ndarray, mark: int) -> np.ndarray:
        places = np.concatenate(([NONE], np.flatnonzero(self.bits & np.uint32(mark))))
        return places[np.searchsorted(places, token) - 1]


def _owned(read: Reading, scene: Scene) -> np.ndarray:
    """Mentions before a possessive 's."""
    following = np.minimum(scene.last + 1, len(scene.bits) - 1)
    return (read.types["plain"] == "'s").to_numpy()[read.type_of[following]]
