"""Journeys in, what hurts and what delights out: found, measured, ranked, or left undecided."""
