"""What ``explain`` says, in the words of an operator.

Rule: each reason that the gateway has stands here in words; one that does not is
printed as it is. ``tests/cli/test_explain.py`` holds the tables to the code.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from gateway.domain.submission_details import RefusedFor
from gateway.mail.explain import Became, ToldPart
from gateway.mail.message import (
    Attachment,
    Cut,
    CutFor,
    Mailbox,
    MailKind,
    Message,
    Signature,
)

SHOWN_CHARS = 72
"""Of a text that is quoted, how much is printed."""

BECAME: Mapping[Became, str] = MappingProxyType(
    {
        Became.BRANCH: "holds",
        Became.TEXT: "is the message",
        Became.OTHER_FORM: "another form of it, not shown",
        Became.FILE: "a file, kept",
        Became.REFUSED: "a file, not kept",
        Became.SIGNATURE: "a signature over the part beside it",
        Became.OPENED: "opened",
        Became.NOT_READ: "not read",
    }
)

REFUSED: Mapping[RefusedFor, str] = MappingProxyType(
    {
        RefusedFor.TOO_LARGE: "larger than attachments.size allows",
        RefusedFor.WRONG_TYPE: "neither a jpg, a text nor a zip",
        RefusedFor.NAME_AND_CONTENT_DIFFER: "its content is not what its name says",
        RefusedFor.EMPTY: "it is empty",
        RefusedFor.UNREADABLE: "its encoding is damaged",
        RefusedFor.TOO_MANY: "there are more files than attachments.count allows",
        RefusedFor.PICTURE_NOT_JPG: "a picture that is no jpg, attached as a file",
        RefusedFor.ZIP_CUT: "the zip breaks off",
        RefusedFor.ZIP_DIFFERS: "the zip's listing and its content disagree",
        RefusedFor.ZIP_OVERLAP: "members of the zip share their bytes: a bomb",
        RefusedFor.ZIP_ENTRIES: "the zip has too many members",
        RefusedFor.ZIP_SIZE: "the zip unpacks to too much",
        RefusedFor.ZIP_RATIO: "the zip is packed as only bombs are",
        RefusedFor.ZIP_NESTED: "archives within archives",
        RefusedFor.PATH_TRICKS: "the zip would write outside of its folder",
        RefusedFor.INFECTED: "the virus scanner found something",
        RefusedFor.CLOUD_LINK: "a link to a file elsewhere; no link is fetched",
    }
)

CUTS: Mapping[CutFor, str] = MappingProxyType(
    {
        CutFor.BANNER: "a warning that a mail gateway put on top",
        CutFor.MARKER: "our own line that asks to reply above it",
        CutFor.SEPARATOR: "the line in which a client introduces a quote",
        CutFor.QUOTE: "the mail that is answered",
        CutFor.QUOTE_SIGN: "lines that a quote sign begins",
        CutFor.SIGNATURE: "a signature",
        CutFor.FOOTER: "what a client or a phone appends",
        CutFor.LIST_FOOTER: "what a mailing list appends",
        CutFor.NOTICE: "a legal notice",
        CutFor.OWN_ADDRESS: "the sender's own address, as Foxmail signs",
        CutFor.PICTURE: "where a picture stood",
    }
)

DEFECTS: Mapping[str, str] = MappingProxyType(
    {
        "too-many-parts": "more parts than are read; the rest is left unread",
        "too-deep": "parts nested deeper than is read; what is deeper is one text",
        "too-many-lines": "more lines than are read; the rest is left unread",
        "line-too-long": "a line of many megabytes, broken in pieces",
        "headers-too-large": "more header than is read; the rest is left out",
        "html-too-large": "more HTML than a parser gets; read without its form",
        "text-too-large": "more text than is read; the rest is left unread",
        "lost-boundary": "its parts are divided by another line than it declares",
        "text-outside-parts": "its only words stand outside of its parts",
        "no-header": "it has no header",
        "broken-header-line": "a line of its header is none",
        "no-blank-line-after-header": "no blank line ends its header",
        "several-from-fields": "it has more than one From field",
        "not-one-sender": "From does not name exactly one sender",
        "doubled-fields": "Subject or Message-ID stands there twice",
        "partial": "it is one fragment of a larger mail",
        "external-body": "a part is only a pointer to a file elsewhere",
        "tnef-unreadable": "its winmail.dat cannot be read to its end",
        "StartBoundaryNotFoundDefect": "the line that divides its parts never comes",
        "CloseBoundaryNotFoundDefect": "it breaks off before its last part ends",
        "MultipartInvariantViolationDefect": "it has no parts, though it says so",
        "NoBoundaryInMultipartDefect": "it does not say what divides its parts",
        "InvalidMultipartContentTransferEncodingDefect": "parts encoded as a whole",
        "FirstHeaderLineIsContinuationDefect": "its header begins in mid-field",
        "MisplacedEnvelopeHeaderDefect": "a From line of a mailbox file in its header",
        "MissingHeaderBodySeparatorDefect": "no blank line ends a header",
    }
)

UNREADABLE: Mapping[str, str] = MappingProxyType(
    {
        "partial": "only a fragment of it came",
        "encrypted": "it is encrypted, and no key that opens it is here",
        "damaged-encryption": "its encryption is damaged",
    }
)


def lines(
    parts: Sequence[ToldPart], message: Message, desk: Mapping[str, object]
) -> Iterator[str]:
    """The explanation, section by section."""
    sections = (
        ("The mail", _mail(message)),
        ("Its parts", map(_part, parts)),
        ("Cut from its words", map(_cut, message.cut)),
        ("Its words", _quoted(message.reply_text)),
        ("Fields of the form", _fields(message)),
        ("Files", map(_file, message.attachments)),
        ("Who wrote it", _proofs(message)),
        ("What is odd about it", (_defect(one) for one in message.defects)),
        ("What the desk makes of it", _desk(desk)),
    )
    for title, told in sections:
        found = list(told)
        if found:
            yield title
            yield from (f"  {line}" for line in found)


def _mail(message: Message) -> Iterator[str]:
    yield f"from {_people(message.senders)}"
    yield f"to {_people(message.to)}"
    yield f"subject {_short(message.subject) or '(none)'}"
    kind = message.kind.value
    if message.kind is MailKind.PERSON:
        kind = "a person's reply" if message.is_reply else "a person's new mail"
    yield f"it is {kind}: {_short(message.kind_reason)}"
    if message.wants_no_answer:
        yield "its header asks for no automatic answer; it gets none"
    bounce = message.bounce
    if bounce:
        how = "will be tried again" if bounce.delayed else "given up"
        yield f"not delivered to {', '.join(bounce.recipients) or '?'}, {how}"
    if message.returns_on:
        yield f"its writer is back on {message.returns_on}"
    if message.calendar:
        yield f"calendar {message.calendar.method}: {_short(message.calendar.summary)}"
    if message.unreadable:
        why = UNREADABLE.get(message.unreadable, message.unreadable)
        yield f"its words cannot be read: {why}"


def _part(part: ToldPart) -> str:
    facts = [part.content_type]
    if part.name:
        facts.append(f'"{part.name}"')
    if part.charset or part.read_as:
        said = part.charset or "no charset"
        same = part.read_as in {"", part.charset}
        facts.append(said if same else f"{said} read as {part.read_as}")
    if part.became is not Became.BRANCH:
        facts += [f"encoding {part.encoding}", f"{part.size_bytes} bytes"]
    reason = _refusal(part.why) if part.became is Became.REFUSED else part.why
    between = " " if part.became is Became.BRANCH else ", because: "
    why = f"{between}{reason}" if reason else ""
    return f"{'  ' * part.depth}{', '.join(facts)}: {BECAME[part.became]}{why}"


def _cut(cut: Cut) -> str:
    first, _, rest = cut.text.strip().partition("\n")
    more = f" and {rest.count(chr(10)) + 1} more lines" if rest else ""
    return f"{CUTS[cut.why]}: {_short(first)!r}{more}"


def _quoted(text: str) -> Iterator[str]:
    yield from (f"| {line}" for line in text.split("\n") if text.strip())


def _fields(message: Message) -> Iterator[str]:
    for name in message.fields.__slots__:
        value = str(getattr(message.fields, name))
        if value:
            yield f"{name.replace('_', ' ')}: {_short(value)}"


def _file(file: Attachment) -> str:
    verdict = f"not kept: {_refusal(file.refused)}" if file.refused else "kept"
    marks = f" ({', '.join(file.marks)})" if file.marks else ""
    inside = f", {len(file.members)} members" if file.members else ""
    where = " in the text" if file.inline else ""
    kind = f"{file.content_type}, {file.size_bytes} bytes{inside}"
    return f'"{file.filename}"{where}, {kind}: {verdict}{marks}'


def _proofs(message: Message) -> Iterator[str]:
    for layer in message.protection:
        yield f"it came {layer.value}{', opened here' if message.decrypted else ''}"
    yield from map(_signature, message.signatures)
    for result in message.authentication_results:
        yield f"Authentication-Results: {_short(result)}"


def _signature(one: Signature) -> str:
    who = ", ".join(one.signers) or one.key or "nobody named"
    whose = "the sender" if one.for_sender else "somebody other than the sender"
    part = ", over a part of it only" if one.partly else ""
    why = f" ({one.reason})" if one.reason else ""
    return f"{one.method} signature of {who}, {whose}: {one.result}{why}{part}"


def _defect(defect: str) -> str:
    return DEFECTS.get(defect, defect)


def _desk(desk: Mapping[str, object]) -> Iterator[str]:
    if not desk:
        yield "nothing here: there is no state to look at, so no request is known"
        return
    if desk["handled_before"]:
        yield "it was handled before; it would be filed as a duplicate. Anew:"
    end, reason = desk["end_state"], desk["reason"]
    number = desk.get("number")
    yield f"{end} ({reason}){f' of {number}' if number else ''}"
    for name in ("evidence", "conflict", "events", "letters"):
        told = desk.get(name)
        for one in told if isinstance(told, list) else ():
            yield f"{_SINGULAR[name]}: {_letter(one) if isinstance(one, dict) else one}"


_SINGULAR = MappingProxyType(
    {
        "evidence": "proof",
        "conflict": "names also",
        "events": "records",
        "letters": "would write",
    }
)


def _letter(letter: Mapping[str, object]) -> str:
    return f"{letter['code']} to {letter['to']}: {letter['subject']}"


def _refusal(why: str) -> str:
    try:
        return REFUSED[RefusedFor(why)]
    except ValueError:
        return why


def _people(boxes: Sequence[Mailbox]) -> str:
    return ", ".join(f"{box.name} <{box.address}>".strip() for box in boxes) or "nobody"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARS else line[: SHOWN_CHARS - 1] + "…"
