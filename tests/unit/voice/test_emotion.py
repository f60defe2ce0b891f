"""What the default engine says of customers' sentences, whoever's sentences stand beside them."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footpath.voice.emotion import VALENCE, emotions
from footpath.voice.emotion.labels import EKMAN, FELT_AS, LABELS, SENTIMENT, SEVEN

FELT = """
frustrated    This is ridiculous, I have called five times and nobody does anything!
frustrated    I am so angry with your company, you stole my money.
frustrated    Your chatbot is useless and it drives me mad.
frustrated    Terrible service, the staff were rude and arrogant.
frustrated    I hate this app, it crashes every damn time.
frustrated    What a joke. Worst hotline I have ever dealt with.
anxious       I am worried that my payment will not arrive in time.
anxious       I was really scared that I had lost all my savings.
anxious       I'm nervous about the operation tomorrow.
anxious       I am afraid somebody has stolen my card number.
anxious       It makes me anxious to wait for the result without hearing anything.
confused      I don't understand what this fee is for.
confused      I am confused, the letter says one thing and the website another.
confused      I have no idea what I am supposed to do next, it makes no sense to me.
confused      I'm not sure what you mean by a verified account.
confused      The form is confusing and I don't know which box to tick.
disappointed  I was disappointed with the room, it was not what we had booked.
disappointed  Sadly the parcel was broken when it arrived.
disappointed  I expected more for this price, what a letdown.
disappointed  It is a shame that the branch has closed, I am sad to see it go.
disappointed  Unfortunately it never worked, so disappointing.
disappointed  I'm sorry, I regret ordering this.
neutral       I ordered two shirts on Monday.
neutral       The parcel was left with the neighbour.
neutral       My contract number is in the letter from March.
neutral       They open at nine and close at five.
neutral       I changed my address last week.
neutral       We took the bus to the airport.
relieved      What a relief, the money is back in my account.
relieved      I am so relieved that the test was negative.
relieved      Phew, glad that is finally over.
relieved      At last it is sorted out, that takes a weight off my mind.
relieved      I hope it will be better next time, I'm optimistic.
delighted     Thank you so much, you were wonderful!
delighted     I love this shop, the best coffee in town.
delighted     Great service and very friendly staff.
delighted     Amazing, it arrived a day early, I am so happy!
delighted     The nurses were excellent and so kind.
delighted     We had so much fun, the kids loved it.
delighted     Brilliant, I can't wait to come again!
"""
SENTENCES = [tuple(line.split(maxsplit=1)) for line in FELT.strip().splitlines()]


def test_four_in_five_obvious_sentences_are_read_as_a_person_would():
    felt = emotions().read([text for _, text in SENTENCES]).argmax(1)
    wrong = [
        (SEVEN[at], text) for at, (wanted, text) in zip(felt, SENTENCES, strict=True) if SEVEN[at] != wanted
    ]
    assert len(SENTENCES) == 40
    assert len(wrong) <= 8, wrong


def test_a_text_is_read_alike_alone_and_in_any_company():
    texts = [text for _, text in SENTENCES]
    together = emotions().read(texts)
    alone = np.concatenate([emotions().read([text]) for text in texts])
    assert (together == alone).all()
    assert (emotions().read(texts[::-1])[::-1] == together).all()


def test_texts_of_one_length_are_read_together_and_say_what_they_say_alone():
    texts = [f"I paid {number} euros for {thing}." for number in range(10, 30) for thing in ("bread", "love")]
    alone = np.concatenate([emotions().read_28([text]) for text in texts])
    assert (emotions().read_28(texts) == alone).all()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_texts_get_a_row_each_that_sums_to_one_and_says_the_same_again(texts):
    read = emotions().read(texts)
    assert read.shape == (len(texts), len(SEVEN))
    assert np.allclose(read.sum(1), 1, atol=1e-5)
    assert (read[:3] == emotions().read(texts[:3])).all()


def test_the_threads_change_nothing():
    from footpath.voice.emotion.engine import load

    texts = [text for _, text in SENTENCES] * 5
    assert (load(threads=1).read(texts) == emotions().read(texts)).all()


def test_the_28_labels_are_chances_of_their_own():
    read = emotions().read_28(["Thank you so much, I love it!"])[0]
    assert read.shape == (28,)
    assert {LABELS[at] for at in read.argsort()[-2:]} == {"gratitude", "love"}


def test_nothing_to_read_is_no_rows():
    assert emotions().read([]).shape == (0, 7)
    assert emotions().read_28([]).shape == (0, 28)


def test_a_text_of_any_length_is_read():
    assert np.isfinite(emotions().read(["", " ", "word " * 5000, "x" * 5000])).all()


def test_the_engine_introduces_itself_as_every_classifier_does():
    reader = emotions()
    assert (reader.name, reader.languages, reader.exclusive) == ("emotion", ("en",), True)
    assert reader.labels == SEVEN == tuple(VALENCE)
    assert reader.version


@pytest.mark.parametrize("groups", [EKMAN, SENTIMENT])
def test_every_label_is_in_one_group(groups):
    assert sorted(label for group in groups.values() for label in group) == sorted(LABELS)


def test_every_label_is_felt_as_one_of_the_seven_and_each_of_the_seven_is_felt():
    assert tuple(FELT_AS) == LABELS
    assert set(FELT_AS.values()) == set(SEVEN)
