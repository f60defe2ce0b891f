"""The formats that files come in, in the order in which they are recognised."""

from __future__ import annotations

from footpath.collect.formats.answers import AnswerTable
from footpath.collect.formats.app_store import APP_STORE
from footpath.collect.formats.chatwoot import CHATWOOT
from footpath.collect.formats.delighted import DELIGHTED
from footpath.collect.formats.formbricks import FORMBRICKS
from footpath.collect.formats.google_business import GOOGLE_BUSINESS
from footpath.collect.formats.google_play import GOOGLE_PLAY
from footpath.collect.formats.hubspot import HUBSPOT
from footpath.collect.formats.intercom import INTERCOM
from footpath.collect.formats.limesurvey import LIMESURVEY
from footpath.collect.formats.ndjson import NDJSON
from footpath.collect.formats.parquet import PARQUET
from footpath.collect.formats.qualtrics import QUALTRICS
from footpath.collect.formats.segment import SEGMENT
from footpath.collect.formats.surveymonkey import SURVEYMONKEY
from footpath.collect.formats.tabular import CSV
from footpath.collect.formats.traits import Traits
from footpath.collect.formats.trustpilot import TRUSTPILOT
from footpath.collect.formats.typeform import TYPEFORM
from footpath.collect.formats.xes import XES
from footpath.collect.formats.xlsx import XLSX
from footpath.collect.formats.zendesk import ZENDESK
from footpath.collect.reading import Format

TRAITS = Traits((PARQUET, XLSX, NDJSON, CSV))
ANSWERS = AnswerTable((PARQUET, XLSX, NDJSON, CSV))
# The general ones come last, for they recognise what others know better.
FORMATS: tuple[Format, ...] = (
    PARQUET,
    XLSX,
    XES,
    SEGMENT,
    ZENDESK,
    INTERCOM,
    CHATWOOT,
    HUBSPOT,
    GOOGLE_PLAY,
    APP_STORE,
    GOOGLE_BUSINESS,
    TRUSTPILOT,
    QUALTRICS,
    SURVEYMONKEY,
    TYPEFORM,
    DELIGHTED,
    FORMBRICKS,
    LIMESURVEY,
    NDJSON,
    CSV,
    TRAITS,
    ANSWERS,
)
