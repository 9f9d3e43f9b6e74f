"""Stance: who a sentence says is for or against whom, by cues and what stands around them.

Each cue of the lexicon (`stance_cues`) has a frame that says where its sides stand:

- verb: subject and object (attacked, backs), agent and subject with `by` (was attacked by), or the
  names on either side of a hyphenated participle (X-backed Y);
- toward: subject and object of a noun or preposition (attack on, against), or the name behind `by`;
- from: subject, and the name behind `from` (retook the town from Y), or who holds what is taken
  (an X stronghold);
- take: as verb (captured Y soldiers), and as from (captured the town from Y);
- at: subject, and the name behind `at`, `on`, `into` behind a weapon (fired rockets at Y);
- away: as verb, if `out`, `from`, `back`, `off` or `away` follows (drove Y out);
- mutual: subject and object, each to the other (clashed with, ally of);
- between: the members of the list behind it (clashes between X and Y);
- joint: the members of the list before it (X and Y are rivals, fight on the same side);
- kin: whose it is, and the name behind it or before the apposition (X's ally Y; Y, an X affiliate);
- prefix: the name behind it, and the one hyphenated to it (anti-X Y, pro-X Y), or who carries out
  anti-X operations;
- compound: as a hyphenated participle, and only so (X-led Y);
- revenge: subject, and whoever did the sentence's other hostile act;
- context: none; the word only tells of fighting;
- none: none; what only looks like a cue (embargo against).

Besides, attacks by X on Y set X against Y, and whoever is killed in an X attack is attacked by X.

A cue marked `fighting` (against, alongside, helped) counts only where another word of its sentence
tells of fighting, or where its object is a force. A list is distributed: A, B and C attacked D is
each against D, and says nothing of A, B and C. Who supports B in B's fight against C is against C
too. What a cue says under a negation is not a stance, and a pair that one sentence calls both
allied and hostile has none.
"""

import polars as pl

from flows.categories import MODALITIES
from flows.extract.assertion import Assertion
from flows.extract.named import Named
from flows.extract.reading import Reading
from flows.lexicon import Lexicon
from flows.pair.frames import sides
from flows.pair.scene import Scene

#: Columns of what `stances` returns.
STANCE_SCHEMA = {
    "doc_id": pl.String,
    "sentence_no": pl.Int32,
    "source": pl.String,
    "target": pl.String,
    "stance": pl.String,
    "mutual": pl.Boolean,
    "modality": pl.String,
    "cue": pl.String,
    "cue_start": pl.Int32,
    "cue_end": pl.Int32,
}


def stances(
    documents: pl.DataFrame, read: Reading, assertion: Assertion, named: Named, lexicon: Lexicon
) -> pl.DataFrame:
    """What sentences say of the sides their mentions are on; a row per cue, source and target.

    Reads `doc_id` of documents. Columns: doc_id, sentence_no, source, target (entity
    ids), stance, mutual (Boolean), modality, cue, cue_start, cue_end; by document and cue.
    """
    if not read.sentences.height:
        return pl.DataFrame(schema=STANCE_SCHEMA)
    scene = Scene.of(read, assertion, named, lexicon)
    if not len(scene.cue):
        return pl.DataFrame(schema=STANCE_SCHEMA)
    found = sides(scene).sort("cue", "source", "target", "mutual")
    cue = scene.cue[found["cue"].to_numpy()]
    first, last = assertion.stance.first[cue], assertion.stance.last[cue]
    doc = read.tokens["doc"].to_numpy()[first]
    start, end = read.tokens["start"].to_numpy()[first], read.tokens["end"].to_numpy()[last]
    entity = scene.rows["entity_id"]
    return pl.DataFrame(
        {
            "doc_id": documents["doc_id"].gather(doc),
            "sentence_no": read.sentences["sentence_no"].gather(read.sentence_of[first]),
            "source": entity.gather(found["source"]),
            "target": entity.gather(found["target"]),
            "stance": lexicon.stance_cues["stance"].gather(assertion.stance.row[cue]),
            "mutual": found["mutual"],
            "modality": pl.Series(MODALITIES).gather(assertion.modality[first]),
            "cue": read.texts.cut(doc, start, end),
            "cue_start": start,
            "cue_end": end,
        },
        schema=STANCE_SCHEMA,
    ).filter(pl.col("source") != pl.col("target"))
