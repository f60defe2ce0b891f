"""On comments it has not learned from, the emotion engine is about as good as when it was packed."""

import csv
import gzip
from hashlib import sha256

import numpy as np
import pytest

from footpath.voice.emotion import VALENCE, emotions
from footpath.voice.emotion.engine import metadata
from footpath.voice.emotion.labels import EKMAN, LABELS, SENTIMENT

GROUPS = {"28": {label: (label,) for label in LABELS}, "ekman": EKMAN, "sentiment": SENTIMENT}
FLOORS = {"28": 0.52, "ekman": 0.62, "sentiment": 0.69}


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def macro_f1(said, given):
    return float(np.mean(2 * (said & given).sum(0) / np.maximum(said.sum(0) + given.sum(0), 1)))


@pytest.mark.slow
def test_the_labels_of_the_dev_comments_are_found(data):
    comments = rows(data / "goemotions" / "dev.csv.gz")
    logits = emotions().logits([comment["text"] for comment in comments])
    labels = [set(comment["labels"].split("|")) for comment in comments]
    for head, groups in GROUPS.items():
        given = np.array([[bool(has & set(group)) for group in groups.values()] for has in labels])
        said = logits[head] > np.array(list(metadata()["thresholds"][head].values()))
        assert macro_f1(said, given) > FLOORS[head], head


@pytest.mark.slow
def test_the_valence_of_patients_comments_goes_with_how_they_were_coded_by_hand(data):
    comments = rows(data / "nhs-patient-comments" / "comments_part_a.csv.gz")
    unlearned = [row for row in comments if sha256(row["respondent_id"].encode()).digest()[0] % 2]
    coded = [row for row in unlearned if row["sentiment"] and row["comment"].strip()]
    valence = emotions().read([row["comment"] for row in coded]) @ np.array(list(VALENCE.values()))
    assert np.corrcoef(valence, [-float(row["sentiment"]) for row in coded])[0, 1] > 0.65
