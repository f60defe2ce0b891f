"""The engine of emotions against what else there is, on comments it has not seen: one table.

    PYTHONPATH=. python bench/emotion.py ../shared/data

GoEmotions dev (macro-F1 of 28 labels, Ekman's, sentiments), speed, and how far the valence it reads agrees
with people who rated tweets, film reviews, newspaper sentences (-4 to +4) and patients' comments (1 good to 5
bad).
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import time
from pathlib import Path

import numpy as np
from emotion_words import said_by_words
from training.emotion.comments import seen
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from footpath.voice.emotion.engine import load, metadata
from footpath.voice.emotion.labels import EKMAN, FELT_AS, LABELS, SENTIMENT, SEVEN, VALENCE

RESULTS = Path(__file__).resolve().parent / "results" / "emotion.json"
PUBLISHED = {"28": 0.46, "ekman": 0.64, "sentiment": 0.69}  # BERT-base on the test split, Demszky et al. 2020
GROUPS = {"28": {label: (label,) for label in LABELS}, "ekman": EKMAN, "sentiment": SENTIMENT}
RATED = ("tweets", "movieReviewSnippets", "nytEditorialSnippets")


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def wanted(comments, groups):
    labels = [set(comment["labels"].split("|")) for comment in comments]
    return np.array([[bool(has & set(group)) for group in groups.values()] for has in labels])


def f1(said, given):
    return 2 * (said & given).sum(0) / np.maximum(said.sum(0) + given.sum(0), 1)


def by_engine(reader, texts):
    """What the engine says: head -> [texts, labels]."""
    begins = metadata()["thresholds"]
    logits = reader.logits(texts)
    return {head: logits[head] > np.array(list(begins[head].values())) for head in GROUPS}


def by_vader(texts):
    """VADER's three sentiments; it knows no ambiguous one."""
    mood = compound(texts)
    return np.stack([mood >= 0.05, mood <= -0.05, np.zeros(len(mood), bool), abs(mood) < 0.05], axis=1)


def compound(texts):
    judge = SentimentIntensityAnalyzer()
    return np.array([judge.polarity_scores(text)["compound"] for text in texts])


def valence(reader, texts):
    return reader.read(texts) @ np.array([VALENCE[name] for name in SEVEN])


def on_comments(reader, folder):
    comments = rows(folder / "goemotions" / "dev.csv.gz")
    texts = [comment["text"] for comment in comments]
    given = {head: wanted(comments, groups) for head, groups in GROUPS.items()}
    engine = {head: f1(said, given[head]) for head, said in by_engine(reader, texts).items()}
    words = dict(zip(GROUPS, said_by_words(folder, texts), strict=True))
    table = {
        "Footpath": {head: mean(scores) for head, scores in engine.items()},
        "TF-IDF and logistic regressions": {
            head: mean(f1(said, given[head])) for head, said in words.items()
        },
        "VADER 3.3.2": {"sentiment": mean(f1(by_vader(texts), given["sentiment"]))},
        "BERT-base, published (test split)": PUBLISHED,
    }
    each = {head: dict(zip(GROUPS[head], s.round(4).tolist(), strict=True)) for head, s in engine.items()}
    return table, each


def mean(scores):
    return round(float(scores.mean()), 4)


def seven_of(folder, reader):
    """How often the likeliest of the seven is the one that the labels give, where they give one."""
    comments = rows(folder / "goemotions" / "dev.csv.gz")
    felt = [{FELT_AS[label] for label in comment["labels"].split("|")} for comment in comments]
    clear = [at for at, names in enumerate(felt) if len(names) == 1]
    given = np.array([SEVEN.index(*felt[at]) for at in clear])
    said = reader.read([comments[at]["text"] for at in clear]).argmax(1)
    hot = np.eye(len(SEVEN), dtype=bool)
    each = dict(zip(SEVEN, f1(hot[said], hot[given]).round(4).tolist(), strict=True))
    macro = float(np.mean(list(each.values())))
    return {"accuracy": round(float((said == given).mean()), 4), "macro_f1": round(macro, 4), "f1": each}


def agreement(reader, folder):
    found = {}
    for name in RATED:
        rated = rows(folder / "sentiment-snippets" / f"{name}.csv.gz")
        found[name] = _both(
            reader, [row["text"] for row in rated], [float(row["mean_rating"]) for row in rated]
        )
    patients = rows(folder / "nhs-patient-comments" / "comments_part_a.csv.gz")
    patients = [row for row in patients if _unseen(row)]
    found["patients not learned from"] = _both(
        reader, [r["comment"] for r in patients], [-float(r["sentiment"]) for r in patients]
    )
    return found


def _unseen(row):
    return row["sentiment"] and row["comment"].strip() and not seen(row["respondent_id"])


def _both(reader, texts, rating):
    moods = {"footpath": valence(reader, texts), "vader": compound(texts)}
    return {name: round(float(np.corrcoef(mood, rating)[0, 1]), 4) for name, mood in moods.items()}


def speed(reader, folder):
    texts = [comment["text"] for comment in rows(folder / "goemotions" / "dev.csv.gz")][:2000]
    reader.read(texts[:100])
    wall, busy = time.perf_counter(), time.process_time()
    reader.read(texts)
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    return {
        "texts_per_second": round(len(texts) / wall),
        "texts_per_two_core_seconds": round(2 * len(texts) / busy),
    }


def main():
    folder = Path(sys.argv[1])
    reader = load(threads=2)
    table, each = on_comments(reader, folder)
    found = {
        "version": reader.version,
        "macro_f1_dev": table,
        "f1_dev": each,
        "seven_dev": seven_of(folder, reader),
        "agreement": agreement(reader, folder),
        "speed": speed(reader, folder),
    }
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    print(f"{'macro-F1 on dev':36}" + "".join(f"{head:>11}" for head in GROUPS))
    for name, scores in table.items():
        print(
            f"{name:36}"
            + "".join(f"{scores[head]:11.3f}" if head in scores else f"{'':11}" for head in GROUPS)
        )
    for key in ("seven_dev", "agreement", "speed"):
        print(key, json.dumps(found[key]))


if __name__ == "__main__":
    main()
