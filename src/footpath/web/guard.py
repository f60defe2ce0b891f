"""Requests in, those that may pass out: by host, token, origin, size; headers that keep pages closed."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MIB = 1 << 20
UPLOAD_LIMIT = 512 * MIB
FORM_LIMIT = 2 * MIB
OPEN = frozenset({"/healthz"})  # needs no token, says nothing

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Stands before the application; whatever it refuses never reaches a project.

    `token` is needed where the address is open to others; `any_address` lets every IP address pass as host,
    which a page that rebinds a name can't pretend to be.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str | None,
        hosts: Collection[str],
        any_address: bool = False,
        upload_limit: int = UPLOAD_LIMIT,
    ) -> None:
        self.app = app
        self._ticket = _ticket(token) if token else None
        self._token = token
        self._hosts = frozenset(hosts)
        self._any_address = any_address
        self._upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request pass, or answers it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._upload_limit if scope["path"] == "/upload" else FORM_LIMIT
        refused = self._refusal(HTTPConnection(scope), scope["method"], limit)
        app = refused or self.app
        await app(scope, _limited(receive, limit), _with_headers(send))

    def _refusal(self, request: HTTPConnection, method: str, limit: int) -> Response | None:
        if not self._is_here(request.headers.get("host", "")):
            return PlainTextResponse("This address does not belong to Footpath.\n", 421)
        if refused := self._stranger(request):
            return refused
        if method not in ("GET", "HEAD") and not is_ours(request.headers):
            return PlainTextResponse("Another site sent this form; nothing was done.\n", 403)
        said = request.headers.get("content-length", "0")
        if not said.isdecimal() or int(said) > limit:
            return PlainTextResponse(too_large(limit), 413)
        return None

    def _is_here(self, host: str) -> bool:
        name = hostname(host)
        return name in self._hosts or (self._any_address and _is_address(name))

    def _stranger(self, request: HTTPConnection) -> Response | None:
        """The answer to who has no token; a token in the URL is exchanged for a cookie."""
        if self._ticket is None or self._token is None or request.url.path in OPEN:
            return None
        if same(request.cookies.get(self._cookie, ""), self._ticket):
            return None
        if not same(request.query_params.get("token", ""), self._token):
            return HTMLResponse(_NO_TOKEN, 401)
        if request.url.path.startswith("/api/"):
            return None
        # No redirect: a browser that came from another site would not send the new cookie along with it.
        response = HTMLResponse(_WELCOME)
        response.set_cookie(self._cookie, self._ticket, httponly=True, samesite="strict", path="/")
        return response

    @property
    def _cookie(self) -> str:
        """Two servers of one machine share their cookies, whatever the port; so each has its own name."""
        return f"footpath-{hashlib.blake2b((self._token or '').encode(), digest_size=4).hexdigest()}"


class FormTokens:
    """Proof that a form was written by this process."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(24)

    def check(self, given: object) -> None:
        """Raises 403 where the form is not ours."""
        if not isinstance(given, str) or not same(given, self.value):
            what = "this form is of an earlier run of the server; reload its page, then send it"
            raise HTTPException(403, what)


def is_ours(headers: Headers) -> bool:
    """Whether a form can have come from one of our own pages, as far as its headers tell.

    A page without referrer sends "null" as origin: then the form's token decides.
    """
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == headers.get("host", "")


def hostname(host: str) -> str:
    """The name in a Host header, without its port and brackets.

    >>> hostname("[::1]:8765"), hostname("LOCALHOST:80")
    ('::1', 'localhost')
    """
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def same(given: str, wanted: str) -> bool:
    """Whether two texts are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def too_large(limit: int) -> str:
    """What is said about a body above the limit."""
    return f"This is larger than {limit // MIB} MiB. Import it on the command line: footpath import FILE.\n"


def framed_policy(scripts: Collection[str]) -> str:
    """The policy of a self-contained page: its own scripts by their hashes, nothing from anywhere."""
    hashes = " ".join(f"'{each}'" for each in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def _ticket(token: str) -> str:
    """What the cookie holds, so that a cookie never tells the token."""
    return hmac.new(token.encode(), b"footpath cookie", hashlib.sha256).hexdigest()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _limited(receive: Receive, limit: int) -> Receive:
    """The body, as long as it stays below the limit, whatever length was announced."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, too_large(limit).strip())
        return message

    return receiving


def form_token(request: Request) -> str:
    """The token that a page puts into its forms."""
    tokens: FormTokens = request.app.state.form_tokens
    return tokens.value


_PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Footpath</title>{}</html>'
_WELCOME = _PAGE.format(
    '<meta http-equiv="refresh" content="0; url=/"><p><a href="/">Go on to Footpath</a></p>'
)
_NO_TOKEN = _PAGE.format(
    "<h1>This Footpath needs its token</h1><p>Open the whole address that <code>footpath serve</code> "
    "printed, with <code>?token=</code> in it; then this browser remembers.</p>"
)
