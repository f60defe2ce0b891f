"""What happened, as sent: the columns of an event, declared once.

Everything that stores, reads or makes events goes by `EVENT_SCHEMA`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

# Names are few and repeat in millions of rows, so in memory they are codes.
NAME = pa.dictionary(pa.int32(), pa.string())
TIME = pa.timestamp("us", tz="UTC")
ACTOR = pa.struct(
    [pa.field("kind", pa.string(), nullable=False), pa.field("value", pa.string(), nullable=False)]
)
ACTORS = pa.list_(pa.field("item", ACTOR, nullable=False))

EVENT_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),  # unique within its source
        pa.field("source", NAME, nullable=False),
        pa.field("file", NAME, nullable=False),  # id of the import that brought it
        pa.field("seq", pa.int64(), nullable=False),  # position in its file
        pa.field("time", TIME),  # null where the source knows only positions
        pa.field("zone", NAME),  # the zone it was converted from
        pa.field("received", TIME, nullable=False),
        pa.field("event", NAME, nullable=False),  # "" for kind "traits"
        pa.field("kind", NAME, nullable=False),  # one of KINDS
        pa.field("case", pa.string()),
        pa.field("actors", ACTORS, nullable=False),
        pa.field("channel", NAME),
        pa.field("value", pa.float64()),
        pa.field("score", pa.float64()),
        pa.field("scale", NAME),  # "0..10"
        pa.field("text", pa.string()),
        pa.field("properties", pa.string()),  # JSON object, or null
    ]
)


def schema_of(names: Iterable[str]) -> pa.Schema:
    """The schema of some columns of events, in the order of `names`.

    >>> schema_of(["case", "value"]).types
    [DataType(string), DataType(double)]
    """
    return pa.schema([EVENT_SCHEMA.field(name) for name in names])


# `traits` rows tell who somebody is (a CRM export, an identify call); nothing happened in them.
KINDS = ("did", "said", "firm_did", "traits")


@dataclass(frozen=True, slots=True, order=True)
class Actor:
    """An identifier as it was sent.

    >>> str(Actor("email", "ann@example.com"))
    'email:ann@example.com'
    """

    kind: str
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> Actor:
        """The actor that `str` wrote. A text without a colon is of the kind "".

        Kinds hold no colon, values may.
        """
        kind, colon, value = text.partition(":")
        return cls(kind, value) if colon else cls("", text)
