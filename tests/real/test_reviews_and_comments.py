"""Tables of reviews and comments as they are published, against counts that were made without Footpath."""

import json
from collections import Counter
from datetime import UTC, datetime

import numpy as np
import pytest

from footpath.collect.load import load
from footpath.collect.reading import ImportOptions
from footpath.store.memory import MemoryStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def told(data):
    """told("folder/file", columns={…}): what a store shows of a file, its drops and doubts."""

    def read(name, **options):
        batches = list(load(data / name, ImportOptions(**options), now=NOW, file_id="f"))
        store = MemoryStore()
        store.append([batch.table for batch in batches], file="f")
        dropped = sum((batch.dropped for batch in batches), Counter())
        return store.scan().table, dropped, sum((batch.warnings for batch in batches), Counter())

    return read


def reference(data, folder):
    return json.loads((data / folder / "reference.json").read_text(encoding="utf-8"))


ORDER = {"time": "review_answer_timestamp", "case": "order_id", "actor.order": "order_id"}
REVIEW = ORDER | {"score": "review_score", "text": "review_comment_message", "id": "review_id+order_id"}


def test_every_review_of_an_order_is_said_with_its_score(told, data):
    table, dropped, doubts = told(
        "olist-orders/order_reviews.csv.gz",
        columns=REVIEW,
        set={"event": "Review", "scale": "1..5"},
        timezone="America/Sao_Paulo",
    )
    known = reference(data, "olist-orders")
    assert (len(table), dropped, doubts["shared_id"]) == (known["reviews"], {}, 0)
    assert set(table["kind"].to_pylist()) == {"said"}
    scores = table["score"].to_numpy()
    assert {str(n): int((scores == n).sum()) for n in range(1, 6)} == known["review_score_counts"]
    assert np.mean(scores) == pytest.approx(known["review_score_mean"], abs=1e-6)
    assert len(table) - table["text"].null_count == known["reviews_with_comment_text"]


def test_an_id_that_several_orders_share_is_a_doubt(told):
    table, _, doubts = told(
        "olist-orders/order_reviews.csv.gz",
        columns=REVIEW | {"id": "review_id"},
        set={"event": "Review"},
        timezone="UTC",
    )
    assert doubts == {"shared_id": 4113 - len(table)}


def test_comments_are_said_by_those_who_gave_any_at_a_known_time(told, data):
    table, dropped, _ = told(
        "nhs-patient-comments/comments_part_a.csv.gz",
        columns={
            "time": "date",
            "person": "respondent_id",
            "event": "question",
            "text": "comment",
            "id": "comment_id",
        },
        set={"kind": "said"},
        timezone="Europe/London",
    )
    known = reference(data, "nhs-patient-comments")
    assert len(table) + dropped.total() == known["comments"]
    assert set(dropped) == {"no_time", "no_answer"}
    assert set(table["event"].to_pylist()) == set(known["by_question"])
    assert table["text"].null_count == 0


def test_a_rating_that_stands_beside_each_comment_counts_once_a_person(told, data):
    table, _, doubts = told(
        "nhs-patient-comments/comments_part_a.csv.gz",
        columns={"time": "date", "person": "respondent_id", "score": "fft_rating", "id": "respondent_id"},
        set={"event": "FFT", "kind": "said", "scale": "1..5"},
        timezone="Europe/London",
    )
    known = reference(data, "nhs-patient-comments")
    counts = Counter(str(int(score)) for score in table["score"].to_pylist())
    assert (counts, doubts["shared_id"]) == (known["fft_rating_counts_per_respondent"], 0)
