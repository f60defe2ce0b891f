"""What moves the recommendation of an airport, from the ratings of its touchpoints (reference_2017.json)."""

import json

import numpy as np
import pandas as pd
import pytest

from footpath.kernels.pairs import pair_sums
from footpath.model.survey import SurveyScore
from footpath.stats.importance import correlations
from footpath.voice.drivers import banded, drivers

FOLDER = "sfo-airport-survey"
TOUCHPOINTS = {
    "Q7ART": "artwork",
    "Q7FOOD": "restaurants",
    "Q7STORE": "shops",
    "Q7SIGN": "signs inside",
    "Q7WALKWAYS": "walkways",
    "Q7SCREENS": "screens",
    "Q7INFODOWN": "information below",
    "Q7INFOUP": "information above",
    "Q7WIFI": "wifi",
    "Q7ROADS": "signs on the road",
    "Q7PARK": "parking",
    "Q7AIRTRAIN": "train",
    "Q7LTPARKING": "long term parking",
    "Q7RENTAL": "car rental",
}


@pytest.fixture(scope="module")
def passengers(data):
    """Ratings 1 to 5, NaN where not used or blank, and the recommendation 0 to 10."""
    table = pd.read_csv(data / FOLDER / "sfo_customer_survey_2017.csv.gz", low_memory=False)
    numbers = table[[*TOUCHPOINTS, "NETPRO"]].apply(pd.to_numeric, errors="coerce")
    asked = numbers[numbers["NETPRO"].between(0, 10)]
    ratings = asked[list(TOUCHPOINTS)]
    return ratings.where(ratings.isin(range(1, 6))).to_numpy(float), asked["NETPRO"].to_numpy(float)


def test_correlations_are_those_of_plain_pandas(passengers, data):
    ratings, recommends = passengers
    sums = pair_sums(
        np.column_stack([ratings - 4, recommends - 8]), np.ones(len(ratings)), np.zeros(len(ratings), int), 1
    )
    found = dict(zip(TOUCHPOINTS, correlations(sums)[0, -1], strict=False))
    reference = json.loads((data / FOLDER / "reference_2017.json").read_text(encoding="utf-8"))
    known = reference["correlation_of_touchpoint_with_recommendation"]
    assert found == pytest.approx({name: known[name]["pearson_r"] for name in TOUCHPOINTS}, abs=1e-6)


def test_the_airport_is_one_impression_and_restaurants_matter_more_than_wifi(passengers):
    ratings, recommends = passengers
    scale = SurveyScore("", "rating", "", (1, 5))
    bands = np.stack([banded(column, scale) for column in ratings.T], axis=1)
    person = np.arange(len(ratings), dtype=np.int32)
    names = list(TOUCHPOINTS.values())
    found = drivers(ratings, names, recommends, "recommends", "score", person, bands=bands)
    by_name = {each.name: each for each in found.drivers}
    assert (found.n, len(found.drivers), found.left_out) == (2746, 14, ())
    assert 0.2 < found.r2.low < found.r2.value < found.r2.high < 0.4
    assert found.halo.low > 0.85
    assert by_name["restaurants"].importance.low > by_name["wifi"].importance.high
    assert by_name["restaurants"].penalty.high < 0 < by_name["restaurants"].reward.low
    assert by_name["long term parking"].n == 812
