"""Texts in, what people felt out: a small transformer, packaged with its weights.

Texts are read beside others of their length only, so nothing is filled up, and all sums of products are of
integers: neither the texts beside one nor their order nor the threads can change what is said of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from footpath.errors import InputError
from footpath.voice.classifier import Probabilities
from footpath.voice.emotion.labels import EKMAN, LABELS, SENTIMENT, SEVEN
from footpath.voice.emotion.tokens import WordPieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

HEADS = {"28": LABELS, "ekman": tuple(EKMAN), "sentiment": tuple(SENTIMENT), "seven": SEVEN}
COLUMNS = sum(map(len, HEADS.values()))
LONGEST = 128  # word pieces; what a text says after them is not read
PORTION = 16  # texts that a thread takes at a time
Logits = NDArray[np.float64]


@dataclass(frozen=True)
class Emotions:
    """The seven emotions of English texts; a Classifier. `threads` changes only how long it takes."""

    pieces: WordPieces
    network: InferenceSession
    version: str
    threads: int = 2

    name = "emotion"
    labels = SEVEN
    languages = ("en",)
    exclusive = True

    def read(self, texts: Sequence[str], /) -> Probabilities:
        """The probability of each of the seven for each text, [texts, 7]; rows sum to 1."""
        return _shares(self.logits(texts)["seven"])

    def read_28(self, texts: Sequence[str], /) -> Probabilities:
        """The probability of each of GoEmotions' 28 labels, [texts, 28]; a text may have several."""
        return _chances(self.logits(texts)["28"])

    def logits(self, texts: Sequence[str], /) -> dict[str, Logits]:
        """What each head says of each text, before it is made a probability: [texts, labels of the head]."""
        different = list(dict.fromkeys(texts))
        row = {text: at for at, text in enumerate(different)}
        said = self._said(different)[np.array([row[text] for text in texts], np.int64)]
        ends = np.cumsum([len(labels) for labels in HEADS.values()])
        return dict(zip(HEADS, np.split(said, ends[:-1], axis=1), strict=True))

    def _said(self, texts: Sequence[str]) -> Logits:
        numbers = [self.pieces.numbers(text) for text in texts]
        portions = _of_one_length([len(row) for row in numbers])
        batches = (np.array([numbers[at] for at in portion], np.int32) for portion in portions)
        said = np.empty((len(texts), COLUMNS))
        with ThreadPoolExecutor(self.threads) as pool:
            for portion, logits in zip(portions, pool.map(self._read, batches), strict=True):
                said[portion] = logits
        return said

    def _read(self, words: NDArray[np.int32]) -> NDArray[np.float32]:
        logits: NDArray[np.float32] = self.network.run(["logits"], {"words": words})[0]
        return logits


def _of_one_length(lengths: Sequence[int]) -> list[list[int]]:
    """Portions of texts that have the same length each.

    >>> _of_one_length([3, 5, 3])
    [[0, 2], [1]]
    """
    same: dict[int, list[int]] = {}
    for at, length in enumerate(lengths):
        same.setdefault(length, []).append(at)
    return [rows[at : at + PORTION] for rows in same.values() for at in range(0, len(rows), PORTION)]


def _chances(logits: Logits) -> Probabilities:
    return (1 / (1 + np.exp(-logits))).astype(np.float32)


def _shares(logits: Logits) -> Probabilities:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def load(threads: int = 2) -> Emotions:
    """The packaged model. InputError where one of its files isn't the one that its metadata knows."""
    about = metadata()
    parts = {name: _part(name, wanted) for name, wanted in about["checksums"].items()}
    return assembled(parts, about["version"], threads)


def assembled(parts: Mapping[str, bytes], version: str, threads: int) -> Emotions:
    """The engine made of the bytes of its files: encoder.onnx and vocabulary.txt."""
    vocabulary = {piece: at for at, piece in enumerate(parts["vocabulary.txt"].decode().splitlines())}
    return Emotions(WordPieces(vocabulary, LONGEST), _session(parts["encoder.onnx"]), version, threads)


def metadata() -> dict[str, Any]:
    """What is known of the packaged model: version, thresholds, confusion of the seven, checksums …"""
    return cast("dict[str, Any]", json.loads(_file("metadata.json")))


def _part(name: str, wanted: str) -> bytes:
    body = _file(name)
    if sha256(body).hexdigest() != wanted:
        raise InputError("the emotion model's file is damaged", where=name, hint="Install Footpath again")
    return body


def _file(name: str) -> bytes:
    return files("footpath.voice.emotion").joinpath("model", name).read_bytes()


def _session(graph: bytes) -> InferenceSession:
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

    settings = SessionOptions()
    # Beyond the basic level sums and norms become one operation, which takes five times as long.
    settings.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    # One thread each: the texts are shared among threads, not the sums.
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    return InferenceSession(graph, settings, providers=["CPUExecutionProvider"])
