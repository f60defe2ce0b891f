"""Names under which rows are counted in, words for people out: why one was dropped, doubted or set aside."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "ambiguous_actor": "placed by an identifier that is also tied to somebody else",
    "ambiguous_case": "in cases of several people",
    "ambiguous_hour": "times in an hour that came twice when the clocks changed; taken as the first",
    "deleted_ticket": "deleted tickets",
    "disqualified": "people whom the survey sent away",
    "duplicate_column": "columns whose name came twice",
    "event_outside_trace": "events outside any trace",
    "forgotten": "events of people who asked to be forgotten",
    "future": "dated in the future",
    "junk": "identifiers that identify nobody, such as “unknown” or 000000",
    "kept_apart": "joins refused, because they would glue two people together",
    "no_actor": "nothing tells who it was",
    "no_answer": "no answer in it",
    "no_event": "nothing tells what happened",
    "no_time": "nothing tells when",
    "no_time_readable": "no time could be read",
    "no_time_zone": "times without a time zone; read as UTC",
    "not_a_conversation": "no conversation",
    "not_a_response": "no response",
    "not_a_review": "no review",
    "not_a_ticket": "no ticket",
    "not_an_answer": "no answer of a customer",
    "not_invited": "people who were not invited",
    "not_utf8": "characters that are no UTF-8; read as Windows-1252",
    "preview": "answers given while the survey was tried out",
    "repeated_case": "cases whose name came before",
    "shared_id": "answers of different people with one id; the last one counts",
    "shared_identifier": "nothing tells who it was but identifiers that too many people share",
    "skipped_hour": "times in an hour that the clocks skipped; moved forward",
    "spam": "responses that the survey tool took for spam",
    "unfinished": "surveys that were opened and not answered",
    "unknown_kind": "rows of an unknown kind; taken as said or done",
    "unknown_type": "messages of an unknown type",
    "unreadable_line": "lines that can’t be read",
    "unreadable_position": "positions that are no number; the place in the file was taken",
    "unreadable_received": "times of receipt that can’t be read; that of the import was taken",
    "unreadable_score": "scores that are no number; kept as a property",
    "unreadable_value": "values that are no number; kept as a property",
    "unsubscribed": "people who unsubscribed",
    "wrong_number_of_fields": "rows with too many or too few fields",
}


def in_words(reason: str) -> str:
    """A counted reason in words.

    >>> in_words("future"), in_words("too_odd")
    ('dated in the future', 'too odd')
    """
    return WORDS.get(reason, reason.replace("_", " "))
