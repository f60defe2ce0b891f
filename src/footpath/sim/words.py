"""A topic and how people feel in, what they say out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# By topic: what people say when they are cross, when it was all right, when they are glad.
SAID: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "buying": (
        (
            "The identity check refused my passport three times. I nearly gave up.",
            "Payment was declined although my card works everywhere else. So annoying!",
            "I had to start again because the site forgot my cart. Waste of an evening.",
        ),
        ("Ordering went as expected.", "Fine, though there are too many plans to compare.", "It was okay."),
        (
            "The advisor in the chat told me honestly that the cheaper plan was enough. Great!",
            "Ordered in five minutes, very clear.",
            "So easy, thank you!",
        ),
    ),
    "delivery": (
        (
            "The SIM was promised in two days and took more than a week.",
            "Nobody could tell me where my SIM was. I was without a phone for days.",
            "Still waiting… very disappointed; why promise two days?",
        ),
        ("It came in the mail.", "Delivery was normal.", "A day later than I thought, no problem."),
        (
            "Next day in my letterbox, wow.",
            "Quick delivery, and I kept my number!",
            "Perfectly on time, great.",
        ),
    ),
    "bill": (
        (
            "The first bill was twice what I expected and I do not understand the lines on it.",
            "Had to call about my bill, waited half an hour, still confused.",
            'What is a "pro rata connection fee"? Nobody told me about it.',
        ),
        ("The bill is what it is.", "A bit long, but clear enough.", "Okay."),
        (
            "They called to explain my first bill, how nice!",
            "Clear bill, no surprises.",
            "Cheaper than before, happy.",
        ),
    ),
    "support": (
        (
            "I sent a ticket and heard nothing. I had to call twice to get an answer.",
            "Explained my problem to four people, and it is still not solved.",
            "No answer for days. I am looking for another operator.",
        ),
        ("It was solved in the end.", "Got an answer, it took a while.", "Okay service."),
        (
            "Solved within the hour by a very kind lady!",
            "Friendly and quick, top.",
            "The answer was spot on, relieved.",
        ),
    ),
    "leaving": (
        ("I wanted to cancel and was sent from pillar to post.", "Too expensive, and nobody listens."),
        ("I am thinking about it.", "Staying for now."),
        ("They called me back and made me a fair offer. I stay!", "Glad that somebody listened."),
    ),
    "service": (
        (
            "App keeps logging me out, and support does not answer.",
            "Never again, no answer to anything.",
            "Bad coverage.",
        ),
        ("Does what it should.", "Okay for the price.", "Average."),
        (
            "Love the app, simple and clear.",
            "Best operator so far, honest people.",
            "Works great, would recommend.",
        ),
    ),
}
# Nobody writes like the next one: what may stand before and after a sentence, by the same moods.
BEFORE = (
    (
        "",
        "",
        "Honestly: ",
        "Not happy. ",
        "Well… ",
        "To be fair, I like the people. But: ",
        "Sorry to say: ",
        "Hm. ",
    ),
    ("", "", "Well. ", "Nothing special. ", "So far: ", "In short: "),
    ("", "", "Really: ", "Hats off. ", "Yes! ", "I have to say: ", "Finally: ", "Wow. "),
)
AFTER = (
    (
        "",
        "",
        " Please do something.",
        " Not again.",
        " I expected more.",
        " Is that so hard?",
        " I pay for this.",
        " :(",
    ),
    ("", "", " That is all.", " Fine by me.", " Could be better.", " As expected."),
    (
        "",
        "",
        " Keep it up.",
        " Thanks!",
        " My friends will hear of it.",
        " :)",
        " More of this.",
        " Thank you all.",
    ),
)
MANY = 1 << 20  # how finely the rest of a share tells which parts are taken
SILENT = 0.35  # the share who leave the box empty
PROBLEMS = (
    ("No internet abroad", "Hi, since yesterday I have no data abroad. I restarted twice. Can you help?"),
    ("Voicemail does not work", "Callers hear nothing and I get no messages.\nPhone: see below."),
    ("Wrong amount on my bill", 'My bill says "extra usage" but I was on wifi all month?'),
    ("eSIM will not install", "The QR code is refused: “code already used”. I never used it."),
    ("Keep my number", "My old operator says that you have not asked for my number yet."),
    ("Second line", "How do I add a line for my daughter? The app shows an error 500."),
)


def said(topic: str, feeling: NDArray[np.float64 | np.int64], uniform: NDArray[np.float64]) -> list[str]:
    """What each says by their feeling (below −0.5 cross, above 0.5 glad); some say nothing."""
    moods = np.digitize(feeling, (-0.5, 0.5)).tolist()
    spoken = ((uniform - SILENT) / (1 - SILENT)).tolist()
    return [phrase(topic, mood, share) for mood, share in zip(moods, spoken, strict=True)]


def phrase(topic: str, mood: int, share: float) -> str:
    """A sentence with what stands before and after it; nothing below 0.

    The share chooses the sentence, and what is left of it the rest.
    """
    if share < 0:
        return ""
    sentences = SAID[topic][mood]
    rest = int(share * len(sentences) % 1 * MANY)
    before, after = BEFORE[mood], AFTER[mood]
    return before[rest % len(before)] + choose(sentences, share) + after[rest // len(before) % len(after)]


def choose(sentences: tuple[str, ...], share: float) -> str:
    """The sentence at a share of the list; nothing below 0."""
    return sentences[int(share * len(sentences))] if share >= 0 else ""
