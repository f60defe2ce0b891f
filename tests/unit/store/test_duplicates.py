"""Keys are compared by two hashes, and versions one by one."""

import numpy as np

from footpath.store.duplicates import Keys, fresh, latest


def keys(*rows):
    """Keys from rows of (key, check, said, received, content)."""
    key, check, said, received, content = zip(*rows, strict=True) if rows else ((),) * 5
    return Keys(
        np.array(key, np.uint64),
        np.array(check, np.uint64),
        np.array(said, np.bool_),
        np.array(received, np.int64),
        np.zeros(len(rows), np.int64),
        np.array(content, np.uint64),
    )


def test_two_events_that_share_one_hash_by_chance_are_two():
    new = keys((7, 1, False, 0, 0), (7, 2, False, 0, 0))
    assert fresh(new, keys()).tolist() == [True, True]
    assert fresh(new, keys((7, 1, False, 0, 0))).tolist() == [False, True]


def test_responses_that_share_one_hash_by_chance_are_both_shown():
    assert latest(keys((7, 1, True, 0, 5), (7, 2, True, 9, 5))).tolist() == [True, True]


def test_of_many_versions_each_that_brings_news_is_kept_and_the_last_is_shown():
    versions = keys(*((7, 1, True, minute, content) for minute, content in enumerate([5, 5, 6, 5, 5])))
    assert fresh(versions, keys()).tolist() == [True, False, True, True, False]
    assert latest(versions).tolist() == [False, False, False, False, True]


def test_nothing_among_nothing_is_nothing():
    assert fresh(keys(), keys()).tolist() == []
    assert latest(keys()).tolist() == []
