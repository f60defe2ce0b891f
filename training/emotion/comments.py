"""The GoEmotions files in, texts and their targets out, with a tenth held out by the hash of the comment."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footpath.voice.emotion.labels import EKMAN, FELT_AS, LABELS, SENTIMENT, SEVEN

CHECKSUMS = {
    "train.csv.gz": "f1855dfb4db5440a77e1d30b82b415cbee15d0a74dd1affc67660d99508dfee1",
    "comments_part_a.csv.gz": "0e819d62d8f57075fb541f710f1d754491f78b2e026cf1b3960bdd0acc54641a",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}


@dataclass(frozen=True, slots=True)
class Comments:
    """Texts with the labels that at least two raters agreed on; `given` is [texts, 28], 0 or 1."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    given: NDArray[np.float32]

    def where(self, chosen: Sequence[bool]) -> Comments:
        """The chosen comments only."""
        at = np.flatnonzero(np.asarray(chosen))
        return Comments(tuple(self.ids[i] for i in at), tuple(self.texts[i] for i in at), self.given[at])


def read_comments(path: Path) -> Comments:
    """All comments of a file."""
    rows = list(csv.DictReader(gzip.decompress(known(path)).decode().splitlines(keepends=True)))
    given = np.array([[label in row["labels"].split("|") for label in LABELS] for row in rows], np.float32)
    return Comments(tuple(row["comment_id"] for row in rows), tuple(row["text"] for row in rows), given)


def pretrained(folder: Path) -> Path:
    """The folder of the encoder, whose files are the ones that the recipe was written for."""
    for name in ("model.safetensors", "vocab.txt"):
        known(folder / name)
    return folder


def known(path: Path) -> bytes:
    """The bytes of a file whose checksum must be the known one."""
    body = path.read_bytes()
    if hashlib.sha256(body).hexdigest() != CHECKSUMS[path.name]:
        raise SystemExit(f"{path}: not the file that the recipe was written for")
    return body


def held_out(comments: Comments) -> list[bool]:
    """Whether a comment is in the tenth that is not learned from."""
    return [hashlib.sha256(name.encode()).digest()[0] % 10 == 0 for name in comments.ids]


def seen(person: str) -> bool:
    """Whether a patient's comments are learned from; all others are only for the report."""
    return hashlib.sha256(person.encode()).digest()[0] % 2 == 0


def any_of(given: NDArray[np.float32], groups: Mapping[str, Iterable[str]]) -> NDArray[np.float32]:
    """Whether a comment has a label of each group, [texts, groups]."""
    columns = [given[:, [LABELS.index(label) for label in group]].max(1) for group in groups.values()]
    return np.stack(columns, axis=1)


def shares_of_seven(given: NDArray[np.float32]) -> NDArray[np.float32]:
    """How a comment's labels spread over the seven emotions; each row sums to 1."""
    groups = {name: [label for label in LABELS if FELT_AS[label] == name] for name in SEVEN}
    has = any_of(given, groups)
    return has / has.sum(1, keepdims=True)


def targets(given: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """What each head of the network should say, in its order."""
    return [given, any_of(given, EKMAN), any_of(given, SENTIMENT), shares_of_seven(given)]
