"""Machines write too: nothing they say counts, and none of them gets an answer."""

from collections.abc import Mapping

import pytest

from gateway.cli.demo_story import Story
from gateway.cli.demo_words import ENGLISH
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, SUPPORT, a_mail

BY_HEADER: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "RFC 3834": ("Re: your letter", {"Auto-Submitted": "auto-replied"}),
    "QQ by subject": ("自动回复: 请确认", {"X-Mailer": "QQMail 2.x"}),
    "QQ by header": ("Re: your letter", {"X-QQ-Auto-Reply": "1"}),
    "Exchange by header": ("Re: it", {"X-MS-Exchange-Inbox-Rules-Loop": ANNE}),
    "Exchange by subject": ("Automatic reply: it", {"X-Auto-Response-Suppress": "All"}),
    "a list": ("Re: your letter", {"List-Id": "<all.customer.example>"}),
    "our own loop": ("Re: your letter", {"X-Loop": "example.com"}),
}

DSN = """\
From: MAILER-DAEMON@customer.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <cat@customer.example>
In-Reply-To: {letter}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=cut

--cut
Content-Type: text/plain

CONFIRM {code}

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; anne@customer.example
Action: failed
Status: 5.1.1

--cut--
"""


@pytest.fixture
def asked(daemon: Daemon) -> Story:
    """Offer a request whose customer has been asked to confirm."""
    story = Story(post=daemon.post(), words=ENGLISH)
    for chapter in (story.ask, story.accept, story.work, story.resolve):
        list(chapter())
    return story


def _send(story: Story, name: str) -> None:
    """A machine's mail that says the code, to the address that proves the customer."""
    letter = story.confirm_please
    to, code = str(letter["Reply-To"]), story.code
    if name == "a bounce":
        report = DSN.format(to=to, letter=letter["Message-ID"], code=code)
        story.post.send("", to, report.replace("\n", "\r\n").encode())
        return
    subject, headers = BY_HEADER.get(name, ("Re: your letter", {}))
    thread = {"In-Reply-To": str(letter["Message-ID"])}
    content = a_mail(
        f"CONFIRM {code}",
        to=to,
        subject=subject,
        headers={**thread, **headers},
        message_id=f"<{name.replace(' ', '-')}@customer.example>",
    )
    story.post.send("" if name == "the null path" else ANNE, to, content)


def test_no_machine_is_answered_or_confirms_anything(
    daemon: Daemon, asked: Story
) -> None:
    before = len(asked.post.every_letter())
    machines = [*BY_HEADER, "the null path", "a bounce"]
    for name in machines:
        _send(asked, name)
    daemon.wait_for_log("handled end_state=filed", count=len(machines))

    daemon.send(a_mail(sender="cris@customer.example"), "cris@customer.example")
    asked.post.wait_for("C01", "cris@customer.example")

    after = asked.post.every_letter()
    assert {str(one["Delivered-To"]) for one in after[before:]} <= {
        "cris@customer.example",
        "bart@example.com",
    }
    number = str(asked.confirm_please["X-Ticket"])
    assert "awaiting-confirmation" in daemon.command("request", "show", number).out
    audit = daemon.command("audit")
    assert audit.code == 0
    assert f"filed          {len(machines)}" in audit.out


def test_a_machine_that_writes_first_opens_no_request(daemon: Daemon) -> None:
    robot = a_mail(subject="Automatic reply: printer", to=SUPPORT)
    daemon.send(robot, ANNE)
    daemon.wait_for_log("handled end_state=filed")

    assert daemon.post().every_letter() == ()
    assert "request        0" in daemon.command("audit").out
