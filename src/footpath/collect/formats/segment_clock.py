"""The clocks of sender and receiver in, when it happened out.

A sender's clock may be wrong, the time between its happening and its sending is not:
timestamp = receivedAt − (sentAt − originalTimestamp).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.collect.times import ABSOLUTE, parse
from footpath.model.event import TIME


class Clocks(NamedTuple):
    """Four columns of texts, of which any cell may be null."""

    timestamp: pa.Array
    original: pa.Array
    sent: pa.Array
    received: pa.Array


class Told(NamedTuple):
    """The time of each message: as an instant where `known`, else as the text that was sent."""

    instant: pa.Array
    text: pa.Array
    known: NDArray[np.bool_]


def repaired(clocks: Clocks) -> Told:
    """When each message happened."""
    text = pc.coalesce(*clocks)
    own, original, sent, received = (
        parse(pa.chunked_array([each])) for each in (text, clocks.original, clocks.sent, clocks.received)
    )
    repairable = (original.state == ABSOLUTE) & (sent.state == ABSOLUTE) & (received.state == ABSOLUTE)
    time = np.where(repairable, received.time - (sent.time - original.time), own.time)
    known = repairable | (own.state == ABSOLUTE)
    return Told(pa.array(time, mask=~known).cast(TIME), text, known)


def joined(one: Told, other: Told, order: pa.Array) -> Told:
    """What is told of the messages of both, in another order."""
    instant, text = (pa.concat_arrays(each) for each in zip(one[:2], other[:2], strict=True))
    known = np.concatenate([one.known, other.known])[np.asarray(order)]
    return Told(instant.take(order), text.take(order), known)
