"""What the letter about the gateway itself may say (S21)."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.wrap import one_line
from gateway.domain.alarm_details import Alarm, AlarmKind

OF_SETTINGS = frozenset({AlarmKind.CALENDAR_ENDS, AlarmKind.NOBODY_ON_DUTY})
"""What is mended in a file, and needs a new start."""


def _alarm(detail: Alarm, telling: Telling) -> Told:
    words = telling.words
    said = {"what": one_line(detail.what), "since": words.when(detail.since)}
    return {
        "wrong": words.of("alarm", detail.kind).format_map(said),
        "effect": words.of("alarm_effect", detail.kind).format_map(said),
        "mend": words.of("alarm_mend", detail.kind).format_map(said),
        "of_settings": detail.kind in OF_SETTINGS,
        "file": one_line(detail.where),
        "since": said["since"],
    }


DETAILS: Mapping[type, Tell] = MappingProxyType({**told(Alarm, _alarm)})
