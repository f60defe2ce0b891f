"""Answers of one record may be about each other."""

import numpy as np

from footpath.voice.placement import beside, of_record


def test_a_comment_is_about_what_the_same_response_rates():
    touchpoint = np.array([3, 5], np.int32)  # two steps
    about, own, record = np.array([5, 5], np.int32), np.array([-1, 1]), np.array([0, 0], np.int32)
    assert beside(touchpoint, about, own, record).tolist() == [1, 1]


def test_what_an_answer_is_itself_comes_before_what_stands_beside_it():
    touchpoint = np.array([5, 5], np.int32)
    about, own, record = np.array([5, 5], np.int32), np.array([0, 1]), np.array([0, 0], np.int32)
    assert beside(touchpoint, about, own, record).tolist() == [0, 1]


def test_another_response_is_another_matter():
    touchpoint = np.array([5], np.int32)
    about, own, record = np.array([5, -1], np.int32), np.array([-1, 0]), np.array([0, 1], np.int32)
    assert beside(touchpoint, about, own, record).tolist() == [-1, -1]


def test_without_steps_there_is_nothing_beside():
    none = np.empty(0, np.int32)
    assert beside(none, np.array([2], np.int32), np.array([-1]), np.array([0], np.int32)).tolist() == [-1]


def test_what_no_rule_matches_is_where_the_rest_of_its_response_is():
    own, record = np.array([7, -1, -1]), np.array([0, 0, 1], np.int32)
    assert of_record(own, record).tolist() == [7, 7, -1]


def test_no_answer_may_be_a_touchpoint():
    assert of_record(np.array([-1, -1]), np.array([0, 1], np.int32)).tolist() == [-1, -1]
