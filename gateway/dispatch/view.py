"""What a template may say: a notice as plain words, every value ready to print.

Templates see strings, tuples of strings and truths, never a domain value: so none
can reach further than its words, and both renderings cost one look at the notice.
"""

from collections.abc import Mapping

from gateway.dispatch.detail_forms import Row, Sender
from gateway.dispatch.details import detail_of
from gateway.dispatch.foreign import (
    FILENAME_COLUMNS,
    PARAGRAPH_COLUMNS,
    TITLE_COLUMNS,
    echo,
    mailto,
    person,
    phone_tail,
    quoted,
)
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.lifecycle import CUSTOMER_WORD
from gateway.domain.notices import Notice
from gateway.domain.request import Request, Status
from gateway.mail.subject import clean_subject

View = Mapping[str, object]

COMPANY_COLUMNS = 24
_NOT_YET_SOLVED = frozenset({Status.RECEIVED, Status.IN_PROGRESS})
"""Where the status strip of an urgent request is red."""


def view(notice: Notice, words: Words, sender: Sender) -> View:
    """Everything that the template of this notice may name."""
    told: dict[str, object] = _common(notice, words, sender)
    if notice.request is not None:
        told |= _about(notice.request, words, sender, staff=notice.code >= "S")
    return told | detail_of(notice, words, sender)


def _common(notice: Notice, words: Words, sender: Sender) -> dict[str, object]:
    name = person(notice.name)
    greeting = "greeting" if name else "greeting_nobody"
    return {
        "code": str(notice.code),
        "staff": notice.code >= "S",
        "to": notice.to,
        "greeting": words.phrase(greeting, name=name),
        "support": sender.support,
        "at": words.when(notice.at),
        "times": words.phrase("times", zone=words.offset(notice.at)),
        "owner": person(notice.owner_name),
        "number": "",
        "title": "",
        "urgent": False,
        "alarm": False,
        "status": "",
        "customer_word": "",
        "priority": "",
        "reply": "",
        "remarks": _remarks(notice, words),
        "enclosed": notice.enclosed,
        "late": _late(notice, words),
    }


def _late(notice: Notice, words: Words) -> str:
    """Why the letter comes late, at its head; empty where it comes in time (E18)."""
    if notice.late is None or notice.late_since is None:
        return ""
    return words.phrase(f"late_{notice.late}", when=words.when(notice.late_since))


def _remarks(notice: Notice, words: Words) -> tuple[Row, ...]:
    """What staff should know of the mail; its detail may be a stranger's."""
    label = words.tables["labels"]["remark"]
    said = (
        words.of("remark", remark.kind).format(detail=echo(remark.detail))
        for remark in notice.remarks
    )
    return tuple((label, sentence) for sentence in said)


def _about(
    request: Request, words: Words, sender: Sender, *, staff: bool
) -> dict[str, object]:
    number = request.number
    title = one_line(clean_subject(request.subject)) or words.phrase("no_subject")
    about: dict[str, object] = {
        "number": number,
        "title": cut(title, TITLE_COLUMNS),
        "echo": echo(request.form.symptom or request.description) or echo(title),
        "urgent": request.urgent,
        "alarm": request.urgent and request.status in _NOT_YET_SOLVED,
        "status": words.of("status", request.status),
        "customer_word": words.of("customer_word", CUSTOMER_WORD[request.status]),
        "reply": mailto(sender.reply_address, f"Re: [{number}]"),
        "requester": request.requester,
        "submitted": words.when(request.submitted_at),
        "priority": words.of("priority", request.priority),
        "urgency": words.of("urgency", request.urgency),
        "scene": words.of("scene", request.scene),
        "round": str(request.round),
        "wrote": request.channel == "mail",
        "accepted": words.when(request.accepted_at) if request.accepted_at else "",
        "resolved": words.when(request.resolved_at) if request.resolved_at else "",
        "cause": cut(one_line(request.cause), PARAGRAPH_COLUMNS),
        "solution": cut(one_line(request.solution), PARAGRAPH_COLUMNS),
        "tail": phone_tail(request.form.phone),
        "awaiting": request.status is Status.AWAITING_CONFIRMATION,
    }
    if staff:
        about |= _card(request, words)
    return about


def _card(request: Request, words: Words) -> dict[str, object]:
    """The registration form, R47-R57: what is missing is seen to be missing."""
    form = request.form
    given = (
        ("company", form.company),
        ("contact", form.contact or request.requester_name),
        ("employee_number", form.employee_number),
        ("phone", form.phone),
        ("address", request.requester),
        ("submitted", words.when(request.submitted_at)),
        ("scene", words.of("scene", request.scene)),
        ("urgency", words.of("urgency", request.urgency)),
        ("urgency_reason", form.urgency_reason),
        ("priority", words.of("priority", request.priority)),
        ("symptom", form.symptom),
        ("occurred", form.occurred),
        ("impact", form.impact),
        ("tried", form.tried),
    )
    labels = words.tables["labels"]
    missing = words.phrase("not_given")
    company = one_line(form.company) or one_line(request.requester_name)
    return {
        "card": tuple(
            (labels[name], cut(one_line(value), PARAGRAPH_COLUMNS) or missing)
            for name, value in given
        ),
        "description": quoted(request.description),
        "phone": cut(one_line(form.phone), FILENAME_COLUMNS),
        "company": cut(company or request.requester, COMPANY_COLUMNS),
    }
