"""What the tables of cues for wishes and likes are worth, by set of coded texts.

    python bench/wishes.py [FOLDER OF THE COMMENTS]

Writes bench/results/wishes.json, and the figures of the unseen texts beside the tables. Sentences are split
by a hash of their text, the comments by the order in which they were coded: all of the last part was coded
before the tables read one of it, and they were not changed on its account since.
"""

import csv
import gzip
import hashlib
import json
import sys
from pathlib import Path

from footpath.voice.coding import LIKES, WISHES

ROOT = Path(__file__).resolve().parents[1]
COMMENTS = ROOT.parent / "shared" / "data" / "nhs-patient-comments"
FIGURES = ROOT / "src" / "footpath" / "voice" / "coding" / "figures.json"
UNSEEN = ("sentences held out", "comments unseen")


def coded_sentences():
    rows = read(ROOT / "training" / "wishes" / "sentences.csv")
    held = [row for row in rows if held_out(row["text"])]
    return {"sentences": [row for row in rows if row not in held], "sentences held out": held}


def coded_comments(folder):
    with gzip.open(folder / "comments_part_a.csv.gz", "rt", encoding="utf-8") as file:
        texts = {row["comment_id"]: row["comment"] for row in csv.DictReader(file)}
    rows = [
        row | {"text": texts[row["comment_id"]]}
        for row in read(ROOT / "training" / "wishes" / "nhs_codes.csv")
    ]
    return {
        "comments": [row for row in rows if row["part"] != "4"],
        "comments unseen": [row for row in rows if row["part"] == "4"],
    }


def held_out(text):
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 1


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measured(coder, rows):
    found = [set(coder.code(row["text"])) for row in rows]
    true = [set(row[coder.name].split("|")) if row[coder.name] else {"not stated"} for row in rows]
    labels = {label: of_label(label, found, true) for label in coder.labels}
    told = [of["f1"] for label, of in labels.items() if label != "not stated" and of["coded"]]
    return {"texts": len(rows), "macro_f1": round(sum(told) / len(told), 3), "labels": labels}


def of_label(label, found, true):
    right = sum(label in a and label in b for a, b in zip(found, true, strict=True))
    n_found, n_true = sum(label in a for a in found), sum(label in b for b in true)
    precision, recall = right / max(n_found, 1), right / max(n_true, 1)
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * right / max(n_found + n_true, 1), 3),
        "missed": round((n_true - right) / max(len(true) - n_found, 1), 4),
        "found": n_found,
        "coded": n_true,
    }


def main(folder):
    sets = coded_sentences() | coded_comments(folder)
    sets["unseen"] = [row for name in UNSEEN for row in sets[name]]
    results = {
        coder.name: {name: measured(coder, rows) for name, rows in sets.items()} for coder in (WISHES, LIKES)
    }
    versions = {coder.name: coder.version for coder in (WISHES, LIKES)}
    write(ROOT / "bench" / "results" / "wishes.json", {"versions": versions, "fields": results})
    kept = {field: {name: of[name] for name in (*UNSEEN, "unseen")} for field, of in results.items()}
    write(FIGURES, {"versions": versions, "fields": kept})
    for field, of in results.items():
        print(field, {name: each["macro_f1"] for name, each in of.items()})


def write(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else COMMENTS)
