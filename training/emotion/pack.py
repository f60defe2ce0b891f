"""The trained weights and the held-out tenth in, the folder of the packaged model out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from training.emotion.comments import CHECKSUMS, Comments, targets
from training.emotion.export import Ranges, Weights, exported
from training.emotion.tune import calibrated, confusion, f1, shares, thresholds

from footpath.voice.emotion.engine import HEADS, assembled
from footpath.voice.emotion.labels import SEVEN

Table = NDArray[np.float64]
MEASURED = 500  # comments
MANY = tuple(head for head in HEADS if head != "seven")


def pack(weights: Weights, vocabulary: bytes, held: Comments, folder: Path) -> str:
    """Writes the model and its metadata.json; returns the figures of the hold-out."""
    wanted = {head: table.astype(np.float64) for head, table in zip(HEADS, targets(held.given), strict=True)}
    ranges = measured(weights, vocabulary, held)
    raw = _read(weights, ranges, vocabulary, held)
    weights = dict(weights)
    for at, head in enumerate(HEADS):
        times, base = calibrated(raw[head], wanted[head], head == "seven")
        for end, more in (("weight", 0.0), ("bias", base)):
            weights[f"heads.{at}.{end}"] = (weights[f"heads.{at}.{end}"] * times + more).astype(np.float32)
    said = _read(weights, ranges, vocabulary, held)
    begins = {head: thresholds(said[head], wanted[head] > 0) for head in MANY}
    parts = {"encoder.onnx": exported(weights, ranges).SerializeToString(), "vocabulary.txt": vocabulary}
    about = {
        "trained_on": CHECKSUMS,
        "held_out": {"comments": len(held.texts)} | _figures(said, begins, wanted),
        "thresholds": {head: _named(head, at) for head, at in begins.items()},
        "confusion": _confusion(said["seven"], wanted["seven"]),
        "checksums": {name: sha256(body).hexdigest() for name, body in parts.items()},
    }
    about = {"version": "1-" + sha256(json.dumps(about).encode()).hexdigest()[:8]} | about
    for name, body in parts.items():
        (folder / name).write_bytes(body)
    (folder / "metadata.json").write_text(json.dumps(about, indent=1) + "\n")
    return json.dumps(about["held_out"], indent=1)


def measured(weights: Weights, vocabulary: bytes, held: Comments) -> Ranges:
    """Between what numbers activations are, but for the widest fiftieth of comments."""
    parts = {"encoder.onnx": exported(weights, {}).SerializeToString(), "vocabulary.txt": vocabulary}
    reader = assembled(parts, "", threads=1)
    _, *names = [output.name for output in reader.network.get_outputs()]
    ends: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for text in held.texts[:MEASURED]:
        words = np.array([reader.pieces.numbers(text)], np.int32)
        for name, value in zip(names, reader.network.run(names, {"words": words}), strict=True):
            ends[name].append((min(0.0, value.min()), max(0.0, value.max())))
    return {
        name: (float(np.percentile(lows, 2)), float(np.percentile(highs, 98)))
        for name, (lows, highs) in ((name, zip(*pairs, strict=True)) for name, pairs in ends.items())
    }


def _read(weights: Weights, ranges: Ranges, vocabulary: bytes, held: Comments) -> dict[str, Table]:
    parts = {"encoder.onnx": exported(weights, ranges).SerializeToString(), "vocabulary.txt": vocabulary}
    return assembled(parts, "", threads=2).logits(held.texts)


def _named(head: str, numbers: Table) -> dict[str, float]:
    return dict(zip(HEADS[head], numbers.round(4).tolist(), strict=True))


def _figures(
    said: Mapping[str, Table], begins: Mapping[str, Table], wanted: Mapping[str, Table]
) -> dict[str, object]:
    macro = {head: f1(said[head] > begins[head], wanted[head] > 0).mean() for head in MANY}
    felt = shares(said["seven"])
    clear = wanted["seven"].max(1) == 1
    right = felt[clear].argmax(1) == wanted["seven"][clear].argmax(1)
    return {
        "macro_f1": {head: round(float(value), 4) for head, value in macro.items()},
        "seven_accuracy": round(float(right.mean()), 4),
        "seven_calibration_error": round(calibration_error(felt[clear], right), 4),
    }


def calibration_error(felt: Table, right: NDArray[np.bool_]) -> float:
    """How far the likeliest's probability is from how often it is right, in ten bins (Guo et al. 2017)."""
    sure = felt.max(1)
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(sure[bins == at].mean() - right[bins == at].mean()) * (bins == at).mean() for at in set(bins)]
    return float(sum(gaps))


def _confusion(logits: Table, wanted: Table) -> dict[str, object]:
    """How the likeliest emotion and the mean probabilities of held-out comments spread, by the one given."""
    felt = shares(logits)
    clear = wanted.max(1) == 1
    given = wanted[clear].argmax(1)
    return {
        "labels": list(SEVEN),
        "comments": np.bincount(given, minlength=len(SEVEN)).tolist(),
        "likeliest": confusion(np.eye(len(SEVEN))[felt[clear].argmax(1)], given).round(4).tolist(),
        "mean_probability": confusion(felt[clear], given).round(4).tolist(),
    }
