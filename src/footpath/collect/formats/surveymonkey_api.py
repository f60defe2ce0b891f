"""Pages of SurveyMonkey's API in, responses out.

Where the details of a survey stand in the file before its responses, questions have their wording, choices
and rows their texts; else ids stand for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from footpath.collect.formats.json_files import members, objects, within
from footpath.collect.formats.responses import Answer, Asked, Refused, Response, listed
from footpath.collect.formats.scales import scale_in
from footpath.collect.reading import Input

PREVIEWS = ("preview", "survey_preview")
DISQUALIFIED = ("disqualified", "overquota")
PROPERTIES = ("survey_id", "collector_id", "first_name", "last_name", "custom_value")

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """Wordings of questions, and texts of choices and rows, by id."""

    questions: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)

    def learn(self, details: Document) -> None:
        """What the details of a survey tell."""
        for question in _questions(details):
            headings = [_plain(each.get("heading")) for each in listed(question, "headings")]
            self.questions[str(question.get("id"))] = next(filter(None, headings), "")
            answers = within(question, "answers")
            for each in (*listed(answers, "choices"), *listed(answers, "rows")):
                self.choices[str(each.get("id"))] = _plain(each.get("text"))


def responses_in_pages(file: Input) -> Iterator[Response | Refused]:
    """The responses, in the order of the file."""
    known = Known()
    for document in objects(file):
        for each in [None] if document is None else members(document, "data"):
            if each is not None and "pages" in each and "response_status" not in each:
                known.learn(each)
            else:
                yield _told(each, known)


def _told(document: Document | None, known: Known) -> Response | Refused:
    if document is None:
        return Refused("unreadable_line")
    answers = list(_answers(document, known))
    if reason := _refused(document, answered=bool(answers)):
        return Refused(reason)
    custom = within(document, "custom_variables")
    email = document.get("email_address")
    return Response(
        id=str(document["id"]),
        time=document.get("date_modified") or document.get("date_created"),
        received=document.get("date_modified"),
        actors={"email": email} if email else {},
        answers=answers,
        properties={**{name: document.get(name) for name in PROPERTIES}, **custom},
    )


def _refused(document: Document, *, answered: bool) -> str | None:
    if document.get("id") is None or "response_status" not in document:
        return "not_a_response"
    if document.get("collection_mode") in PREVIEWS:
        return "preview"
    if document.get("response_status") in DISQUALIFIED:
        return "disqualified"
    if answered:
        return None
    return "unfinished" if document.get("response_status") == "partial" else "no_answer"


def _questions(document: Document) -> Iterator[Document]:
    for page in listed(document, "pages"):
        yield from listed(page, "questions")


def _answers(document: Document, known: Known) -> Iterator[Answer]:
    """The answers: one for each row of a question, choices of one row together."""
    for question in _questions(document):
        wording = _plain(question.get("heading")) or known.questions.get(str(question.get("id")), "")
        rows: dict[str, list[Document]] = {}
        for each in listed(question, "answers"):
            rows.setdefault(str(each.get("row_id") or ""), []).append(each)
        for row, given in rows.items():
            yield from _answered(str(question.get("id")), wording, row, given, known)


def _answered(question: str, wording: str, row: str, given: list[Document], known: Known) -> Iterator[Answer]:
    label = known.choices.get(row, row)
    name = wording or question
    key, event = (f"{question}:{row}", f"{name}: {label}") if row else (question, name)
    chosen = [text for each in given if "text" not in each and (text := _choice(each, known))]
    written = [each["text"] for each in given if each.get("text")]
    scale = scale_in(wording)
    asked = Asked(key, event, wording=wording or None, scale=scale)
    own = Asked(f"{key}:text", f"{event}: Other", wording=wording or None, words=True)
    if chosen and (answer := asked.answer(chosen)):
        yield answer
    if written and (answer := (own if chosen else asked).answer(written)):
        yield answer


def _choice(given: Document, known: Known) -> str:
    chosen = given.get("choice_id") or given.get("other_id")
    return str(given.get("simple_text") or known.choices.get(str(chosen)) or chosen or "")


def _plain(text: Any) -> str:
    return " ".join(text.split()) if isinstance(text, str) else ""
