"""Every mail of every data set, by SMTP through a running gateway.

Each comes with a reverse-path that could be answered: what keeps a robot's mail
unanswered is what it says of itself, not an empty envelope. The sets stand beside the
project; without them this is skipped.
"""

import base64
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.mail.message import MailKind
from gateway.mail.parse import parse
from tests.support.gateway_process import SUPPORT, running_gateway, send
from tests.support.relay import Relay

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
MAILS = {
    "stalwart": "*/*.eml",
    "flufl_bounce": "*.txt",
    "mikel_mail": "*/*",
    "cpython": "msg_*.txt",
    "spamscope": "mail_*",
    "nodemailer": "*",
    "django_helpdesk": "*",
    "zh_replies": "*.eml",
}
REPLIES = {"crisp": "*.txt", "alfonsrv": "*.txt", "github_erp": "*"}
"""Texts of replies: what a mail program puts around them is put around them here."""
PERSONS = {
    # A customer's reply, written in Outlook by a person.
    "flufl_bounce/groupwise_03.txt",
}
"""Of the set of bounces, those that are to be taken for a person's."""
NOBODY = "no usable sender address"
"""Why a mail without a From that one could answer is held for a person."""
NO_MAILS = ("LICENSE.note", "LICENSE.upstream", ".json", ".yml", ".py", ".md")

pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir() and "REQUIRE_CORPORA" not in os.environ,
    reason=f"the data sets are not at {CORPORA}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A mail of a set, and how the listener answered it."""

    name: str
    content: bytes
    code: int
    reply: str

    @property
    def queue_id(self) -> str:
        return self.reply.rpartition(" ")[2]

    @property
    def is_robots(self) -> bool:
        """Whether no person wrote it, by our own reading or by the set it is in."""
        kind = parse(io.BytesIO(self.content)).kind
        bounces = self.name.startswith("flufl_bounce/") and self.name not in PERSONS
        return bounces or kind is not MailKind.PERSON


def test_every_mail_of_every_set_passes_and_no_robot_is_answered(
    tmp_path: Path,
) -> None:
    with Relay() as relay, running_gateway(tmp_path, relay.port) as gateway:
        sent = [_send(gateway.port, *mail) for mail in _mails()]
        gateway.wait_until_it_is_drained()
        ended = {row[0]: row[1:] for row in gateway.ask(RECEIPTS)}
        held = gateway.held()
        answered = {row[0] for row in gateway.ask(ANSWERED)}
        gateway.stop()
        code, sums = gateway.audit()

    taken = [one for one in sent if one.code == 250]
    refused = [one for one in sent if one.code != 250]
    robots = [one for one in taken if one.is_robots]
    accounted = ended.keys() | held.keys()
    assert len(taken) > 500
    assert [one for one in refused if not _documented(one)] == []
    assert [one.name for one in taken if one.queue_id not in accounted] == []
    assert set(held.values()) <= {NOBODY}
    assert [line for line in gateway.log.splitlines() if _is_fault(line)] == []
    assert (code, sums.splitlines()[-1]) == (0, "balanced")
    assert len(robots) > 100
    filed = {queue_id for queue_id, (state, _) in ended.items() if state == "filed"}
    assert [one.name for one in robots if one.queue_id not in filed] == []
    # No letter belongs to anything but what a person's mail opened or touched.
    persons = [one.queue_id for one in taken if not one.is_robots]
    assert answered <= {ended[one][1] for one in persons if one in ended}


def _mails() -> Iterator[tuple[str, bytes]]:
    for folder, pattern in (MAILS | REPLIES).items():
        for path in sorted((CORPORA / folder).glob(pattern)):
            if path.is_file() and not path.name.endswith(NO_MAILS):
                content = path.read_bytes()
                wrapped = folder in REPLIES and path.suffix != ".eml"
                name = f"{folder}/{path.name}"
                yield name, _as_reply(content) if wrapped else content


def _as_reply(text: bytes) -> bytes:
    body = base64.encodebytes(text).replace(b"\n", b"\r\n")
    return b"\r\n".join(
        (
            b"From: Client <client@example.org>",
            b"To: support@example.com",
            b"Subject: Re: [TS20231001001] x",
            b"In-Reply-To: <t1@example.com>",
            b"MIME-Version: 1.0",
            b"Content-Type: text/plain; charset=utf-8",
            b"Content-Transfer-Encoding: base64",
            b"",
            body,
        )
    )


def _send(port: int, name: str, content: bytes) -> Sent:
    """Send as a mail server does, with the line ends of the wire (RFC 5321 §2.3.8)."""
    wire = re.sub(rb"\r?\n", b"\r\n", content)
    code, reply = send(port, "mailer@corpus.example", SUPPORT, wire)
    return Sent(name=name, content=wire, code=code, reply=reply)


def _documented(refused: Sent) -> bool:
    """A clear reason of the sender's making, for good, with its enhanced code."""
    clear = re.fullmatch(r"5\.\d\.\d .+", refused.reply, re.DOTALL)
    return 500 <= refused.code < 600 and clear is not None


def _is_fault(line: str) -> bool:
    return line.startswith(("fault", "Traceback", "worker replaced"))


RECEIPTS = "SELECT queue_id, end_state, number FROM receipt"
ANSWERED = "SELECT DISTINCT number FROM letter"
