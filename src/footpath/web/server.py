"""A project in, a server that runs until it is stopped out."""

from __future__ import annotations

import contextlib
import errno
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from urllib.parse import quote

import uvicorn

from footpath.errors import FootpathError, UsageError
from footpath.project import Project
from footpath.web.app import application
from footpath.web.guard import LOOPBACK

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 – asked for by name, and only with a token
NEXT_PORTS = 20
LAST_PORT = 65_535


def run(
    project: Project,
    *,
    host: str,
    port: int,
    browser: bool,
    say: Callable[[str], None],
    opener: Callable[[str], object] = webbrowser.open,
) -> None:
    """Serves the project until Ctrl-C; port 0 takes a free one.

    On a host that others reach, only who has the token that is printed gets an answer. Raises FootpathError
    where the port is taken, UsageError where the host is none of this machine.
    """
    bound = bind(host, port)
    token = None if host in LOOPBACK else secrets.token_urlsafe(24)
    where = address(host, bound.getsockname()[1], token)
    app = application(
        project, token=token, allowed_hosts={*LOOPBACK, *names_of(host)}, any_address=host in EVERYWHERE
    )

    def up() -> None:
        say(f"Footpath is at {where}")
        say("Stop it with Ctrl-C.")
        threading.Thread(target=app.state.desk.warm, daemon=True).start()
        if browser:
            threading.Thread(target=opener, args=(where,), daemon=True).start()

    with bound, contextlib.suppress(KeyboardInterrupt):
        _Server(_config(app), up).run(sockets=[bound])
    say("Stopped.")


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there."""
    if not 0 <= port <= LAST_PORT:
        raise UsageError(f"{port} is no port", hint=f"Ports are 0, for any, to {LAST_PORT}")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise UsageError(f'"{host}" with port {port} is no address', hint="Try --host 127.0.0.1") from error
    bound = socket.socket(family, kind, protocol)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(place)
        bound.listen(128)
    except OSError as error:
        bound.close()
        raise _unbound(host, port, error) from error
    return bound


def address(host: str, port: int, token: str | None) -> str:
    """Where a browser finds the server.

    >>> address("::1", 8765, None)
    'http://[::1]:8765/'
    """
    shown = socket.gethostname() if host in EVERYWHERE else host
    name = f"[{shown}]" if ":" in shown else shown
    return f"http://{name}:{port}/" + (f"?token={quote(token)}" if token else "")


def names_of(host: str) -> set[str]:
    """The names that a server on this host may be called by."""
    if host not in EVERYWHERE:
        return {host.lower()}
    return {socket.gethostname().lower(), socket.getfqdn().lower()}


class _Server(uvicorn.Server):
    """A server that tells when it is up."""

    def __init__(self, config: uvicorn.Config, up: Callable[[], None]) -> None:
        super().__init__(config)
        self._up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._up()


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="error",
        access_log=False,  # a line would hold tokens and identifiers
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )


def _unbound(host: str, port: int, error: OSError) -> FootpathError:
    if error.errno == errno.EADDRINUSE:
        free = _free(host, port)
        return FootpathError(
            f"port {port} is taken", where=host, hint=f"Take another: footpath serve --port {free}"
        )
    if error.errno == errno.EACCES:
        return FootpathError(f"port {port} is reserved", where=host, hint="Take one above 1023: --port 8765")
    return UsageError(
        f"can't listen there ({error.strerror})", where=f"{host}:{port}", hint="Try --host 127.0.0.1"
    )


def _free(host: str, taken: int) -> int:
    """A port after the taken one that nobody listens on; 0, any, where there is none nearby."""
    for port in range(taken + 1, min(taken + NEXT_PORTS, LAST_PORT) + 1):
        with contextlib.suppress(FootpathError, OSError), bind(host, port):
            return port
    return 0
