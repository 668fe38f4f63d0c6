"""What the letters of step 3 may say of their details."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.foreign import PARAGRAPH_COLUMNS, person, quoted
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.diagnosis_details import Review, VendorQuery


def _review(detail: Review, telling: Telling) -> Told:
    words = telling.words
    comma, semicolon = words.phrase("comma"), words.phrase("semicolon")
    return {
        "begins": words.when(detail.begins_at),
        "begins_clock": words.clock(detail.begins_at),
        "ends": words.when(detail.ends_at),
        "names": comma.join(map(person, detail.names)),
        "tried": cut(semicolon.join(map(one_line, detail.tried)), PARAGRAPH_COLUMNS),
        "called_by": person(detail.called_by),
    }


def _vendor_query(detail: VendorQuery, _: Telling) -> Told:
    return {
        "external": detail.external,
        "query_title": cut(one_line(detail.title), PARAGRAPH_COLUMNS),
        "query": quoted(detail.text),
        "symptom": cut(one_line(detail.symptom), PARAGRAPH_COLUMNS),
        "occurred": cut(one_line(detail.occurred), PARAGRAPH_COLUMNS),
        "owner_name": person(detail.owner_name),
    }


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {**told(Review, _review), **told(VendorQuery, _vendor_query)}
)
