"""An identifier's text in, why it stands for nobody out.

What programs send when they know nobody would glue strangers together, so it is no identifier. A table, first
match counts; patterns are RE2, held against the trimmed text in lower case.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

ANY = ""  # of any kind
CASE = ".case"  # kinds that end so name a case: what a source numbers from 0 is no placeholder there

JUNK: tuple[tuple[str, str, str], ...] = (
    (ANY, r"", "empty"),
    (ANY, r"[-\s_.?*#/]+", "no letter or digit"),
    (ANY, r"[(<\[]?(null|none|nil|undefined|nan|n/?a|not[ _-]?set)[)>\]]?", "a program's word for nothing"),
    (ANY, r"\[object \w+\]|true|false", "a program's value, not an identifier"),
    (ANY, r"unknown|anonymous|guest|not_authenticated|withheld|private number", "says that nobody is known"),
    (ANY, r"test|id|user_?id|distinct_?id|anonymous_?id|e?mail|phone", "a placeholder"),
    (ANY, r"[+{(]?0[-0\s.:)}]*", "zeros"),
    ("device", r"9774d56d682e549c", "the identifier that many phones of one make share"),
    (
        "email",
        r"(no|none|null|na|n/a|nomail|noemail|no-email|unknown|anonymous|guest)@.*",
        "says: no address",
    ),
    ("email", r"(do[-_.]?not|no)[-_.]?reply@.*", "a machine's address"),
    ("email", r"test@test.*", "a placeholder"),
    ("phone", r"[^0-9]*", "no digit in it"),
)
# Placeholders that people type into a field for a phone number. One digit over and over is one too.
SEQUENCES = frozenset(
    {"123456", "1234567", "12345678", "123456789", "1234567890", "0123456789", "9876543210"}
)


def is_junk(kind: str, values: pa.StringArray) -> pa.BooleanArray:
    """Which values of a kind stand for nobody."""
    if kind.endswith(CASE):
        return pc.equal(values, "")
    patterns = [pattern for of, pattern, _ in JUNK if of in (ANY, kind)]
    return pc.match_substring_regex(_plain(values), f"^(?:{'|'.join(patterns)})$")


def why_junk(kind: str, value: str) -> str | None:
    """Why a value stands for nobody, None where it may stand for somebody.

    >>> why_junk("user", "[object Object]"), why_junk("user", "ann")
    ("a program's value, not an identifier", None)
    """
    text = value.strip().lower()
    if kind.endswith(CASE):
        return None if text else "empty"
    found = (why for of, pattern, why in JUNK if of in (ANY, kind) and re.fullmatch(pattern, text))
    return next(found, "a placeholder" if kind == "phone" and is_placeholder_number(text) else None)


def is_placeholder_number(digits: str) -> bool:
    """Whether a phone number is one digit over and over, or a run of digits."""
    only = digits if digits.isdecimal() else re.sub(r"\D", "", digits)
    return only in SEQUENCES or (len(only) > 4 and only == only[0] * len(only))


def _plain(values: pa.StringArray) -> pa.StringArray:
    return pc.utf8_lower(pc.utf8_trim_whitespace(values))
