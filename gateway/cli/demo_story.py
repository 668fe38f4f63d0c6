"""The demo's story: who writes what, and which letters must come of it.

One customer, one engineer, one person on duty; the gateway in between. The story is
told mail by mail, so that it can be shown as well as checked; whoever tells it brings
the post, and may dress the customer's mails as other mail clients would.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, make_msgid
from enum import StrEnum
from zoneinfo import ZoneInfo

from gateway.cli.demo_post import MailMissing, Post, text_of
from gateway.cli.demo_words import CUSTOMER, DUTY, STAFF, SUPERVISOR, SUPPORT, Words
from gateway.runtime.clock import SystemClock

ZONE = ZoneInfo("Asia/Shanghai")
"""Where everybody lives."""
CODE = re.compile(r"^ +(?:确认|CONFIRM) ([0-9A-Z]{4}-[0-9A-Z]{4})$", re.MULTILINE)


class Speaker(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    GATEWAY = "gateway"


class Act(StrEnum):
    """What happens in a mail of the story."""

    ASKS = "asks"
    ACKNOWLEDGED = "acknowledged"
    DUTY_CALLED = "duty-called"
    TO_ASSIGN = "to-assign"
    ACCEPTS = "accepts"
    ACCEPTED = "accepted"
    WORKS = "works"
    RESOLVES = "resolves"
    TRANSCRIPT = "transcript"
    CONFIRM_PLEASE = "confirm-please"
    CONFIRMS = "confirms"
    RECEIPT = "receipt"
    DISPUTES = "disputes"
    REOPENED = "reopened"
    OUTCOME = "outcome"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One mail of the exchange, as it crossed the wire."""

    act: Act
    speaker: Speaker
    mail: EmailMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mail before its writer's mail client gives it a form.

    ``quote`` is the letter that is answered, as text, with the client's line above it.
    """

    sender: str
    name: str
    to: str
    subject: str
    text: str
    date: datetime
    quote: str = ""
    in_reply_to: str = ""
    references: str = ""
    attachment: tuple[str, bytes] | None = None


Dress = Callable[[Draft], bytes]


def plain(draft: Draft) -> bytes:
    """A mail in plain UTF-8 text, the quoted letter below the answer."""
    mail = headed(draft)
    quoted = "".join(f"> {line}\n" for line in draft.quote.splitlines()[1:])
    above = draft.quote.partition("\n")[0]
    mail.set_content(draft.text + (f"\n{above}\n{quoted}" if quoted else ""))
    attach(mail, draft)
    return mail.as_bytes()


def headed(draft: Draft) -> EmailMessage:
    """The headers that every mail client writes."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{draft.name} <{draft.sender}>"
    mail["To"] = draft.to
    mail["Subject"] = draft.subject
    mail["Date"] = format_datetime(draft.date)
    mail["Message-ID"] = make_msgid(domain=draft.sender.rpartition("@")[2])
    if draft.in_reply_to:
        mail["In-Reply-To"] = draft.in_reply_to
        mail["References"] = draft.references
    return mail


def attach(mail: EmailMessage, draft: Draft) -> None:
    if draft.attachment is not None:
        name, content = draft.attachment
        mail.add_attachment(content, "application", "zip", filename=name)


@dataclass(slots=True, kw_only=True)
class Story:
    """Its chapters, in their order; each yields its mails as they cross the wire.

    The letters that are answered later are remembered: a person replies to what is in
    the mailbox, to the address that stands there.
    """

    post: Post
    words: Words
    dress: Dress = plain
    to_assign: EmailMessage = field(default_factory=EmailMessage)
    confirm_please: EmailMessage = field(default_factory=EmailMessage)

    def tell(self, *, dispute: bool = False) -> Iterator[Scene]:
        """The whole of it; ``dispute``: in the end the customer is not satisfied.

        Raises :class:`MailMissing` where a letter does not come.
        """
        yield from self.ask()
        yield from self.accept()
        yield from self.work()
        yield from self.resolve()
        yield from self.dispute() if dispute else self.confirm()

    def ask(self) -> Iterator[Scene]:
        words = self.words
        packed = _zip(words.file_inside, words.file_text)
        draft = Draft(
            sender=CUSTOMER,
            name=words.customer_name,
            to=SUPPORT,
            subject=words.subject,
            text=words.request,
            date=_now(),
            attachment=(words.file_name, packed),
        )
        yield self._sent(Act.ASKS, Speaker.CUSTOMER, self.dress(draft))
        yield self._letter(Act.ACKNOWLEDGED, "C01", CUSTOMER)
        yield self._letter(Act.DUTY_CALLED, "S02", DUTY)
        to_assign = self._letter(Act.TO_ASSIGN, "S01", STAFF)
        self.to_assign = to_assign.mail
        yield to_assign

    def accept(self) -> Iterator[Scene]:
        yield self._commands(Act.ACCEPTS, self.words.first_response)
        yield self._letter(Act.ACCEPTED, "C04", CUSTOMER)
        yield self._letter(Act.TRANSCRIPT, "S11", STAFF)

    def work(self) -> Iterator[Scene]:
        yield self._commands(Act.WORKS, self.words.work)
        yield self._letter(Act.TRANSCRIPT, "S11", STAFF)

    def resolve(self) -> Iterator[Scene]:
        yield self._commands(Act.RESOLVES, self.words.solved)
        asked = self._letter(Act.CONFIRM_PLEASE, "C09", CUSTOMER)
        self.confirm_please = asked.mail
        yield asked
        yield self._letter(Act.TRANSCRIPT, "S11", STAFF)

    def confirm(self) -> Iterator[Scene]:
        line = f"{self.words.confirm} {self.code}"
        yield self.answer(Act.CONFIRMS, f"{line}\n\n{self.words.thanks}\n")
        yield self._letter(Act.RECEIPT, "C12", CUSTOMER)
        yield self._letter(Act.OUTCOME, "S14", STAFF)

    def dispute(self) -> Iterator[Scene]:
        yield self.answer(Act.DISPUTES, f"{self.words.dispute}\n")
        yield self._letter(Act.REOPENED, "C13", CUSTOMER)
        yield self._letter(Act.OUTCOME, "S14", STAFF)
        yield self._letter(Act.ESCALATED, "S14", SUPERVISOR)

    @property
    def code(self) -> str:
        """The code that the last letter to ask for confirmation printed."""
        found = CODE.search(text_of(self.confirm_please))
        if found is None:
            raise MailMissing("the letter that asks for confirmation holds no code")
        return found[1]

    def answer(self, act: Act, text: str) -> Scene:
        """The customer replies to the letter that asks, quoting it."""
        draft = self._reply(self.confirm_please, CUSTOMER, text)
        return self._sent(act, Speaker.CUSTOMER, self.dress(draft))

    def _commands(self, act: Act, text: str) -> Scene:
        draft = self._reply(self.to_assign, STAFF, text)
        return self._sent(act, Speaker.STAFF, plain(draft))

    def _reply(self, letter: EmailMessage, sender: str, text: str) -> Draft:
        """As a mail client does it: to Reply-To, in the thread, the letter quoted."""
        words = self.words
        answered = str(letter["Message-ID"])
        above = words.quoted.format(
            date=letter["Date"].datetime.astimezone(ZONE).strftime(words.date),
            name=letter["From"].addresses[0].display_name,
            address=SUPPORT,
        )
        subject = str(letter["Subject"])
        return Draft(
            sender=sender,
            name=words.customer_name if sender == CUSTOMER else words.staff_name,
            to=str(letter["Reply-To"]),
            subject=subject if subject.startswith("Re: ") else f"Re: {subject}",
            text=text,
            date=_now(),
            quote=f"{above}\n{text_of(letter)}",
            in_reply_to=answered,
            references=" ".join([*str(letter["References"] or "").split(), answered]),
        )

    def _sent(self, act: Act, speaker: Speaker, content: bytes) -> Scene:
        mail = message_from_bytes(content, policy=default)
        sender, to = (mail[name].addresses[0].addr_spec for name in ("From", "To"))
        self.post.send(sender, to, content)
        return Scene(act=act, speaker=speaker, mail=mail)

    def _letter(self, act: Act, code: str, recipient: str) -> Scene:
        letter = self.post.wait_for(code, recipient)
        return Scene(act=act, speaker=Speaker.GATEWAY, mail=letter)


def _zip(name: str, text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return packed.getvalue()


def _now() -> datetime:
    return SystemClock().now().astimezone(ZONE)
