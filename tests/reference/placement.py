"""What an answer is about, looked for the way anyone would, step by step over plain lists."""

from __future__ import annotations


def place(answer: dict, steps: list[dict], window: int, about: str | None):
    """Touchpoint or None, how ("told", "last", "itself" or "unplaced"), and the id of the step or None.

    Events are dictionaries with time (or None), source, case, seq, id, record and touchpoint; `about` is what
    the definition or the answer itself names, and `window` is in the unit of the times.
    """
    others = [step for step in steps if step["record"] != answer["record"]]
    in_case = [step for step in others if answer["case"] is not None and step["case"] == answer["case"]]
    looked_at = in_case or others
    if about is not None:
        looked_at = [step for step in looked_at if step["touchpoint"] == about]
    before = [step for step in looked_at if precedes(step, answer) and near(step, answer, window)]
    if before:
        last = max(before, key=order)
        return last["touchpoint"], "last" if about is None else "told", last["id"]
    if answer["touchpoint"] is not None and about in (None, answer["touchpoint"]):
        return answer["touchpoint"], "itself" if about is None else "told", answer["id"]
    together = [step for step in steps if step["record"] == answer["record"]]
    beside = [step for step in together if about in (None, step["touchpoint"])]
    if beside:
        last = max(beside, key=order)
        return last["touchpoint"], "itself" if about is None else "told", last["id"]
    return about, "unplaced" if about is None else "told", None


def precedes(step, answer):
    if answer["time"] is None and step["time"] is None:
        return order(step)[1:-1] <= order(answer)[1:-1]
    return answer["time"] is not None and (step["time"] is None or step["time"] <= answer["time"])


def near(step, answer, window):
    if answer["time"] is None or step["time"] is None:
        return answer["time"] is step["time"]
    return answer["time"] - step["time"] <= window


def order(event):
    """Where an event stands in a timeline; what has no time comes first."""
    time = -1 if event["time"] is None else event["time"]
    return time, event["source"], event["case"] or "", event["seq"], event["id"]


def record(event: dict):
    """What was answered together: the id without the question, else the same moment."""
    if event["id"].endswith(":" + event["event"]):
        return event["source"], event["id"].removesuffix(":" + event["event"])
    when = event["seq"] if event["time"] is None else event["time"]
    return event["source"], event["person"], event["case"], event["time"] is None, when
