"""The demo's mail client: sends over a real socket, reads the Maildir of letters."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Event

from gateway.channel import Security
from gateway.desk.ports import Delivered, Letter
from gateway.dispatch.submission import SmtpCourier

LOOK_SECONDS = 0.02
"""Between two looks into the Maildir."""


class MailMissing(Exception):
    """A letter did not come in time, or a mail was not taken."""


@dataclass(slots=True, kw_only=True)
class Post:
    """``outgoing`` is the gateway's Maildir; ``alive`` says whether it still runs."""

    port: int
    outgoing: Path
    alive: Callable[[], bool]
    limit_seconds: float
    host: str = "127.0.0.1"
    _opened: dict[str, EmailMessage] = field(default_factory=dict)
    _handed_out: set[str] = field(default_factory=set)

    def send(self, mail_from: str, rcpt_to: str, content: bytes) -> str:
        """Hand one mail to the gateway; returns its reply.

        Raises :class:`MailMissing` where it does not take the mail.
        """
        courier = SmtpCourier(
            host=self.host,
            port=self.port,
            hostname="localhost",
            security=Security.NONE,
            timeout_seconds=self.limit_seconds,
        )
        mail = Letter(
            letter_id=0,
            message_id="",
            recipient=rcpt_to,
            return_path=mail_from,
            content=content,
        )
        try:
            answer = courier.deliver(mail)
        finally:
            courier.close()
        if not isinstance(answer, Delivered):
            raise MailMissing(f"the gateway did not take a mail: {answer.response}")
        return answer.response

    def wait_for(self, code: str, recipient: str) -> EmailMessage:
        """Return the first such letter that was not returned before.

        Raises :class:`MailMissing` after ``limit_seconds``, or where nobody is left
        to write it.
        """
        deadline = time.monotonic() + self.limit_seconds
        pause = Event()
        while True:
            running = self.alive()
            for name, letter in self._unread():
                if _is(letter, code, recipient):
                    self._handed_out.add(name)
                    return letter
            if not running or time.monotonic() > deadline:
                why = "in time" if running else "before the gateway ended"
                raise MailMissing(f"no letter {code} to {recipient} came {why}")
            pause.wait(LOOK_SECONDS)

    def letters(self, code: str, recipient: str) -> tuple[EmailMessage, ...]:
        """All such letters that have come so far, oldest first."""
        every = self.every_letter()
        return tuple(letter for letter in every if _is(letter, code, recipient))

    def every_letter(self) -> tuple[EmailMessage, ...]:
        """All letters that have come so far, oldest first."""
        self._look()
        return tuple(self._opened[name] for name in sorted(self._opened))

    def _unread(self) -> Iterator[tuple[str, EmailMessage]]:
        self._look()
        for name in sorted(self._opened.keys() - self._handed_out):
            yield name, self._opened[name]

    def _look(self) -> None:
        for path in (self.outgoing / "new").glob("*"):
            if path.name not in self._opened:
                content = path.read_bytes()
                self._opened[path.name] = message_from_bytes(content, policy=default)


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """The mail's own words, as plain text or as HTML; nothing where it has none."""
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def _is(letter: EmailMessage, code: str, recipient: str) -> bool:
    return (letter["X-Ticket-Mail"], letter["Delivered-To"]) == (code, recipient)
