"""A text in, the spans of telephone numbers out.

A run of digits is a number that one can call when it is written like one (+31 …, 0031 …, 06 …, 212-555-0100),
when a word such as "call" stands before it, or when it is a valid number of the region. It is none when it is
a date, a price, or an order number by the word before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SEPARATOR = r"[ \t\u00a0\u202f.()/\-\u2010-\u2013\u200b\u2060\ufeff]"
RUN = re.compile(
    rf"(?<![\w])(?<![\d][.,])[+\uff0b]?\(?[+]?\d(?:{SEPARATOR}{{0,3}}\d){{6,16}}(?![\w]|[.,]\d|-\w)"
)
PART = re.compile(r"(?<!\d)\+?\d{7,}(?:[./-]\d+)*")
ENOUGH = re.compile(r"\d(?:\D{0,3}\d){6}")  # a text without it needs no closer look
NORTH_AMERICAN = re.compile(r"(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .\-])\d{3}[ .\-]\d{4}")
DATE = re.compile(
    r"(?:(?:19|20)\d{2}([-./ ])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-./ ])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d{2})"
    r"(?:[ \t-]+.*)?"
    r"|(?:19|20)\d{2} ?[-/\u2013] ?(?:19|20)\d{2}"
)
PRICE_BEFORE = re.compile(r"(?:[€$£¥]|\b(?:eur|euros?|usd|gbp|chf|r\$|kr|rs))[ \u00a0.]?$", re.I)
PRICE_AFTER = re.compile(
    r"[ \u00a0]?(?:[€$£¥%]|(?:euros?|eur|usd|dollars?|pounds?|gbp|chf|kr|reais)\b)", re.I
)
THOUSANDS = re.compile(r"\d{1,3}(?:[. \u00a0]\d{3})*[. \u00a0]000")
CALL = re.compile(
    r"\b(?:call|calls|called|ring|rang|phone|phoned|phones|telephone|tel|mobile|mob|cell"
    r"|whats ?app|text|sms|fax|my number|bel|bellen|telefoon|telefoonnummer|mobiel|telefon|handy|anrufen"
    r"|rufnummer|tél|téléphone|telefone|telefono|teléfono|celular|fone|zap|ligue|llamar|móvil|chiamare|cellulare)\b[^\d\n]{0,24}$",
    re.I,
)
NUMBERED = re.compile(
    r"(?:\b(?:order|orders|invoice|ref|reference|ticket|booking|reservation|tracking|parcel|shipment|serial"
    r"|model|article|item|product|version|firmware|isbn|ean|imei|case|claim|complaint|policy|contract"
    r"|customer|client|membership|member|transaction|confirmation|flight|voucher|code|pin"
    r"|bestelling|ordernummer|bestelnummer|factuur|klantnummer"
    r"|bestellung|bestellnummer|rechnung|auftrag|kundennummer|sendung|commande|facture|suivi|dossier|pedido"
    r"|factura|fatura|protocolo|rastreio|ordine|fattura|spedizione)\b\.?"
    r"(?:[ \t]*(?:number|numbers|nummer|numero|número|no|nr|num|id|code|n°|is|was|of|de|do|di|:|#|\.|-))*"
    r"|#|№)[ \t]*$",
    re.I,
)
LEAST, MOST = 7, 15  # digits of a subscriber's number, and of E.164
MOBILE = (1, 2)  # as phonenumbers numbers kinds: mobile, and fixed line or mobile
NATIONAL = range(9, 13)  # digits of a number that starts with a trunk 0


def phones(text: str, region: str | None) -> Iterator[tuple[int, int]]:
    """Where a text holds telephone numbers, as (start, end).

    `region` is the two-letter country whose numbers are written without their country.
    """
    if not ENOUGH.search(text):
        return
    for run in RUN.finditer(text):
        if _is_there(text, *run.span(), region):
            yield run.span()
            continue
        # "1) 06… 2) 020…": what stands side by side may be a number each.
        for part in PART.finditer(text, *run.span()):
            if _is_there(text, *part.span(), region):
                yield part.span()


def _is_there(text: str, start: int, end: int, region: str | None) -> bool:
    return _is_phone(text[start:end], text[max(0, start - 60) : start], text[end : end + 12], region)


def _is_phone(run: str, before: str, after: str, region: str | None) -> bool:
    digits = re.sub(r"\D", "", run)
    if not LEAST <= len(digits) <= MOST + 2 or DATE.fullmatch(run):
        return False
    if run.lstrip("(")[0] in "+\uff0b":
        return True
    if PRICE_BEFORE.search(before) or PRICE_AFTER.match(after) or THOUSANDS.fullmatch(run):
        return False
    if NUMBERED.search(before):
        return False
    return (
        _is_written_so(run, digits)
        or bool(CALL.search(before))
        or _is_valid(digits, region, whole=run.isdecimal())
    )


def _is_written_so(run: str, digits: str) -> bool:
    # With a zero in front of it a number in a text is a telephone number, until a word says otherwise.
    trunk = digits.startswith("0") and (len(digits) in NATIONAL or digits.startswith("00"))
    return trunk or bool(NORTH_AMERICAN.fullmatch(run))


def _is_valid(digits: str, region: str | None, *, whole: bool) -> bool:
    """Whether digits are a number of the region; written in one piece it has to be a mobile one.

    Where numbers start with a 0 at home, nearly any ten digits are valid without it, and hardly ever meant.
    """
    import phonenumbers

    if not region or len(digits) > MOST:
        return False
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return False
    kind = phonenumbers.number_type(number)
    local = phonenumbers.ndd_prefix_for_region(region, True) != "0"
    return kind in MOBILE or (kind != phonenumbers.PhoneNumberType.UNKNOWN and (local or not whole))
