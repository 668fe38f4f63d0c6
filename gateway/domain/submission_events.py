"""What happens in step 1, and what comes in later."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.request import Request, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Step 1. The request as it was born, number and all."""

    by: Address
    at: datetime
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Corresponded:
    """Words that change nothing but the record: a customer's, or a note."""

    by: Address
    at: datetime
    words: str
    internal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedOnBehalf:
    """Staff handed in a mail of ``requester``, as whose request it counts.

    ``sent`` is the date as the forwarded mail tells it, in its own words.
    """

    by: Address
    at: datetime
    requester: Address
    sent: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """What staff should know of how a mail came to its request."""

    by: Address
    at: datetime
    remarks: tuple[Remark, ...]


CLOSED = frozenset({RemarkKind.DECRYPTED, RemarkKind.WITHHELD})
"""The remarks on a mail that came encrypted."""


def _registered(_: Request, event: Registered) -> Request:
    return event.request


def _remarked(request: Request, event: Remarked) -> Request:
    """What came encrypted once stays in confidence."""
    if not {remark.kind for remark in event.remarks} & CLOSED:
        return request
    return replace(request, triage=replace(request.triage, discreet=True))


def _handed_in(event: SubmittedOnBehalf) -> tuple[str, str]:
    return event.requester, " ".join(filter(None, (event.sent, event.message_id)))


def _remarks(event: Remarked) -> tuple[str, str]:
    said = (f"{remark.kind}: {remark.detail}" for remark in event.remarks)
    return "; ".join(said), ""


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Registered,
            stage=Stage.FIRST_RESPONSE,
            change=_registered,
            words=lambda event: (event.request.subject, ""),
        ),
        **form(
            Corresponded,
            stage=Stage.FIRST_RESPONSE,
            words=lambda event: (event.words, ""),
            visible=lambda event: not event.internal,
        ),
        **form(
            SubmittedOnBehalf,
            stage=Stage.FIRST_RESPONSE,
            words=_handed_in,
            visible=False,
        ),
        **form(
            Remarked,
            stage=Stage.FIRST_RESPONSE,
            change=_remarked,
            words=_remarks,
            visible=False,
        ),
    }
)
