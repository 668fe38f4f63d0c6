"""Reports of mail systems about letters of a world's, as RFC 3464 has them."""

from gateway.mail.envelope import Envelope
from tests.support.builders import ANNE
from tests.support.desk import SUPPORT, Sent, World

REPORT = """From: MAILER-DAEMON@mx.customer.example
To: {header_to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{name}@mx.customer.example>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}

--cut
Content-Type: text/rfc822-headers

From: support@example.com
To: {to}
Message-ID: {letter}

--cut--
"""


def report(
    world: World,
    letter: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    to: str = SUPPORT,
    name: str = "bee",
    fetched: bool = False,
) -> tuple[Sent, ...]:
    """Let a mail system report about a letter; returns what that made us write.

    ``fetched``: it was in a mailbox, whose envelope names our own address alone.
    """
    before = len(world.letters())
    put_report(
        world,
        letter,
        status=status,
        action=action,
        to=to,
        name=name,
        fetched=fetched,
    )
    world.work()
    return world.letters()[before:]


def put_report(
    world: World,
    letter: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    to: str = SUPPORT,
    name: str = "bee",
    fetched: bool = False,
) -> None:
    text = REPORT.format(
        letter=letter, status=status, action=action, to=ANNE, name=name, header_to=to
    )
    envelope = Envelope(
        mail_from="",
        rcpt_to=(SUPPORT if fetched else to,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
    )
    world.spool.accept(envelope, text.replace("\n", "\r\n").encode())
