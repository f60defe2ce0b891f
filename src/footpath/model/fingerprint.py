"""Texts of Arrow in, 128 bits that tell each apart out."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.kernels.digests import digest_texts
from footpath.kernels.fingerprints import hash_texts

Hashes = NDArray[np.uint64]  # [n, 2]


def fingerprint(texts: pa.StringArray, seeds: Hashes | None = None) -> Hashes:
    """Two hashes [n, 2] of each text, from a seed a row; a null reads as an empty text.

    >>> one, other, again = fingerprint(pa.array(["ann", "bob", "ann"])).tolist()
    >>> one == again, one == other
    (True, False)
    """
    found: Hashes = hash_texts(*bytes_of(texts), no_seed(len(texts)) if seeds is None else seeds)
    return found


def digest(texts: pa.StringArray) -> NDArray[np.uint64]:
    """BLAKE2b of each text with eight bytes [n], as big-endian numbers; it is what hashlib says.

    >>> from hashlib import blake2b
    >>> int(digest(pa.array(["ann"]))[0]) == int.from_bytes(blake2b(b"ann", digest_size=8).digest(), "big")
    True
    """
    found: NDArray[np.uint64] = digest_texts(*bytes_of(texts)).byteswap()
    return found


def bytes_of(texts: pa.StringArray) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Where each text begins in the bytes [n + 1], and the bytes."""
    offsets = np.frombuffer(texts.buffers()[1] or bytes(4), np.int32, len(texts) + 1, texts.offset * 4)
    return offsets, np.frombuffer(texts.buffers()[2] or b"", np.uint8)


def no_seed(n: int) -> Hashes:
    """The seed of a text that stands for itself alone."""
    return np.zeros((n, 2), np.uint64)
