"""What names give away: tables of words, in the languages that logs are most often kept in.

Only used for guesses, and every guess is marked as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from footpath.model.definition import PHASES, Phase

# How people come is not what they come for, whatever was paid for it: where a visit or a lead is from.
WAYS_IN = (
    r"\b(paid|organic|sponsored) (search|social|media|ads?|clicks?|traffic|display|listings?|video|shopping)"
    r"|\b(cpc|ppc|cpm|seo|utm|affiliates?|newsletter)\b|direct traffic|traffic source|social media"
    r"|^(direct|social|display)$|bezahlte suche|betaald zoeken|b(usca|úsqueda) (paga|de pago)"
)
# What is not done yet, or was not done, is no goal however it is called.
UNDONE = (
    r"\b(not|never|non|nicht|niet|kein|geen|n[ãa]o|sin|sem|pas)\b|pending|await|overdue|remind"
    r"|\battempt|initiat|\bto be\b|\bto (pay|sign|buy)\b|ausstehend|pendente|pendiente|en attente|in attesa"
)
# A goal is something finished well; a bad end is something finished badly. The stronger word stands first.
GOOD_ENDS = (
    r"order (completed|confirmed|placed)|purchase[ds]?\b|checkout completed|converted|conversion|subscribed"
    r"|\bwon\b|\bwins?\b(?! back)|plac(es?|ed) (an |the |my )?order"
    r"|gewonnen|\bgan(ad|h)[oa]s?\b|gagn[ée]e?s?\b|\bvint[oa]\b",
    r"\bpaid|payment (handled|received|completed|succeeded)|\bapproved|\bactivated|\baccepted"
    r"|\bsigned\b(?! (in|on|out|off)\b)|\bdelivered|\bordered\b|\bbooked\b|\benrolled",
    r"finished|completed?\b|confirmed|resolved|solved|closed|fulfilled|success|billed|granted|renewed",
    r"\bpays?\b|\bpayment\b|\bbuys?\b|\bsign ?up\b|\bsubscribes?\b"
    r"|bestellt|bezahlt|gekauft|abgeschlossen|unterschrieben|genehmigt|angenommen|aktiviert|abonniert|geliefert"
    r"|goedgekeurd|betaald|afgerond|ondertekend|geaccepteerd|geactiveerd|gekocht|besteld\b|geleverd"
    r"|achet|\bpay[ée]|sign[ée]e?s?$|accept[ée]e?s?$|approuv[ée]|activ[ée]e?s?$|livr[ée]|command[ée]e?s?$|souscri"
    r"|comprad|entreg(ad|ue)|pago\b|pagad|firmad|aprobad|aceptad|activad|assinad|aprovad|\baceito|ativad|conclu[ií]d"
    r"|acquistat|pagat[oa]|firmat[oa]|approvat|accettat|attivat|consegnat",
)
BAD_ENDS = (
    r"cancel|declin|reject|abandon|refus|withdraw|churn|unsubscri|fail|expired|deleted?\b|invalid|duplicate"
    r"|leav(es|ing)|port(s|ed)? out|terminat|\blost\b|deactivat|disqualif"
    r"|storno|abgelehnt|afgewezen|geannuleerd|annul|cancelad|gek[üu]ndigt|verloren|perdid|perdu\b|rechaz|rejeit|rifiutat"
)

PHASE_WORDS: tuple[tuple[Phase, str], ...] = (
    ("leaving", r"cancel|churn|unsubscri|port(s|ed)? out|terminat|leaves?\b|leaving|retention|win-?back"),
    ("advocacy", r"writes? a? ?review|recommend|\brefers?\b|shares?\b|invite"),
    ("loyalty", r"renew|upgrade|loyalty|reward|repeat|second line|add-?on"),
    (
        "support",
        r"help|support|ticket|complain|call\b|calls\b|incident|resolv|seriousness|anomaly|reopen|faq|refund|return",
    ),
    ("onboarding", r"activat|onboard|welcome|deliver|setup|set up|install|first (bill|login)|register|verif"),
    ("use", r"\buse[sd]?\b|log ?in|app\b|bill\b|top.?up|session|dashboard|account"),
    (
        "purchase",
        r"cart|basket|checkout|\bpa(y|id)|order|purchas|buys?\b|\bwon\b|\bsigned\b"
        r"|approv|accept|contract|offer|quote|submit|application",
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
    >>> goodness("paid_search"), goodness("Payment pending"), goodness("Not approved")
    (0, 0, 0)
    """
    text = _plain(name)
    if re.search(BAD_ENDS, text):
        return -1
    if re.search(WAYS_IN, text) or re.search(UNDONE, text):
        return 0
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
        for candidate, words in (("pre-contact", WAYS_IN), *PHASE_WORDS):
            if re.search(words, _plain(name)):
                votes[candidate] += weight
                break
    return list(votes.values())


def _plain(name: str) -> str:
    """Lower case, with CamelCase and snake_case taken apart."""
    return re.sub(r"[_\W]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).lower().strip()
