"""A moment in, words for people who read a map out: its title, who meets it, since when, what it costs.

Numbers come with their intervals; what can't be known is said. Names of touchpoints are quoted as they are.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from footpath.model.estimate import Estimate
from footpath.model.moment import Kind, Moment, Moments, Polarity

MINUS = "−"
UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
FEELINGS = {
    "angry": "Anger",
    "anxious": "Worry",
    "confused": "Confusion",
    "delighted": "Delight",
    "disappointed": "Disappointment",
    "frustrated": "Frustration",
    "negative": "Bad feelings",
    "positive": "Good feelings",
    "relieved": "Relief",
}
Form = Kind | Literal["return", "repeat", "nothing"]  # loops of two sorts; and what nobody can tell
TITLES: dict[Form, str] = {
    "loop": "Back to {at} again",
    "return": "From {from_} back to {at} again",
    "repeat": "{at} all over again",
    "dead_end": "{at} is where journeys end",
    "wait": "{lasting} of waiting after {at}",
    "repeat_contact": "Having to get in touch again: {at}",
    "channel_switch": "{from_} sends people to {at}",
    "rage": "The same again and again, within seconds: {at}",
    "hesitation": "Hesitating for {lasting} at {at}",
    "detour": "A detour by way of {at}",
    "emotion": "{feeling} at {at}",
    "theme": "Talk of {about} at {at}",
    "drop_off": "Journeys stop at {at}",
    "touchpoint": "{at} {turns}",
    "nothing": "{at}",
}
MEANINGS: dict[Form, str] = {
    "loop": "People come back to {at}, where they have been before on the same journey.",
    "return": "People come back from {from_} to {at}, where they have been before on the same journey.",
    "repeat": "People do {at} again, directly after doing it.",
    "dead_end": "Most who come to {at} get no further.",
    "wait": "After {at} nothing happens for {lasting}.",
    "repeat_contact": "People get in touch with the firm again, soon after they did so before: {at}.",
    "channel_switch": "From {from_} people turn to other people instead: {at}.",
    "rage": "People do the same three times at {at}, each within a second.",
    "hesitation": "People stay at {at} for {lasting}, and then go back.",
    "detour": "From {from_} people go by way of {at}, where most go straight on.",
    "emotion": "People who write about {at} say how they feel.",
    "theme": "People who write about {at} speak of it.",
    "drop_off": "More journeys stop at {at} than elsewhere.",
    "touchpoint": "People come to {at}; what it does shows in what becomes of their journeys.",
}


def title(
    kind: Kind,
    touchpoint: str,
    from_: str | None = None,
    threshold_seconds: float | None = None,
    about: str | None = None,
    polarity: Polarity | None = "pain",
) -> str:
    """What a moment is called on the map; without `polarity` nobody can tell what it does.

    >>> title("loop", "Pays")
    'Back to “Pays” again'
    >>> title("wait", "SIM is sent", threshold_seconds=4 * 86_400)
    'More than 4 days of waiting after “SIM is sent”'
    """
    form: Form = "nothing" if kind == "touchpoint" and polarity is None else _form(kind, touchpoint, from_)
    return _filled(
        TITLES[form],
        touchpoint,
        from_,
        threshold_seconds,
        about=about,
        polarity=polarity or "pain",
    )


def what(moment: Moment) -> str:
    """What the kind of the moment means, as a sentence."""
    form = _form(moment.kind, moment.touchpoint, moment.from_)
    return _filled(MEANINGS[form], moment.touchpoint, moment.from_, moment.threshold)


def who(moment: Moment) -> str:
    """How many met it, of how many; and which segment most."""
    if not moment.at_risk:
        return "Nobody could have met it in this period."
    told = f"{moment.exposed:,} of {_people(moment.at_risk)} who could have met it did"
    told += f", in {moment.journeys:,} journeys" if moment.journeys > moment.exposed else ""
    most = f" Most so in “{moment.segment_most_hit}”." if moment.segment_most_hit else ""
    return f"{told}.{most}"


def when(moment: Moment) -> str:
    """Since when it is there, as far as the data can tell."""
    return between(moment.began, moment.ended)


def between(began: date | None, ended: date | None) -> str:
    """The days from one date to another; one that is unknown lies outside the data.

    >>> between(date(2026, 2, 9), date(2026, 3, 23))
    'from 9 Feb to 23 Mar 2026'
    """
    if began and ended:
        first = day(began) if began.year != ended.year else f"{began.day} {began:%b}"
        return f"from {first} to {day(ended)}"
    if began:
        return f"since {day(began)}"
    return f"until {day(ended)}" if ended else "as long as the data goes back"


def day(when: date) -> str:
    """A date as people write it."""
    return f"{when.day} {when:%b %Y}"


def cost(moment: Moment, reached: int | None = None) -> str:
    """What it costs or wins; `reached` goals are told beside it, for scale.

    >>> lost = Estimate(120, 80, 160, 400, "journeys", "aipw")
    >>> _cost(lost, 2300)
    'costs about 120 goals [80, 160], where 2,300 are reached'
    """
    if moment.lost_goals is None:
        return "can’t be told to cost or win any goals"
    return _cost(moment.lost_goals, reached)


def of_a_hundred(moment: Moment) -> str:
    """The effect as what becomes of a hundred people who meet it."""
    if (effect := moment.effect) is None:
        return "What it does to those who meet it can’t be told."
    turned = "more" if effect.value > 0 else "fewer"
    return (
        f"Of 100 people who meet it, about {abs(effect.value) * 100:.0f} {turned} reach the goal"
        f" because of it [{_range(effect)}]."
    )


def without(goals: Estimate) -> str:
    """How many journeys would reach the goal if nobody met it.

    >>> without(Estimate(-696, -852, -541, 3000, "journeys", "aipw"))
    'about 696 fewer journeys would reach the goal [541 to 852]'
    """
    turned = "more" if goals.value > 0 else "fewer"
    low, high = (goals.low, goals.high) if goals.value > 0 else (-goals.high, -goals.low)
    between = f"{_whole(low)} to {_whole(high)}"
    return f"about {_whole(abs(goals.value))} {turned} journeys would reach the goal [{between}]"


def undecided(moment: Moment) -> str:
    """Why nothing is claimed of it.

    The reason comes with the moment; where there is none, it is that chance could look like this.
    """
    if moment.refused:
        return f"{_begun(moment.refused.strip().removesuffix('.'))}."
    if moment.q_value is not None:
        return f"It could be chance: of findings like it, up to {share(moment.q_value)} would be false (q)."
    return "It could be chance."


def nothing(found: Moments) -> str:
    """Why no moment is shown."""
    if not found.looked_at:
        return "Nothing is shown: no pattern is met by enough people to be measured."
    looked = f"{found.looked_at:,} patterns that were" if found.looked_at > 1 else "the one pattern that was"
    return f"Nothing is shown, because nothing stands out beyond chance among {looked} looked at."


def share(number: float) -> str:
    """A share as a percentage; what is nearly nothing is not told as nothing.

    >>> share(0.031), share(0.00001)
    ('3.1 %', 'less than 0.1 %')
    """
    if 0 < number < 0.001:
        return "less than 0.1 %"
    digits = 0 if number >= 0.0995 or number == 0 else 1
    return f"{number * 100:.{digits}f} %"


def _form(kind: Kind, touchpoint: str, from_: str | None) -> Form:
    if kind != "loop" or from_ is None:
        return kind
    return "repeat" if from_ == touchpoint else "return"


def _filled(
    words: str,
    touchpoint: str,
    from_: str | None,
    threshold: float | None,
    *,
    about: str | None = None,
    polarity: Polarity = "pain",
) -> str:
    return _begun(
        words.format(
            at=f"“{touchpoint}”",
            from_=f"“{from_}”" if from_ else "another touchpoint",
            lasting=_lasting(threshold),
            about=f"“{about}”" if about else "one thing",
            feeling=FEELINGS.get(about or "", about or "strong feelings"),
            turns="holds people back" if polarity == "pain" else "helps people on",
        )
    )


def _lasting(seconds: float | None) -> str:
    if seconds is None:
        return "a long time"
    size, unit = next((each for each in UNITS if seconds >= each[0]), UNITS[-1])
    number = f"{seconds / size:.1f}".removesuffix(".0")
    return f"more than {number} {unit if number == '1' else unit + 's'}"


def _cost(lost: Estimate, reached: int | None) -> str:
    won = lost.value < 0
    low, high = (-lost.high, -lost.low) if won else (lost.low, lost.high)
    beside = f", where {reached:,} are reached" if reached else ""
    goals = f"about {_whole(abs(lost.value))} goals [{_whole(low)}, {_whole(high)}]"
    return f"{'wins' if won else 'costs'} {goals}{beside}"


def _range(effect: Estimate) -> str:
    low, high = round(effect.low * 100), round(effect.high * 100)
    if low < 0 < high:
        return f"{-low} fewer to {high} more"
    near, far = sorted((abs(low), abs(high)))
    return f"{near} to {far}"


def _whole(number: float) -> str:
    return f"{round(number):,}".replace("-", MINUS)


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _people(n: int) -> str:
    return "1 person" if n == 1 else f"{n:,} people"
