"""Nothing that a stranger sends is believed, run, or answered with more than it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footpath.errors import FootpathError, StoreBusy, UsageError
from footpath.project import Project
from footpath.web.app import ROUTES, application
from footpath.web.asking import LONGEST
from footpath.web.guard import HEADERS, LOOPBACK
from footpath.web.server import bind
from footpath.web.uploads import safe_name, shown_name

from .conftest import EVENTS, Client, words

EVIL = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://evil.example")',
    "{{ 7*7 }}",
    "</textarea><svg onload=alert(1)>",
    "\u202eevil",
]
PAGES = ["/", "/suggestion", "/definitions", "/status", "/journeys/buy", "/journeys/buy/map.html", "/nothing"]


class Tags(HTMLParser):
    """Which elements a page has, and whether any carries script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.handlers: list[str] = []
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))
        self.handlers += [
            name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript:")
        ]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    for name in set(HEADERS) - {"Content-Security-Policy"}:
        assert headers[name] == HEADERS[name]


def test_pages_allow_only_scripts_and_styles_of_their_own_and_none_inline(client: Client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy


def test_the_map_in_its_frame_allows_its_own_script_by_hash_and_no_request(client: Client) -> None:
    answer = client.get("/journeys/buy/map.html")
    policy = answer.headers["content-security-policy"]
    assert re.search(r"script-src ('sha256-[A-Za-z0-9+/=]+' ?)+;", policy)
    assert "connect-src" not in policy
    assert answer.text.count("<script>") == policy.count("sha256-")


@pytest.mark.parametrize("name", EVIL)
def test_hostile_names_stay_text_on_every_page(newcomer: Client, name: str) -> None:
    cell = '"' + name.replace('"', '""') + '"'
    rows = [
        f"ann,2026-03-01T10:00:00Z,{cell},{cell}",
        "ann,2026-03-02T10:00:00Z,Pays,x",
        f"{cell},2026-03-03T10:00:00Z,Pays,",
    ]
    answer = newcomer.upload(f"{name}.csv", "customer,time,event,text\n" + "\n".join(rows) + "\n")
    assert answer.status_code == 303
    journey = newcomer.get("/api/map/journey").json()
    keys = list(journey["evidence"])
    paths = [answer.headers["location"], "/", "/suggestion", "/status", "/journeys/journey", "/people/ann"]
    for path in [*paths, f"/evidence/{keys[0]}?journey=journey", f"/people/{name.replace('/', '%2F')}"]:
        tags = Tags(newcomer.get(path).text)
        assert tags.scripts == ["/static/app.js"], path
        assert not tags.handlers, path
        assert "img" not in tags.names, path


@given(name=st.text(max_size=60))
@settings(max_examples=200)
def test_a_file_name_never_leads_out_of_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", safe)
    assert ".." not in safe.split("/")
    assert "/" not in shown_name(name)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "[::1", "10.0.0.7"]
)
def test_a_host_that_is_not_ours_gets_nothing(client: Client, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "Shop" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost", "[::1]:8765", "LOCALHOST:8765"])
def test_this_machine_is_answered_by_any_of_its_names(client: Client, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


POSTS = ["/upload", "/uploads/x/columns", "/definitions"]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_of_another_site_does_nothing(
    client: Client, project: Project, path: str, headers: dict[str, str]
) -> None:
    before = project.state
    answer = client.post(
        path, data={"text": "[project]\nname='x'"}, headers={"Sec-Fetch-Site": "", "Origin": ""} | headers
    )
    assert answer.status_code == 403
    assert project.state == before


@pytest.mark.parametrize("path", POSTS)
def test_a_form_without_its_token_does_nothing(client: Client, project: Project, path: str) -> None:
    before = project.state
    for token in ("", "guess"):
        assert client.post(path, data={"form_token": token, "text": ""}).status_code == 403
    assert project.state == before


def test_a_page_without_referrer_may_send_its_own_form(client: Client) -> None:
    text = client.app.state.desk.project.definitions_text
    answer = client.post("/definitions", data={"text": text}, headers={"Origin": "null"})
    assert answer.status_code == 303


class TestToken:
    @pytest.fixture
    def stranger(self, project: Project) -> Client:
        return Client(application(project, token="s3cret", allowed_hosts={*LOOPBACK, "maps.example"}))

    @pytest.mark.parametrize(
        "path",
        ["/", "/api/status", "/journeys/buy", "/static/app.js", "/?token=", "/?token=s3cre", "/?token=ö"],
    )
    def test_without_it_there_is_no_answer(self, stranger: Client, path: str) -> None:
        answer = stranger.get(path)
        assert answer.status_code == 401
        assert "Shop" not in answer.text

    def test_the_printed_address_is_exchanged_for_a_cookie(self, stranger: Client) -> None:
        first = stranger.get("/?token=s3cret")
        cookie = first.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "s3cret" not in cookie
        assert stranger.get("/").status_code == 200

    def test_a_cookie_of_somebody_else_is_worth_nothing(self, stranger: Client, project: Project) -> None:
        other = Client(application(project, token="other"))
        other.get("/?token=other")
        stranger.cookies = other.cookies
        assert stranger.get("/").status_code == 401

    def test_a_program_may_say_it_with_each_request(self, stranger: Client) -> None:
        assert stranger.get("/api/status?token=s3cret").json()["people"] == 3

    def test_health_is_told_to_everybody(self, stranger: Client) -> None:
        assert stranger.get("/healthz").text == "ok\n"


def test_a_body_above_the_limit_is_refused_by_its_announced_length(project: Project) -> None:
    client = Client(application(project, upload_limit=1000))
    assert client.upload("big.csv", EVENTS * 10).status_code == 413


def test_a_body_above_the_limit_is_refused_however_it_is_sent(project: Project) -> None:
    client = Client(application(project, upload_limit=1000))

    async def endless() -> Iterator[bytes]:  # type: ignore[misc]
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        while True:
            yield b"a" * 500

    headers = {"Content-Type": "multipart/form-data; boundary=x", "Sec-Fetch-Site": "same-origin"}
    answer = client.request("POST", "/upload", content=endless(), headers=headers)
    assert answer.status_code == 413


def test_nothing_of_an_upload_stays_on_disk(newcomer: Client) -> None:
    newcomer.upload("events.csv", EVENTS)
    desk = newcomer.app.state.desk
    kept = [upload.path.parent for upload in desk._uploads.held.values()]
    newcomer.upload("odd.csv", "a,b\n1,2\n")
    waiting = [upload.path.parent for upload in desk._uploads.held.values() if upload.receipt is None]
    assert not any(folder.exists() for folder in kept)
    assert all(folder.exists() for folder in waiting)
    desk.close()
    assert not any(folder.exists() for folder in waiting)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/journeys/bu", 404),
        ("/journeys/buy?segment=nobody", 404),
        ("/journeys/buy?since=yesterday", 400),
        ("/journeys/buy?since=2026-03-09&until=2026-03-01", 400),
        ("/journeys/buy?until=0001-01-01T00:00%2B23:59", 400),
        (f"/journeys/buy?segment={'x' * (LONGEST + 1)}", 400),
        ("/journeys/buy/map.exe", 404),
        ("/evidence/x", 400),
        ("/evidence/x?journey=buy&page=0", 400),
        ("/evidence/x?journey=buy&page=1e9", 400),
        ("/uploads/unknown", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
        ("/api/map/bu", 404),
        ("/api/person/nobody", 404),
        ("/api/people?evidence=x&journey=buy", 400),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    if path.startswith("/api/"):
        assert set(answer.json()["error"]) == {"what", "where", "hint"}
    else:
        assert words(answer)


@given(
    path=st.sampled_from(
        ["/journeys/buy", "/evidence/visits-1", "/people", "/definitions", "/api/people", "/api/map/buy"]
    ),
    query=st.dictionaries(
        st.sampled_from(["segment", "since", "until", "page", "q", "journey", "evidence", "at", "applied"]),
        st.text(max_size=20),
    ),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_breaks_a_page(client: Client, path: str, query: dict[str, str]) -> None:
    assert client.get(path, params=query).status_code < 500


def test_what_nobody_expected_is_told_without_its_insides(project: Project) -> None:
    class Broken(Project):
        def status(self) -> object:  # type: ignore[override]
            raise RuntimeError("secret inside")

    client = Client(application(Broken(project._store, project._records, name="x")))
    answer = client.get("/")
    assert answer.status_code == 500
    assert "secret inside" not in answer.text
    assert "RuntimeError" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_busy_project_says_so(project: Project) -> None:
    class Busy(Project):
        def status(self) -> object:  # type: ignore[override]
            raise StoreBusy("somebody is importing", hint="Try again")

    answer = Client(application(Busy(project._store, project._records, name="x"))).get("/api/status")
    assert (answer.status_code, answer.json()["error"]["hint"]) == (503, "Try again")


def test_a_taken_port_names_another() -> None:
    with bind("127.0.0.1", 0) as held:
        port = held.getsockname()[1]
        with pytest.raises(FootpathError, match=rf"port {port} is taken.*--port \d+"):
            bind("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port"), [("no.such.host.invalid", 0), ("192.0.2.1", 0), ("127.0.0.1", 70_000)]
)
def test_a_host_that_is_not_of_this_machine_is_refused(host: str, port: int) -> None:
    with pytest.raises(UsageError):
        bind(host, port)


def test_every_route_has_a_heading_in_the_documents() -> None:
    from pathlib import Path

    text = Path(__file__).parents[3].joinpath("docs", "web.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^### (?:GET|POST) (\S+)$", text, flags=re.MULTILINE))
    plain = {re.sub(r":path\}", "}", route.path) for route in ROUTES}
    assert plain == headings
