"""The 28 labels of GoEmotions, and what each of them says in coarser words.

Footpath tells seven emotions apart, each with a valence from -2 to +2. The table gives each of the 28 labels
one of the seven and says why, so that anyone may disagree with a line of it.
"""

from __future__ import annotations

LABELS = (
    "admiration",
    "amusement",
    "anger",
    "annoyance",
    "approval",
    "caring",
    "confusion",
    "curiosity",
    "desire",
    "disappointment",
    "disapproval",
    "disgust",
    "embarrassment",
    "excitement",
    "fear",
    "gratitude",
    "grief",
    "joy",
    "love",
    "nervousness",
    "optimism",
    "pride",
    "realization",
    "relief",
    "remorse",
    "sadness",
    "surprise",
    "neutral",
)

VALENCE = {
    "frustrated": -2.0,
    "anxious": -1.0,
    "confused": -1.0,
    "disappointed": -1.0,
    "neutral": 0.0,
    "relieved": 1.0,
    "delighted": 2.0,
}
SEVEN = tuple(VALENCE)

FELT_AS = {
    "admiration": "delighted",  # praise of people or work: what a delighted customer writes
    "amusement": "delighted",  # laughing with the company, as a rule; scorn is labelled annoyance
    "anger": "frustrated",  # the strong form of it
    "annoyance": "frustrated",  # the usual form of it
    "approval": "relieved",  # mild agreement: it works, it is fine
    "caring": "relieved",  # a kind wish, mildly positive, not about the product's excellence
    "confusion": "confused",
    "curiosity": "neutral",  # a question asked calmly is no trouble yet; when it is, it is labelled confusion
    "desire": "neutral",  # a wish says what is wanted, not how one feels; wishes have a reader of their own
    "disappointment": "disappointed",
    "disapproval": "frustrated",  # objecting to what someone did
    "disgust": "frustrated",  # rejection, as strong as anger
    "embarrassment": "disappointed",  # low, inward and mildly negative
    "excitement": "delighted",
    "fear": "anxious",
    "gratitude": "delighted",  # thanks are given where more was done than owed
    "grief": "disappointed",  # the strong form of sadness; rare among customers
    "joy": "delighted",
    "love": "delighted",
    "nervousness": "anxious",
    "optimism": "relieved",  # the trouble is expected to end
    "pride": "delighted",
    "realization": "neutral",  # something was understood, well or ill
    "relief": "relieved",
    "remorse": "disappointed",  # regret of what one did
    "sadness": "disappointed",
    "surprise": "neutral",  # glad or upset: the word alone does not say
    "neutral": "neutral",
}

EKMAN = {
    "anger": ("anger", "annoyance", "disapproval"),
    "disgust": ("disgust",),
    "fear": ("fear", "nervousness"),
    "joy": (
        "joy",
        "amusement",
        "approval",
        "excitement",
        "gratitude",
        "love",
        "optimism",
        "relief",
        "pride",
        "admiration",
        "desire",
        "caring",
    ),
    "sadness": ("sadness", "disappointment", "embarrassment", "grief", "remorse"),
    "surprise": ("surprise", "realization", "confusion", "curiosity"),
    "neutral": ("neutral",),
}

SENTIMENT = {
    "positive": EKMAN["joy"],
    "negative": (*EKMAN["anger"], *EKMAN["disgust"], *EKMAN["fear"], *EKMAN["sadness"]),
    "ambiguous": EKMAN["surprise"],
    "neutral": EKMAN["neutral"],
}
