"""What the letters of step 6 may say of their details."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.wrap import one_line
from gateway.domain.archiving_details import ToArchive


def _to_archive(detail: ToArchive, telling: Telling) -> Told:
    words = telling.words
    return {
        "ended": words.when(detail.ended_at),
        "suggested": words.phrase("comma").join(map(one_line, detail.suggested)),
        "keywords": ",".join(map(one_line, detail.suggested)),
    }


DETAILS: Mapping[type, Tell] = MappingProxyType({**told(ToArchive, _to_archive)})
