"""A project in, the web application out: its routes in one table."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib.resources import files

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from footpath.project import Project
from footpath.web import (
    api,
    evidence,
    home,
    journeys,
    moments,
    persons,
    settings,
    sources,
    theme,
    uploads,
    voice,
)
from footpath.web.desk import Desk
from footpath.web.failures import HANDLERS
from footpath.web.guard import LOOPBACK, UPLOAD_LIMIT, FormTokens, Guard

ROUTES: tuple[BaseRoute, ...] = (
    Route("/", home.home),
    Route("/healthz", home.healthz),
    Route("/upload", uploads.upload, methods=["POST"]),
    Route("/uploads/{key}", uploads.receipt),
    Route("/uploads/{key}/columns", uploads.columns),
    Route("/uploads/{key}/columns", uploads.choose_columns, methods=["POST"]),
    Route("/suggestion", settings.suggestion),
    Route("/definitions", settings.definitions),
    Route("/definitions", settings.define, methods=["POST"]),
    Route("/journeys/{name:path}/map.{ending}", journeys.drawn),
    Route("/journeys/{name:path}/working", journeys.working),
    Route("/journeys/{name:path}/moments", moments.moments),
    Route("/journeys/{name:path}/moments/{id}", moments.moment),
    Route("/journeys/{name:path}", journeys.journey),
    Route("/evidence/{key}", evidence.evidence),
    Route("/people", persons.search),
    Route("/people/{identifier:path}", persons.person),
    Route("/voice", voice.voice),
    Route("/status", sources.status),
    Route("/api/map/{name:path}", api.map_),
    Route("/api/moments/{name:path}", moments.listed),
    Route("/api/people", api.people),
    Route("/api/person/{identifier:path}", api.person),
    Route("/api/identities", api.identities),
    Route("/api/status", api.status),
    Route("/api/scores", voice.scores),
    Route("/api/drivers", voice.drivers),
    Route("/api/themes", voice.themes),
    Route("/static/theme.css", theme.theme),
)


def application(
    project: Project,
    *,
    token: str | None = None,
    allowed_hosts: Collection[str] = LOOPBACK,
    any_address: bool = False,
    upload_limit: int = UPLOAD_LIMIT,
) -> Starlette:
    """The web app of a project.

    With `token` it answers only who shows it. `allowed_hosts` are the names by which it may be called,
    without port; `any_address` adds every IP address. `upload_limit` is in bytes.
    """
    desk = Desk(project)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.close()

    guard = Middleware(
        Guard, token=token, hosts=allowed_hosts, any_address=any_address, upload_limit=upload_limit
    )
    app = Starlette(
        routes=[*ROUTES, *_static()], middleware=[guard], exception_handlers=HANDLERS, lifespan=lifespan
    )
    app.state.desk = desk
    app.state.form_tokens = FormTokens()
    return app


def _static() -> list[BaseRoute]:
    fonts = StaticFiles(directory=str(files("footpath.draw") / "fonts"))
    ours = StaticFiles(directory=str(files("footpath.web") / "static"))
    return [Mount("/static/fonts", fonts), Mount("/static", ours)]
