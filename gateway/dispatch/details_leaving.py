"""What the letters of step 6 may say to whoever withdrew, or wants fewer letters."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, link, told
from gateway.dispatch.foreign import echo
from gateway.domain.leaving_details import Hushed, WithdrawnTold


def _withdrawn(detail: WithdrawnTold, telling: Telling) -> Told:
    words = telling.words
    return {
        "outcome": "withdrawn",
        "why_closed": "withdrawn",
        "closed_reason": words.of("closed_for", "withdrawn"),
        "reopen_until": words.when(detail.reopen_until),
        "words": echo(detail.words),
        "questions": (),
    }


def _hushed(detail: Hushed, telling: Telling) -> Told:
    return {
        "muted": detail.muted,
        "follower": detail.follower,
        "undo": link(telling.words.phrase("start"), telling),
    }


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {**told(WithdrawnTold, _withdrawn), **told(Hushed, _hushed)}
)
