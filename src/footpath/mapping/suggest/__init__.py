"""An event log in, a sensible first definition out, without a question.

Touchpoints come from event names, stages from the order and the company that touchpoints keep, start, goal
and waiting times from where journeys begin, end and pause. Everything that is a guess is marked as one.
"""

from footpath.mapping.suggest.definition import Suggestion, suggest
from footpath.mapping.suggest.names import touchpoint_rules
from footpath.mapping.suggest.stages import segment

__all__ = ["Suggestion", "segment", "suggest", "touchpoint_rules"]
