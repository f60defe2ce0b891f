"""Reviews of four pages: what each file tells, and what happens when they are exported again."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.collect.load import load, recognise
from footpath.collect.reading import ImportOptions, Input
from footpath.store.memory import MemoryStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MAY_1, MAY_2, MAY_3 = "1714557600000", "1714644000000", "1714730400000"

PLAY = {
    "Package Name": "nl.shop",
    "App Version Code": "12",
    "App Version Name": "1.2",
    "Reviewer Language": "nl",
    "Device": "a51",
    "Review Submit Date and Time": "2024-05-01T10:00:00Z",
    "Review Submit Millis Since Epoch": MAY_1,
    "Review Last Update Date and Time": "2024-05-01T10:00:00Z",
    "Review Last Update Millis Since Epoch": MAY_1,
    "Star Rating": "2",
    "Review Title": "Traag",
    "Review Text": 'Laadt "eeuwig",\nna de update',
    "Developer Reply Date and Time": "",
    "Developer Reply Millis Since Epoch": "",
    "Developer Reply Text": "",
    "Review Link": "http://play.google.com/console/developers/1/app/2/user-feedback/review-details?reviewId=r-1&corpus=X",
}
TRUSTPILOT = {
    "Review ID": "t1",
    "Review Created (UTC)": "2024-05-01 10:00:00",
    "Review Stars": "4",
    "Review Title": "Quick",
    "Review Content": "Came the next day",
    "Review Username": "Ann B",
    "Domain URL": "shop.nl",
    "Reference Number": "order-7",
    "Business Reply Date (UTC)": "2024-05-02 10:00:00",
}
APP = {
    "type": "customerReviews",
    "id": "a1",
    "attributes": {
        "rating": 5,
        "title": "Great",
        "body": "Love it",
        "reviewerNickname": "cat",
        "createdDate": "2024-05-01T03:00:00-07:00",
        "territory": "NLD",
    },
    "relationships": {"response": {"data": {"id": "resp", "type": "customerReviewResponses"}}},
}
RESPONSE = {
    "type": "customerReviewResponses",
    "id": "resp",
    "attributes": {
        "responseBody": "Thanks",
        "lastModifiedDate": "2024-05-02T10:00:00Z",
        "state": "PUBLISHED",
    },
}
BUSINESS = {
    "reviewId": "g1",
    "reviewer": {"displayName": "A Google user", "isAnonymous": True},
    "starRating": "TWO",
    "comment": "(Translated by Google) Too loud\n\n(Original)\nTe lawaaiig",
    "createTime": "2024-05-01T10:00:00.123Z",
    "updateTime": "2024-05-01T10:00:00.123Z",
    "reviewReply": {"comment": "Sorry", "updateTime": "2024-05-03T10:00:00Z"},
    "name": "accounts/1/locations/22/reviews/g1",
}


def table(*records):
    out = io.StringIO(newline="")
    lines = csv.DictWriter(out, list(records[0]))
    lines.writeheader()
    lines.writerows(records)
    return out.getvalue()


def play(*records):
    return table(*records).encode("utf-16")  # little-endian with a byte-order mark


def told(events):
    return [(row["event"], row["kind"], row["score"], row["scale"], row["text"]) for row in events.rows]


def properties(events, at=0):
    return json.loads(events.rows[at]["properties"])


def test_a_review_of_google_play_is_said_with_its_stars_title_and_text(found):
    events = found(play(PLAY), name="reviews_nl.shop_202405.csv")
    assert told(events) == [("Review", "said", 2.0, "1..5", 'Traag\nLaadt "eeuwig",\nna de update')]
    assert events.ids == ["review:r-1"]
    assert events.actors == [["google_play.review:r-1"]]
    assert events.column("time") == [datetime(2024, 5, 1, 10, tzinfo=UTC)]
    about = properties(events)
    assert (about["language"], about["app_version"], about["question_kind"]) == ("nl", "1.2", "rating")


def test_stars_alone_have_no_text_and_an_id_all_the_same(found):
    stars = PLAY | {"Review Title": "", "Review Text": "", "Review Link": ""}
    events = found(play(stars, stars | {"Device": "p9"}), name="reviews.csv")
    assert [row[2:] for row in told(events)] == [(2.0, "1..5", None)] * 2
    assert len(set(events.ids)) == 2
    assert events.ids == found(play(stars, stars | {"Device": "p9"}), name="reviews.csv").ids


def test_a_reply_to_a_review_is_the_companys_and_no_verbatim(found):
    replied = PLAY | {"Developer Reply Millis Since Epoch": MAY_2, "Developer Reply Text": "Sorry"}
    events = found(play(replied), name="reviews.csv")
    assert told(events)[1] == ("Reply to review", "firm_did", None, None, None)
    assert events.actors[0] == events.actors[1]
    assert properties(events, 1)["reply"] == "Sorry"


def test_a_review_of_the_app_store_has_its_published_response(found):
    events = found(json.dumps({"data": [APP], "included": [RESPONSE], "links": {}}), name="page.json")
    assert told(events) == [
        ("Review", "said", 5.0, "1..5", "Great\nLove it"),
        ("Reply to review", "firm_did", None, None, None),
    ]
    assert events.column("time")[0] == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert properties(events)["territory"] == "NLD"
    assert "cat" not in str(events.rows)


def test_a_response_that_is_not_published_yet_did_not_happen(found):
    pending = RESPONSE | {"attributes": RESPONSE["attributes"] | {"state": "PENDING_PUBLISH"}}
    events = found(json.dumps({"data": [APP], "included": [pending]}, indent=1), name="page.json")
    assert events.column("event") == ["Review"]


def test_stars_as_words_are_numbers_and_translations_are_left_out(found):
    events = found(json.dumps({"reviews": [BUSINESS], "averageRating": 2}), name="reviews.json")
    assert told(events) == [
        ("Review", "said", 2.0, "1..5", "Te lawaaiig"),
        ("Reply to review", "firm_did", None, None, None),
    ]
    assert events.actors == [["google_business.review:g1"]] * 2
    assert properties(events)["location"] == "22"


def test_takeout_tells_the_id_in_the_name(found):
    nameless = {name: value for name, value in BUSINESS.items() if name not in ("reviewId", "reviewReply")}
    assert found(json.dumps({"reviews": [nameless]}), name="reviews.json").ids == ["review:g1"]


def test_a_review_of_trustpilot_is_joined_to_its_order_when_asked(found):
    events = found(table(TRUSTPILOT), name="trustpilot.csv", columns={"actor.order": "Reference Number"})
    assert told(events)[0] == ("Review", "said", 4.0, "1..5", "Quick\nCame the next day")
    assert events.actors == [["order:order-7", "trustpilot.review:t1"]] * 2
    assert events.column("zone") == ["UTC", "UTC"]
    assert events.warnings == {}
    assert "Ann" not in str(events.rows)


@pytest.mark.parametrize("named", ["google-play", "app-store", "google-business", "trustpilot"])
def test_each_page_is_recognised(named, tmp_path):
    content = {
        "google-play": play(PLAY),
        "app-store": json.dumps({"data": [APP]}).encode(),
        "google-business": json.dumps(BUSINESS).encode(),
        "trustpilot": table(TRUSTPILOT).encode("utf-8-sig"),
    }
    path = tmp_path / "file.txt"
    path.write_bytes(content[named])
    assert recognise(Input(path), ImportOptions()).name == named


@pytest.mark.parametrize(
    ("content", "dropped"),
    [
        (
            table(TRUSTPILOT, TRUSTPILOT | {"Review ID": ""}) + "t9,cut\n",
            {"not_a_review": 1, "wrong_number_of_fields": 1},
        ),
        (json.dumps(APP) + '\n{"type": "customerRev', {"unreadable_line": 1}),
        (json.dumps({"data": [APP, 7, {"type": "apps", "id": "x"}]}), {"not_a_review": 2}),
        (json.dumps({"reviews": [BUSINESS, None, {"starRating": "ONE"}]}), {"not_a_review": 2}),
    ],
)
def test_what_is_no_review_is_counted(found, content, dropped):
    events = found(content, name="file.txt")
    assert (events.dropped, events.balanced) == (dropped, True)
    assert "Review" in events.column("event")


class Shelf:
    """A store, and files that are imported one after another."""

    def __init__(self, folder):
        self.store, self._folder = MemoryStore(), folder

    def take(self, content, name="reviews.csv"):
        path = self._folder / name
        path.write_bytes(content)
        batches = load(path, ImportOptions(source="shop"), now=NOW, file_id="f", project_timezone="UTC")
        return self.store.append([batch.table for batch in batches], file="f").kept

    def scores(self):
        table = self.store.scan(["id", "score", "kind"]).to_pylist()
        return {row["id"]: row["score"] for row in table if row["kind"] == "said"}


def test_a_changed_review_replaces_in_whatever_order_the_files_come(tmp_path):
    changed = PLAY | {"Review Last Update Millis Since Epoch": MAY_3, "Star Rating": "5"}
    for order in ([PLAY, changed], [changed, PLAY]):
        shelf = Shelf(tmp_path)
        for review in order:
            shelf.take(play(review))
        assert shelf.scores() == {"review:r-1": 5.0}


REVIEWS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.integers(1, 5),
        st.sampled_from(["", "slow", "=2+3", "a\nb"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(REVIEWS)
def test_nothing_is_lost_and_importing_twice_changes_nothing(tmp_path_factory, reviews):
    records = [
        PLAY
        | {
            "Star Rating": str(stars),
            "Review Title": "",
            "Review Text": text,
            "Review Link": f"https://x/?reviewId={id_}",
            "Developer Reply Millis Since Epoch": MAY_2 if replied else "",
        }
        for id_, stars, text, replied in reviews
    ]
    folder = tmp_path_factory.mktemp("reviews")
    shelf = Shelf(folder)
    shelf.take(play(*records))
    first = shelf.store.scan().table.to_pylist()
    assert shelf.take(play(*records)) == 0
    assert shelf.store.scan().table.to_pylist() == first
    path = folder / "reviews.csv"
    batches = list(load(path, ImportOptions(), now=NOW, file_id="f", project_timezone="UTC"))
    received = sum(batch.received for batch in batches)
    assert received == len(records) + sum(replied for *_, replied in reviews)
    assert received == sum(len(b.table) + b.duplicates + b.dropped.total() for b in batches)
