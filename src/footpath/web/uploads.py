"""A file in; its events kept and a receipt out, or what is wrong and a form to put it right."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from footpath.collect.load import load
from footpath.collect.reading import ImportOptions
from footpath.collect.receipt import Receipt
from footpath.errors import FootpathError, StoreError, UnknownColumn, UsageError
from footpath.web.desk import Desk, Upload
from footpath.web.failures import STATUS, status_of
from footpath.web.pages import desk_of, page

ASKED = ("time", "event", "person", "case", "channel", "text", "score")  # fields that the small form offers
ACTOR = "actor."
NO_COLUMN = "\0"  # a name that no column has
LONGEST_NAME = 80


async def upload(request: Request) -> Response:
    """Takes a file in."""
    async with request.form(max_files=1, max_fields=20) as form:
        request.app.state.form_tokens.check(form.get("form_token"))
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise UsageError("no file was chosen", hint="Choose a file, then send it")
        desk = desk_of(request)
        kept = desk.begin_upload(shown_name(file.filename), safe_name(file.filename))
        await desk.write(_save, file.file, kept.path)
    return await _take_in(request, kept, ImportOptions(source=source_name(kept.name)))


async def columns(request: Request) -> Response:
    """The small form, for a file of which nothing could be kept."""
    kept = _found(request)
    if kept.taken_in:
        return _to(kept)
    return await _ask(request, kept, UsageError("no event of this file could be kept"), ImportOptions())


async def choose_columns(request: Request) -> Response:
    """Tries a file again, with columns that a person chose."""
    form = await request.form(max_files=0, max_fields=40)
    request.app.state.form_tokens.check(form.get("form_token"))
    kept = _found(request)
    if kept.taken_in:
        return _to(kept)
    return await _take_in(request, kept, options_of(form, kept))


async def receipt(request: Request) -> Response:
    """What became of a file."""
    desk, kept = desk_of(request), _found(request)
    if kept.receipt is None:
        error = UsageError("this file is not imported yet")
        return await _ask(request, kept, error, ImportOptions(), status=STATUS[UsageError])
    status = await desk.read(desk.project.status)
    return page(request, "receipt.html", {"upload": kept, "receipt": kept.receipt, "status": status})


async def _take_in(request: Request, kept: Upload, options: ImportOptions) -> Response:
    desk = desk_of(request)
    try:
        desk.finish_upload(kept, await desk.write(take_in, desk, kept, options))
    except StoreError:
        raise
    except FootpathError as error:
        return await _ask(request, kept, error, options, status=STATUS[UsageError])
    return _to(kept)


async def _ask(
    request: Request, kept: Upload, error: FootpathError, chosen: ImportOptions, *, status: int = 200
) -> Response:
    columns = await desk_of(request).write(columns_of, kept.path)
    values = {
        "upload": kept,
        "error": without_folder(error, kept),
        "columns": columns,
        "chosen": chosen,
        "asked": ASKED,
        **_as_chosen(chosen),
        "code": status_of(error),
    }
    return page(request, "columns.html", values, status=status)


def take_in(desk: Desk, kept: Upload, options: ImportOptions) -> Receipt:
    """Imports the file of an upload."""
    return desk.project.load(kept.path, options=options)


def columns_of(path: Path) -> tuple[str, ...]:
    """The columns of a file of a table, in its order; none where it is no table.

    Asked by naming a column that can't be there: the answer lists those that are.
    """
    asked = ImportOptions(columns={"time": NO_COLUMN})
    try:
        next(load(path, asked, now=datetime.now(UTC), file_id="columns"), None)
    except UnknownColumn as error:
        return error.known
    except FootpathError:
        return ()
    return ()


def options_of(form: FormData, kept: Upload) -> ImportOptions:
    """What a person chose in the small form."""
    said = {name: value for name, value in form.items() if isinstance(value, str) and value}
    columns = {field: said[f"column.{field}"] for field in ASKED if f"column.{field}" in said}
    if "same_people" in said and "person" in columns:
        columns[ACTOR + said["same_people"]] = columns.pop("person")
    return ImportOptions(
        source=said.get("source", source_name(kept.name)),
        columns=columns,
        timezone=said.get("timezone"),
        time_format=said.get("time_format"),
        set={"event": said["same_event"]} if "same_event" in said and "event" not in columns else {},
    )


def _as_chosen(options: ImportOptions) -> dict[str, object]:
    """What a person chose, as the small form shows it."""
    fields = {
        ("person" if field.startswith(ACTOR) else field): name for field, name in options.columns.items()
    }
    kinds = [field.removeprefix(ACTOR) for field in options.columns if field.startswith(ACTOR)]
    return {"chosen_columns": fields, "same_people": "".join(kinds)}


def without_folder(error: FootpathError, kept: Upload) -> FootpathError:
    """The same error with the file's name as its sender knows it."""
    if error.where is None:
        return error
    where = error.where.replace(str(kept.path), kept.name)
    return FootpathError(error.what, where=where, hint=error.hint)


def shown_name(filename: str) -> str:
    """A file's name for people to read: without folders, and not too long."""
    return PurePosixPath(filename.replace("\\", "/")).name[-LONGEST_NAME:] or "file"


def safe_name(filename: str) -> str:
    """A file's name as it is used on disk: plain letters, digits, dots and hyphens, no way out of a folder.

    >>> safe_name("../../etc/Käse log.csv.gz"), safe_name("…")
    ('K-se-log.csv.gz', 'file')
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", shown_name(filename)).strip("-.")
    return plain[-LONGEST_NAME:].lstrip("-.") or "file"


def source_name(filename: str) -> str:
    """The name of the source, as the commands take it from a file's name."""
    return shown_name(filename).split(".")[0] or "file"


def _save(file: BinaryIO, path: Path) -> None:
    with path.open("xb") as out:
        shutil.copyfileobj(file, out, 1 << 20)


def _found(request: Request) -> Upload:
    kept = desk_of(request).upload(request.path_params["key"])
    if kept is None:
        raise HTTPException(404, "this upload is no longer known; send the file again")
    return kept


def _to(kept: Upload) -> Response:
    return RedirectResponse(f"/uploads/{quote(kept.id)}", 303)
