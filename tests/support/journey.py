"""A story told by mail to one gateway whose clock is moved: who writes, what comes.

Everybody answers the letter that he was sent, from the address it went to, with the
letter quoted below. Letters are waited for, never slept for.
"""

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from itertools import count
from zoneinfo import ZoneInfo

from gateway.cli.demo_post import Post, text_of
from tests.support.daemon import Daemon
from tests.support.mailing import SUPPORT, a_mail, a_reply
from tests.support.wall_clock import WallClock

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class Journey:
    """One gateway, its clock, and what its people have in their mailboxes."""

    daemon: Daemon
    clock: WallClock
    post: Post = field(init=False)
    _serials: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.post = self.daemon.post()

    def at(self, moment: str) -> None:
        """It is this moment in Shanghai: ``2026-11-25 10:00``. Forwards only."""
        self.clock.set(datetime.fromisoformat(moment).replace(tzinfo=ZONE))

    def write(self, sender: str, text: str, *, subject: str = "The printer") -> None:
        """A new mail to the support address."""
        mail = a_mail(text, sender=sender, subject=subject, message_id=self._id(sender))
        self.daemon.send(mail, sender, SUPPORT)

    def answer(self, letter: EmailMessage, text: str) -> None:
        """A reply to a letter by the one whom it went to."""
        sender = str(letter["Delivered-To"])
        self.daemon.send(*a_reply(letter, text, message_id=self._id(sender)))

    def command(self, letter: EmailMessage, *lines: str) -> str:
        """A reply with commands; returns the text of the transcript that answers it."""
        self.answer(letter, "\n".join(lines))
        return self.text("S11", str(letter["Delivered-To"]))

    def letter(self, code: str, to: str) -> EmailMessage:
        """The next such letter, once it has come."""
        return self.post.wait_for(code, to)

    def text(self, code: str, to: str) -> str:
        return text_of(self.letter(code, to))

    def none_came(self, code: str, to: str) -> bool:
        """Whether no such letter came so far; wait for another before you ask."""
        return not self.post.letters(code, to)

    def shown(self, number: str) -> str:
        """What the operator sees of a request."""
        done = self.daemon.command("request", "show", number)
        assert done.code == 0, done.err
        return done.out

    def balances(self) -> None:
        """No mail is lost, and the record's chain is whole."""
        for arguments in ((), ("--chain",)):
            audit = self.daemon.command("audit", *arguments)
            assert audit.code == 0, audit.out

    def _id(self, sender: str) -> str:
        return f"<mail{next(self._serials)}@{sender.partition('@')[2]}>"
