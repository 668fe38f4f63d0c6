"""What happens with answers that settle nothing by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address
from gateway.domain.request import Request, Stage
from gateway.domain.settlement import Challenge


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """Words that leave it open; ``asked_again``: their sender was asked (C11)."""

    by: Address
    at: datetime
    words: str
    reading: str
    mixed: bool = False
    asked_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBack:
    """The owner asks what the words meant (C11): his judgement of them."""

    by: Address
    at: datetime
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenged:
    """C17 went to the registered address; ``by`` is the address in From."""

    by: Address
    at: datetime
    words: str
    to: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """Who was asked by C17 says that it was somebody else."""

    by: Address
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VouchedFor:
    """A colleague's yes, kept until the requester has agreed (C16)."""

    by: Address
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    by: Address
    at: datetime
    mark: str
    words: str


def _doubted(request: Request, event: Doubted) -> Request:
    settled = request.settlement
    since = settled.undecided_since or (event.at if event.mixed else None)
    asked = settled.asked_again or event.asked_again
    changed = replace(
        settled, doubt=event.words, undecided_since=since, asked_again=asked
    )
    return replace(request, settlement=changed)


def _asked_back(request: Request, _: AskedBack) -> Request:
    changed = replace(
        request.settlement, undecided_since=None, asked_again=True, doubt=""
    )
    return replace(request, settlement=changed)


def _challenged(request: Request, event: Challenged) -> Request:
    settled = request.settlement
    serial = settled.challenges + 1
    challenge = Challenge(
        serial=serial, claimed=event.by, to=event.to, at=event.at, line=event.words
    )
    changed = replace(settled, challenge=challenge, challenges=serial)
    return replace(request, settlement=changed)


def _denied(request: Request, _: Denied) -> Request:
    return replace(request, settlement=replace(request.settlement, challenge=None))


def _vouched(request: Request, event: VouchedFor) -> Request:
    changed = replace(request.settlement, vouched_by=event.by)
    return replace(request, settlement=changed)


def _rated(request: Request, event: Rated) -> Request:
    changed = replace(
        request.settlement, satisfaction=event.mark, satisfaction_words=event.words
    )
    return replace(request, settlement=changed)


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Doubted,
            stage=Stage.VERIFICATION,
            change=_doubted,
            words=lambda event: (event.words, event.reading),
        ),
        **form(
            AskedBack,
            stage=Stage.VERIFICATION,
            change=_asked_back,
            words=lambda event: (event.question, ""),
        ),
        **form(
            Challenged,
            stage=Stage.VERIFICATION,
            change=_challenged,
            words=lambda event: (event.words, event.to),
        ),
        **form(
            Denied,
            stage=Stage.VERIFICATION,
            change=_denied,
            words=lambda event: (event.words, ""),
        ),
        **form(
            VouchedFor,
            stage=Stage.VERIFICATION,
            change=_vouched,
            words=lambda event: (event.words, ""),
        ),
        **form(
            Rated,
            stage=Stage.VERIFICATION,
            change=_rated,
            words=lambda event: (event.mark, event.words),
        ),
    }
)
