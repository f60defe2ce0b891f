"""What columns are usually called: fields in, the names by which each is guessed out."""

from __future__ import annotations

from collections.abc import Mapping

# Best first; names are compared in lower case with anything that is no letter or digit as "_".
NAMES: Mapping[str, tuple[str, ...]] = {
    "time": (
        *(
            "time_timestamp",
            "timestamp",
            "event_timestamp",
            "event_time",
            "eventtime",
            "occurred_at",
            "happened_at",
        ),
        *(
            "time",
            "datetime",
            "date_time",
            "ts",
            "complete_timestamp",
            "timestamp_utc",
            "time_stamp",
            "sent_at",
        ),
        *(
            "created_at",
            "createdat",
            "created",
            "sys_updated_at",
            "updated_at",
            "start_time",
            "start_timestamp",
        ),
        *("date", "event_date", "day", "when", "datum", "zeit", "recorded_at", "submitted_at"),
    ),
    "event": (
        *(
            "concept_name",
            "event",
            "event_name",
            "eventname",
            "activity",
            "activity_name",
            "event_type",
            "eventtype",
        ),
        *(
            "action",
            "activity_id",
            "touchpoint",
            "step",
            "step_name",
            "task",
            "task_name",
            "type",
            "page_name",
            "page",
        ),
        *("status", "state", "interaction", "aktivitaet", "operation"),
    ),
    "case": (
        *(
            "case_concept_name",
            "case_id",
            "caseid",
            "case",
            "trace_id",
            "trace",
            "ticket_id",
            "ticket",
            "incident_id",
        ),
        *(
            "incident",
            "order_id",
            "orderid",
            "application_id",
            "claim_id",
            "journey_id",
            "journey",
            "process_id",
        ),
        *("request_id", "declaration_id", "number", "case_number", "order_number", "ticket_number"),
    ),
    "person": (
        *(
            "person_id",
            "person",
            "customer_id",
            "customerid",
            "customer",
            "user_id",
            "userid",
            "user",
            "client_id",
        ),
        *(
            "clientid",
            "client",
            "visitor_id",
            "visitor",
            "member_id",
            "patient_id",
            "contact_id",
            "distinct_id",
        ),
        *("anonymous_id", "caller_id", "subscriber_id", "account_id", "household_id", "citizen_id"),
        *("session_id", "sessionid", "device_id", "cookie_id", "uid"),
    ),
    "actor.email": ("email", "e_mail", "email_address", "customer_email", "user_email", "mail"),
    "actor.phone": ("phone", "phone_number", "mobile", "telephone", "msisdn", "customer_phone"),
    "id": ("event_id", "eventid", "message_id", "messageid", "uuid", "event_uuid", "insert_id"),
    "channel": ("channel", "case_channel", "contact_channel", "contact_type"),
    "position": (
        "position",
        "seq",
        "sequence",
        "sequence_number",
        "event_index",
        "row_order",
        "step_number",
        "order_index",
    ),
    "score": (
        *("review_score", "star_rating", "stars", "nps", "nps_score", "csat", "csat_score", "ces_score"),
        *("score", "rating"),
    ),
    "text": (
        *("review_comment_message", "review_text", "review_body", "review_content", "verbatim"),
        *("customer_comment", "feedback_text", "comment", "comments", "feedback", "text"),
    ),
}
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "time": ("_timestamp", "_at", "_time", "_date", "timestamp", "date"),
    "event": ("_event", "_activity", "_action", "_state", "_status"),
    "case": ("_case", "_case_id"),
}
# Names that other tables have too: a score of a lead, a comment on a machine, a rating of a film.
AMBIGUOUS: Mapping[str, frozenset[str]] = {
    "score": frozenset({"score", "rating"}),
    "text": frozenset({"comment", "comments", "feedback", "text"}),
}
