"""The command lines of a page, typed one after another in a folder that has the files they name."""

import gzip
import shlex

import pytest
from typer.testing import CliRunner

from docs.pages import DOCS, ROOT, blocks
from footpath.cli.app import app

WEB = """
    {"type": "page", "name": "Plans", "anonymousId": "7f3", "timestamp": "2026-03-02T09:00Z"}
    {"type": "track", "event": "Paid", "anonymousId": "7f3", "timestamp": "2026-03-02T09:05Z"}
"""
CRM = """
    user_id,email,plan
    ann,ann@example.com,student
"""
FILES = {
    "demo/exports/web.ndjson.gz": WEB,
    "demo/exports/tickets.ndjson": """
        {"id": 1, "created_at": "2026-03-03T10:00Z", "requester_id": 9, "submitter_id": 9, "status": "open"}
    """,
    "demo/exports/survey.csv": """
        EndDate,ResponseId,RecipientEmail,Q1
        End Date,Response ID,Recipient Email,How likely?
        "{""ImportId"": ""endDate""}","{""ImportId"": ""_recordId""}","{""ImportId"": ""mail""}","Q1"
        2026-03-04 10:01,R_1,ann@example.com,9
    """,
    "demo/exports/crm.csv": CRM,
    "web.ndjson.gz": WEB,
    "tickets.csv": """
        created_at,state,requester
        2026-03-03T10:00:00Z,New,ann@example.com
        2026-03-04T10:00:00Z,Solved,ann@example.com
    """,
    "orders.csv": """
        order,ordered_at,paid_at,user_id
        1,2026-03-02T09:01:00Z,2026-03-02T09:05:00Z,ann
    """,
    "reviews.csv": """
        order,created_at,stars
        1,2026-03-09T18:00:00Z,4
    """,
    "survey.csv.gz": """
        RESPNUM,DAY,Q7A,NETPRO
        1,13-05-2026,4,10
    """,
    "crm.csv": CRM,
    "events.csv": """
        person,event,time
        ann,Visits,2026-03-02T09:01:00Z
        ann,Pays,2026-03-02T09:05:00Z
    """,
}
STAYS = ("serve", "demo")  # what runs until it is stopped


def command_lines(page):
    for block in blocks(page.read_text(encoding="utf-8")):
        for line in block.text.splitlines() if block.language == "sh" else ():
            words = shlex.split(line.replace("python3 start.py run", "footpath"), comments=True)
            if words and words[0] == "footpath" and words[1] not in STAYS:
                yield words[1:]


@pytest.mark.parametrize("page", [ROOT / "README.md", DOCS / "import.md"], ids=lambda page: page.name)
def test_every_command_line_of_a_page_does_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        content = "\n".join(line.strip() for line in text.strip().splitlines()).encode()
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    typed = list(command_lines(page))
    if ["init", "shop"] not in typed:
        CliRunner().invoke(app, ["init", "shop"])
    for words in typed:
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, f"footpath {shlex.join(words)}: {done.exception}"
