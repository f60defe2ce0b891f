"""The text of footpath.toml that names files of codes in, the same text with the codes in it out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from footpath.errors import DefinitionError, UnknownColumn

COLUMNS = ("question", "code", "label")


def with_codes(text: str, read: Callable[[str], str]) -> str:
    """Definitions that need no file: what `codes = "codes.csv"` names is put in its place.

    `read` gives a file's text by its name. Text without such a line stays as it is.
    """
    if "codes" not in text:
        return text
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
    except TOMLKitError:
        return text  # `parse` tells what is wrong with it
    surveys = [each for each in _surveys(document) if isinstance(each.get("codes"), str)]
    for survey in surveys:
        name = str(survey["codes"])
        survey["codes"] = codebook(read(name), where=name)
    return tomlkit.dumps(document) if surveys else text


def _surveys(document: Any) -> list[Any]:
    found = document.get("survey", [])
    return [each for each in found if hasattr(each, "get")] if isinstance(found, list) else []


def codebook(table: str, *, where: str) -> dict[str, dict[str, str]]:
    """What codes mean, from CSV with the columns question, code and label.

    >>> codebook("question,code,label\\nQ8,1,Praise\\nQ8,2,Signs", where="codes.csv")
    {'Q8': {'1': 'Praise', '2': 'Signs'}}
    """
    rows = csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))
    for name in COLUMNS:
        if name not in (rows.fieldnames or ()):
            raise UnknownColumn(name, rows.fieldnames or (), where=where)
    found: dict[str, dict[str, str]] = {}
    for question, code, label in _cells(rows, where):
        if question and code and label:
            found.setdefault(question, {})[code] = label
    if not found:
        raise DefinitionError(
            "no code in it", where=where, hint="Each row tells a question, a code and a label"
        )
    return found


def _cells(rows: csv.DictReader[str], where: str) -> Iterator[list[str]]:
    try:
        yield from ([str(row[name] or "").strip() for name in COLUMNS] for row in rows)
    except csv.Error as error:
        raise DefinitionError(f"this is no CSV: {error}", where=where, hint="Export it again") from None
