"""What the systems of the company would hand over: one file a system, with the warts it has in life."""

from __future__ import annotations

from . import ads, app_reviews, calls, crm, orders, review_site, store, survey, tickets, web
from .export import Export

# In the order in which a person would import them: who people are first, what they do, what they say.
WRITERS = (
    crm.write,
    web.write,
    orders.write,
    store.write,
    calls.write,
    tickets.write,
    ads.write,
    review_site.write,
    survey.write,
    app_reviews.write,
)

__all__ = ["WRITERS", "Export"]
