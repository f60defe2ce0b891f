"""Masked verbatims in English in; how people want it resolved, and what they like best, out.

    WISHES   refund, fix, explanation, human contact, speed, information, apology, leave
    LIKES    people, speed, ease, price, quality, information, outcome, place

Both are tables of cues, held against a clause at a time; what the labels mean stands in docs/coding-guide.md.
`figures.json` holds what they were worth on texts that the tables have not seen: half of the sentences of
training/wishes, by a hash, and 150 comments that were coded, all of them, before the tables read one. The
sentences are by the author of the tables, so the comments tell more; apologies, refunds, prices and leaving
do not occur in them. A linear model of words and letters, fitted to the same texts, was far worse.
"""

from footpath.voice.coding.figures import metadata, shown_fields
from footpath.voice.coding.tables import coder

WISHES = coder("wishes")
LIKES = coder("likes")

__all__ = ["LIKES", "WISHES", "metadata", "shown_fields"]
