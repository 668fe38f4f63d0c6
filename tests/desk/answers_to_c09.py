"""Replies to C09 as mail clients write them, and what becomes of them (PROCESS 6)."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from gateway.domain.request import Request, Status
from gateway.mail.envelope import Envelope
from tests.support.builders import ANNE, BART
from tests.support.desk import PASSED, Sent, World, rendering
from tests.support.notices import a_renderer

AUTHENTICATED = f"Authentication-Results: {PASSED}"
PRIVATE = "anne.li@qq.example"
"""Anne's own mailbox at a public provider."""
Told = set[tuple[str, str]]


def asked(world: World, words: str = "打印机三号纸盒冒烟，无法打印。") -> Sent:
    """Anne asks in Chinese, Bart solves; returns the shipped C09 that Anne gets."""
    rendering(world, a_renderer())
    world.send(
        ANNE, words, subject="打印机冒烟", headers=AUTHENTICATED, message_id="<ant@c>"
    )
    task = world.letter("S01", BART)
    staff = "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com"
    commands = "#take\n#cause toner\n#fix new drum\n#test 打印一张测试页\n#resolve"
    world.answer(task, commands, headers=staff)
    return world.letter("C09", ANNE)


def code(world: World) -> str:
    """The code that the present round's letter prints."""
    return world.context.confirm_code(world.request()).printed


def quoted(letter: Sent, sign: str = "> ") -> str:
    """The whole letter below the line that a client puts before it."""
    lines = "\n".join(f"{sign}{line}".rstrip() for line in letter.text.splitlines())
    return f"技术支持中心 <support@example.com> 于2026年11月16日写道：\n\n{lines}"


def answered(
    world: World,
    letter: Sent,
    words: str,
    *,
    sender: str = ANNE,
    headers: str = AUTHENTICATED,
) -> Told:
    """What a reply that quotes the letter sets off."""
    text = f"{words.format(code=code(world))}\n\n{quoted(letter)}"
    return told(world.answer(letter, text, sender=sender, headers=headers))


def told(letters: tuple[Sent, ...]) -> Told:
    return {(one.code, one.to) for one in letters}


def raw_reply(letter: Sent, *, sender: str = ANNE) -> EmailMessage:
    """The head of a reply; its body is for the test to make."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = sender, letter.reply_to
    mail["Subject"] = f"Re: [{letter.number}] 打印机冒烟"
    mail["Message-ID"] = "<raw@customer.example>"
    mail["In-Reply-To"] = letter.message_id
    mail["References"] = letter.message_id
    return mail


def delivered(world: World, content: bytes, *, sender: str, to: str) -> Told:
    """What these very bytes set off, that our border has vouched for."""
    before = len(world.letters())
    envelope = Envelope(
        mail_from=sender,
        rcpt_to=(to,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
    )
    world.spool.accept(envelope, AUTHENTICATED.encode() + b"\r\n" + content)
    world.work()
    return told(world.letters()[before:])


def is_confirmed(request: Request, evidence_class: str) -> bool:
    """Whether it is confirmed, by evidence of this class."""
    evidence = request.settlement.evidence
    found = evidence.evidence_class if evidence else ""
    return request.status is Status.CONFIRMED and found == evidence_class


def is_open(request: Request) -> bool:
    """Whether the question is still open, in its first round."""
    waits = request.status is Status.AWAITING_CONFIRMATION
    return waits and request.round == 1 and request.settlement.evidence is None


def html_of(world: World, letter: Sent) -> str:
    """The letter's HTML, as a client takes it over into its quote."""
    (content,) = world.facts.letter_text((letter.message_id,))
    page = message_from_bytes(content, policy=SMTP).get_body(("html",))
    assert isinstance(page, EmailMessage)
    return str(page.get_content())
