"""The columns of a table in, what each means out: as a person said, else guessed from names and contents."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from footpath.collect.cells import is_field
from footpath.collect.column_names import AMBIGUOUS, ENDINGS, NAMES
from footpath.collect.questions import ANSWER, check, is_question
from footpath.collect.reading import FIELDS, ImportOptions
from footpath.collect.steps import PROPERTY
from footpath.collect.texts import as_text
from footpath.collect.times import readable
from footpath.errors import UnknownColumn, UnknownFormat, UsageError, suggestion

Sample = Sequence[str]  # some of a column's non-empty values, as text

MOST = 0.8  # the share of a column's values that must look right
NUMBER = re.compile(r"\s*-?\d+(\.\d+)?\s*")
WORDS = {"event": "what happened", "time": "when", "person": "who did it (or which case it belongs to)"}
INSTEAD = {
    "person": "actor.KIND={0} instead of person={0} where other tables have this identifier too, for the same"
    " KIND in each joins them and person= joins nothing",
    "event": "--set event=NAME where each row is the same event",
    "time": "--columns position=COLUMN where only the order is known; --format traits for a file of persons",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What each field is read from, and which of that nobody said.

    `joined` holds the columns of an id that several make together, by what was said: "order+item".
    """

    columns: Mapping[str, str]
    guessed: Mapping[str, str]
    joined: Mapping[str, Sequence[str]]

    def apply(self, table: pa.Table) -> pa.Table:
        """The table with its columns named by their fields; those that have none become properties."""
        used = set(self.columns.values())
        named = {field: self._column(table, column) for field, column in self.columns.items()}
        rest = {PROPERTY + name: table[name] for name in table.column_names if name not in used}
        return pa.table({**named, **rest})

    def _column(self, table: pa.Table, name: str) -> pa.ChunkedArray:
        if name not in self.joined:
            return table[name]
        parts = [as_text(table[part]) for part in self.joined[name]]
        return pa.chunked_array([pc.binary_join_element_wise(*parts, ":")])


def choose(samples: Mapping[str, Sample], options: ImportOptions, where: str) -> Chosen:
    """The column of each field; `samples` holds every column of the file, in order.

    Guesses what is missing; if nothing was named, also what would only be good to have. Raises UnknownColumn
    for a named column that is not there, UnknownFormat where what happened, when or who can't be found.
    """
    _check(options.columns, samples, where)
    known = {*options.columns, *options.set}
    asked = options.columns.get(ANSWER)
    used = {*options.columns.values(), *(name for name in samples if is_question(name, asked))}
    guessed: dict[str, str] = {}
    for field in _wanted(options):
        if _covered(field, known):
            continue
        free = {name: sample for name, sample in samples.items() if name not in used}
        if column := _guess(field, free, options.time_format):
            guessed[field] = column
            known.add(field)
            used.add(column)
    guessed = _without_doubtful(guessed, known)
    _require(options, {**guessed, **options.columns}, samples, where)
    named = {field: column for field, column in options.columns.items() if field != ANSWER}
    return Chosen({**guessed, **named}, guessed, _joined(options.columns, samples))


def is_traits(options: ImportOptions) -> bool:
    """Whether the rows are persons rather than events."""
    return options.set.get("kind") == "traits"


def _check(columns: Mapping[str, str], samples: Mapping[str, Sample], where: str) -> None:
    for field, column in columns.items():
        if not is_field(field):
            raise UsageError(
                f'a column can\'t be mapped to "{field}"', hint=suggestion(field, FIELDS, "Fields are")
            )
        if field == ANSWER:
            check(column, samples, where)
        elif column not in samples and not _joined({field: column}, samples):
            raise UnknownColumn(column, samples, where=where)


def _joined(columns: Mapping[str, str], samples: Mapping[str, Sample]) -> dict[str, Sequence[str]]:
    """An id that is no column, but several with "+" between them."""
    said = columns.get("id", "")
    parts = said.split("+")
    several = said not in samples and len(parts) > 1 and all(part in samples for part in parts)
    return {said: parts} if several else {}


def _wanted(options: ImportOptions) -> Sequence[str]:
    """The fields to guess: where nothing was named all, else only those that an event can't do without."""
    if is_traits(options):
        return () if options.columns else ("person", "actor.email", "actor.phone")
    if not options.columns:
        return tuple(NAMES)
    if ANSWER in options.columns:  # an answer is named like its question, and its response may be the person
        return ("time",)
    needed = ("time", "event")
    return needed if _has_who(options.columns) else (*needed, "case", "person")


def _has_who(known: Mapping[str, str] | set[str]) -> bool:
    return "person" in known or "case" in known or _has_actor(known)


def _has_actor(known: Iterable[str]) -> bool:
    return any(field.startswith("actor.") for field in known)


def _covered(field: str, known: set[str]) -> bool:
    """Whether what this field would tell is told already."""
    if field in ("time", "event") and any(name.startswith("time.") for name in known):
        return True
    return field in known or (field == "time" and "position" in known)


def _guess(field: str, samples: Mapping[str, Sample], time_format: str | None) -> str | None:
    looks_right = partial(_dates, time_format) if field == "time" else LOOKS.get(field, _anything)
    plain = {_plain(name): name for name in reversed(list(samples))}
    by_name = [plain[name] for name in NAMES[field] if name in plain]
    endings = ENDINGS.get(field, ())
    by_ending = [name for name in samples if _plain(name).endswith(endings)]
    fitting = [name for name in (*by_name, *by_ending) if looks_right(samples[name])]
    if fitting or field != "time":
        return fitting[0] if fitting else None
    dates = [name for name, sample in samples.items() if sample and looks_right(sample)]
    return dates[0] if len(dates) == 1 else None


def _without_doubtful(guessed: Mapping[str, str], known: set[str]) -> dict[str, str]:
    """The guesses, without a score or a text of a doubtful name unless one bears out the other."""
    borne_out = {"score", "text"} <= known
    return {
        field: column
        for field, column in guessed.items()
        if borne_out or _plain(column) not in AMBIGUOUS.get(field, ())
    }


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def _anything(_: Sample) -> bool:
    return True


def _dates(time_format: str | None, sample: Sample) -> bool:
    return not sample or readable(sample, time_format) >= MOST


def _names(sample: Sample) -> bool:
    """Names of what happens: no numbers, no dates, and some of them again and again."""
    if not sample:
        return True
    repeats = len(sample) < 20 or len(set(sample)) < len(sample) * 0.9
    return repeats and not _numbers(sample) and readable(sample) < MOST


def _numbers(sample: Sample) -> bool:
    return sum(bool(NUMBER.fullmatch(value)) for value in sample) >= MOST * len(sample)


def _distinct(sample: Sample) -> bool:
    return len(set(sample)) == len(sample)


def _ratings(sample: Sample) -> bool:
    """Numbers from 0 to 10, and few different ones."""
    rated = [value for value in sample if NUMBER.fullmatch(value) and 0 <= float(value) <= 10]
    return len(rated) >= MOST * len(sample) and len(set(rated)) <= 21


def _sentences(sample: Sample) -> bool:
    """Several words in some values at least, as customers write them."""
    return not sample or sum(" " in value.strip() for value in sample) >= len(sample) / 3


def _addresses(sample: Sample) -> bool:
    return sum("@" in value for value in sample) >= MOST / 2 * len(sample)


LOOKS: Mapping[str, Callable[[Sample], bool]] = {
    "event": _names,
    "id": _distinct,
    "actor.email": _addresses,
    "position": _numbers,
    "score": _ratings,
    "text": _sentences,
}


def _require(
    options: ImportOptions, found: Mapping[str, str], samples: Mapping[str, Sample], where: str
) -> None:
    known = {*found, *options.set}
    known |= {"person", "event"} if ANSWER in options.columns else set()
    missing = [] if _has_who(known) else ["person"]
    if not is_traits(options):
        missing += [field for field in ("event", "time") if not _covered(field, known)]
    if not missing:
        return
    what = " and ".join(WORDS[field] for field in missing)
    example = " ".join(f"--columns {shlex.quote(f'{field}={column}')}" for field, column in found.items())
    wanted = " ".join(f"--columns {field}=COLUMN" for field in missing)
    shown = ", ".join(f'"{name}"' for name in list(samples)[:30])
    more = f" and {len(samples) - 30} more" if len(samples) > 30 else ""
    told = {*missing, "person"} if "person" in found and not _has_actor(found) else set(missing)
    advice = [text.format(found.get(field, "COLUMN")) for field, text in INSTEAD.items() if field in told]
    instead = "".join(f"; {each}" for each in advice)
    hint = f"Its columns are {shown}{more}. Say {f'{example} {wanted}'.strip()}{instead}"
    raise UnknownFormat(f"no column tells {what}", where=where, hint=hint)
