"""The baseline of bench/emotion.py: TF-IDF of words and letters, a logistic regression for each label.

Fitted on nine tenths of GoEmotions train; a label begins where it does best on the tenth, drawn to the common
threshold the more the rarer it is, as with the engine.
"""

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from training.emotion.comments import held_out, read_comments, targets
from training.emotion.tune import thresholds


def said_by_words(folder, texts):
    """What the baseline says of texts: a table [texts, labels] for 28 labels, Ekman's and the sentiments."""
    comments = read_comments(folder / "goemotions" / "train.csv.gz")
    out = held_out(comments)
    learned, held = comments.where([not at for at in out]), comments.where(out)
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=8, sublinear_tf=True)
    seen = hstack([half.fit_transform(learned.texts) for half in (words, letters)]).tocsr()
    tuned, asked = (
        hstack([half.transform(some) for half in (words, letters)]).tocsr() for some in (held.texts, texts)
    )
    fitted = {}
    return [
        _said(seen, tuned, asked, given > 0, wanted > 0, fitted)
        for given, wanted in zip(targets(learned.given)[:3], targets(held.given)[:3], strict=True)
    ]


def _said(seen, tuned, asked, given, wanted, fitted):
    columns = [_logits(seen, tuned, asked, column, fitted) for column in given.T]
    held, new = (np.stack(side, axis=1) for side in zip(*columns, strict=True))
    return new > thresholds(held, wanted)


def _logits(seen, tuned, asked, column, fitted):
    if (name := column.tobytes()) not in fitted:  # some labels are groups of their own
        model = LogisticRegression(C=1.0, solver="liblinear", tol=1e-3).fit(seen, column)
        fitted[name] = model.decision_function(tuned), model.decision_function(asked)
    return fitted[name]
