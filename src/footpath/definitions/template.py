"""A project's name in, the commented footpath.toml that it begins with out."""

from __future__ import annotations

from footpath.definitions.toml import parse

_TEMPLATE = """\
# What this project's words mean. Change it, then: footpath apply
# `footpath suggest` proposes all of it from what was imported. What begins with # is an example.

[project]
name = NAME
# timezone = "Europe/Amsterdam"      # of times that name none, and of phone numbers that name no country

# --- Stages: the columns of the map, in the customer's words --------------------------------------
# phase: pre-contact consideration purchase onboarding use support loyalty advocacy leaving

# [[stage]]
# name = "I hear of it"
# phase = "pre-contact"

# [[stage]]
# name = "I buy"
# phase = "purchase"

# --- Touchpoints: rules lead from events, as sent, to what the map calls them ---------------------
# The first rule that matches an event wins. A value is a text, a list of texts, or a glob ("Order *").
# Keys are columns (source, channel, event, kind, case) or properties ("properties.path").
# where adds an SQL condition over the event's columns and properties.
# owner says who can change it: firm (as long as you don't say), partner, customer or public.

# [[touchpoint]]
# name = "Reads a review"
# stage = "I hear of it"
# channel = "review site"
# owner = "public"
# match = { source = "reviews_site", event = "Review read" }

# [[touchpoint]]
# name = "Order confirmed"
# stage = "I buy"
# match = { event = ["Order Completed", "Order confirmed"] }
# where = "delivered > promised"

# --- Identifiers: how they behave when traces are joined to persons -------------------------------
# unique: a person has one, so two values forbid a join. most_people: used by more, it joins nobody.
# As long as you don't say otherwise, user is unique, and an anon, device, cookie, phone, card or ip that more
# than 20 people use joins nobody.

# [[identifier]]
# kind = "card"
# unique = true

# [[identifier]]
# kind = "phone"
# most_people = 3

# --- Journeys: from a start to a goal, made by one person, within a time --------------------------
# Without start each case is a journey, else all that a person did. Times: s m h d w, as in "45d".

# [[journey]]
# name = "buy"
# title = "I become a customer"
# start = ["Reads a review"]
# goal = ["Order confirmed"]          # or { touchpoint = "Reviews the order", score = ">= 4" }
# ends = ["Declines"]                 # touchpoints that end it without the goal
# within = "45d"                      # or quiet = "30d": left after so long without a sign
# before = "30d"                      # what is drawn ahead of the start
# after = "30d"                       # and past the end
# planned = ["Reads a review", { touchpoint = "Order confirmed", within = "2d" }]

# --- Segments: some persons, by an SQL condition --------------------------------------------------
# Over what is known of a person (traits), reached('Order confirmed'), count('Order confirmed'),
# first_channel, value.

# [[segment]]
# name = "students"
# where = "plan_type = 'student'"

# --- Surveys: what answers are about, and what they score -----------------------------------------
# about is a touchpoint; without it, an answer is about the last one within window. kind: nps csat ces rating.

# [[survey]]
# name = "delivery"
# source = "survey"
# about = "Order confirmed"
# window = "14d"
# [[survey.score]]
# name = "recommend"
# kind = "nps"
# question = "Q1"

# --- Themes: what people talk about; a verbatim that holds one of the terms speaks of it ----------
# `footpath themes` proposes them from what people wrote.

# [[theme]]
# name = "Waiting"
# terms = ["wait", "queue", "hours"]
"""


def template(name: str) -> str:
    """What `footpath init` writes: every table explained, its examples commented out."""
    import tomlkit

    return _TEMPLATE.replace("NAME", tomlkit.item(name).as_string(), 1)


def is_blank(text: str) -> bool:
    """Whether definitions are no more than the comments and the name that `template` writes.

    >>> is_blank(template("shop"))
    True
    """
    found = parse(text)
    return found == parse(template(found.name))
