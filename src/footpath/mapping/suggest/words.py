"""What names give away: tables of words, in the languages that logs are most often kept in.

Only used for guesses, and every guess is marked as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from footpath.model.definition import PHASES, Phase

# A goal is something finished well; a bad end is something finished badly. The stronger word stands first.
GOOD_ENDS = (
    r"order (completed|confirmed|placed)|purchase[ds]?\b|checkout completed|converted|conversion|subscribed",
    r"\bpaid|payment (handled|received|completed|succeeded)|\bapproved|\bactivated|\baccepted"
    r"|\bsigned (up|contract)|\bdelivered",
    r"finished|completed?\b|confirmed|resolved|solved|closed|fulfilled|success|billed|granted|renewed",
    r"\bpays?\b|\bpayment\b|\bbuys?\b|\bsign ?up\b|\bsubscribes?\b|"
    r"bestellt|bezahlt|gekauft|abgeschlossen|goedgekeurd|betaald|afgerond|achet|pay[ée]|comprad|entregado|pago\b",
)
BAD_ENDS = (
    r"cancel|declin|reject|abandon|refus|withdraw|churn|unsubscri|fail|expired|deleted?\b|invalid|duplicate"
    r"|leav(es|ing)|port(s|ed)? out|terminat"
    r"|storno|abgelehnt|afgewezen|geannuleerd|annul|cancelad|gek[üu]ndigt"
)

PHASE_WORDS: tuple[tuple[Phase, str], ...] = (
    ("leaving", r"cancel|churn|unsubscri|port(s|ed)? out|terminat|leaves?\b|leaving|retention|win-?back"),
    ("advocacy", r"writes? a? ?review|recommend|refer|shares?\b|invite"),
    ("loyalty", r"renew|upgrade|loyalty|reward|repeat|second line|add-?on"),
    (
        "support",
        r"help|support|ticket|complain|call\b|calls\b|incident|resolv|seriousness|anomaly|reopen|faq|refund|return",
    ),
    ("onboarding", r"activat|onboard|welcome|deliver|setup|set up|install|first (bill|login)|register|verif"),
    ("use", r"\buse[sd]?\b|log ?in|app\b|bill\b|top.?up|session|dashboard|account"),
    (
        "purchase",
        r"cart|basket|checkout|\bpay|order|purchas|buys?\b|approv|accept|contract|offer|quote|submit|application",
    ),
    (
        "consideration",
        r"visit|compar|search|product|browse|view|page|catalog|advis|store|demo|trial|pricing|lead",
    ),
    ("pre-contact", r"\bad\b|ads\b|advert|impression|campaign|reads? a? ?review|hear|referral|click"),
)


def goodness(name: str) -> int:
    """How much a name sounds like a goal reached: 4 very, 0 not at all, −1 like a bad end.

    >>> goodness("Order completed"), goodness("Visit"), goodness("A_DECLINED")
    (4, 0, -1)
    """
    text = _plain(name)
    if re.search(BAD_ENDS, text):
        return -1
    found = [len(GOOD_ENDS) - i for i, words in enumerate(GOOD_ENDS) if re.search(words, text)]
    return max(found, default=0)


def phase_votes(names: Iterable[tuple[str, float]]) -> list[float]:
    """For each phase, in order, the weight of the names that speak of it.

    >>> votes = phase_votes([("Fills the cart", 3.0), ("Views a product", 1.0)])
    >>> [(phase, vote) for phase, vote in zip(PHASES, votes) if vote]
    [('consideration', 1.0), ('purchase', 3.0)]
    """
    votes = dict.fromkeys(PHASES, 0.0)
    for name, weight in names:
        for candidate, words in PHASE_WORDS:
            if re.search(words, _plain(name)):
                votes[candidate] += weight
                break
    return list(votes.values())


def _plain(name: str) -> str:
    """Lower case, with CamelCase and snake_case taken apart."""
    return re.sub(r"[_\W]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).lower().strip()
