"""Effects for tests of the store: a message's receipt, a letter, what they change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from gateway.desk.effects import (
    Effects,
    EndState,
    KeptFile,
    OutgoingLetter,
    Receipt,
)
from gateway.domain.agreement import Promise
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.commands import Command
from gateway.domain.decide import decide
from gateway.domain.decision import Decision
from gateway.domain.evolve import evolve_all
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber
from gateway.domain.submission_events import Registered
from gateway.mail.envelope import QueueId
from tests.support.builders import ANNE, MORNING, NUMBER, a_case, a_new_request


def a_receipt(
    queue_id: str = "ANT",
    *,
    message_id: str = "<ant@customer.example>",
    digest: str = "a1" * 32,
    subject: str = "The printer is on fire",
    words: str = "Smoke comes out of tray 2.",
    end_state: EndState = EndState.REQUEST,
    reason: str = "new",
    number: RequestNumber | None = NUMBER,
) -> Receipt:
    return Receipt(
        queue_id=QueueId(queue_id),
        message_id=message_id,
        digest=digest,
        sender=ANNE,
        subject=subject,
        received_at=MORNING,
        size_bytes=1234,
        end_state=end_state,
        reason=reason,
        words=words,
        number=number,
    )


def a_letter(
    message_id: str = "<c01@example.com>",
    *,
    code: NoticeCode = NoticeCode.ACKNOWLEDGEMENT,
    recipient: Address = ANNE,
    number: RequestNumber | None = NUMBER,
    content: bytes = b"Subject: hi\r\n\r\nhi\r\n",
    automatic: bool = True,
    created_at: datetime = MORNING,
    not_before: datetime | None = None,
    withheld: bool = False,
) -> OutgoingLetter:
    return OutgoingLetter(
        code=code,
        number=number,
        recipient=recipient,
        message_id=message_id,
        subject="Re: The printer is on fire",
        return_path="support+b.k7qm@example.com",
        content=content,
        automatic=automatic,
        created_at=created_at,
        not_before=not_before or created_at,
        withheld=withheld,
    )


def a_file(filename: str = "smoke.jpg", *, refused: str | None = None) -> KeptFile:
    return KeptFile(
        filename=filename,
        content_type="image/jpeg",
        size_bytes=9,
        sha256="" if refused else "f1" * 32,
        refused=refused,
        inline=False,
    )


def a_registration(
    request: Request | None = None,
    *,
    receipt: Receipt | None = None,
    letters: Sequence[OutgoingLetter] = (),
    files: Sequence[KeptFile] = (),
    started: Sequence[Promise] = (),
) -> Effects:
    """The effects of a first mail; its request is version 1."""
    born = request or a_new_request()
    return Effects(
        receipt=receipt or a_receipt(number=born.number),
        request=born,
        events=(Registered(by=ANNE, at=MORNING, request=born),),
        letters=tuple(letters),
        files=tuple(files),
        started=tuple(started),
    )


def a_change(
    request: Request,
    command: Command,
    speaker: Address,
    *,
    receipt: Receipt,
    at: datetime = MORNING,
    stopped: Sequence[Clock] = (),
    letters: Sequence[OutgoingLetter] = (),
) -> Effects:
    """The effects of a command that somebody sends about a request as it stands."""
    outcome = decide(command, request, a_case(speaker, now=at))
    assert isinstance(outcome, Decision)
    return Effects(
        receipt=receipt,
        request=evolve_all(request, outcome.events),
        based_on=request.version,
        events=outcome.events,
        stopped=tuple(stopped),
        letters=tuple(letters),
    )


def a_filing(queue_id: str, *, reason: str = "automatic", **receipt: str) -> Effects:
    """The effects of a mail that changes nothing."""
    filed = a_receipt(
        queue_id, end_state=EndState.FILED, reason=reason, number=None, **receipt
    )
    return Effects(receipt=filed)


def numbered(serial: int) -> Request:
    """A new request with a number of its own."""
    number = RequestNumber(f"TS20261116{serial:03d}")
    return replace(a_new_request(), number=number)
