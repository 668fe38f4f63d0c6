"""What a customer's mail comes to: a new request, a last word, or words to pass on.

Whether a reply settles a resolution is PROCESS 6's matter alone. A "yes" wants the
requester and a proof of who that is; a "no" wants only somebody who belongs here.
"""

from datetime import timedelta

from gateway.desk.answering import answering
from gateway.desk.answers import JUDGED, answer, hear, late_yes, passed_on, rating
from gateway.desk.confidential import discreet, unreadable
from gateway.desk.consents import about_consent, consenting
from gateway.desk.context import Context
from gateway.desk.draft import (
    Matched,
    file_notes,
    kept_files,
    names_of_kept,
    refused_files,
)
from gateway.desk.form import form_of
from gateway.desk.identify import Speaker
from gateway.desk.leaving import leaving
from gateway.desk.strangers import is_internal, is_new_stranger, requests_of_today
from gateway.domain.commands import Command
from gateway.domain.diagnosis_commands import VendorWrite
from gateway.domain.people import Locale
from gateway.domain.request import Form, Request
from gateway.domain.submission_commands import Submit
from gateway.mail.authentication import Alignment
from gateway.mail.subject import is_chinese, title

REMEMBERED_FOR = timedelta(days=3 * 365)
"""How long it is known who somebody is without asking again (R48, D13)."""
MISJUDGED_LIMIT = 3
"""Suspicions of one day that were none, after which nobody is called for one (D3)."""
URGENT_TAG = "urgent"
"""``support+urgent@``: mail to it is urgent by its address (D3)."""


def submission(matched: Matched, context: Context) -> Submit:
    """Step 1: words that belong to no request are a new one."""
    message = matched.read.message
    envelope = matched.read.spooled.envelope
    speaker = matched.speaker
    now = context.clock.now()
    subject = title(message.subject, message.reply_text)
    tags = (rcpt.rpartition("@")[0].rpartition("+")[2] for rcpt in envelope.rcpt_to)
    submit = Submit(
        number=context.store.draw_number(now.astimezone(context.zone).date()),
        subject=subject,
        description=message.reply_text or message.text,
        requester=speaker.address,
        requester_name=speaker.name or message.fields.contact,
        locale=locale_of(f"{subject} {message.reply_text}", context),
        form=form_of(message.fields),
        submitted_at=envelope.received_at,
        first_message_id=message.message_id,
        flagged_urgent=any(tag.casefold() == URGENT_TAG for tag in tags),
        important=message.importance_high,
        remembered=_remembered(speaker, context),
        often_misjudged=_often_misjudged(speaker, context),
        internal=is_internal(speaker, context),
        kept=names_of_kept(kept_files(message)),
        refused=refused_files(message, context.limits),
        notes=file_notes(message),
        unreadable=unreadable(matched, context),
        ask=_may_ask(matched, context),
        unknown=is_new_stranger(speaker, context),
    )
    return discreet(submit, message, context)


def _remembered(speaker: Speaker, context: Context) -> Form:
    """R48: who this is, by earlier requests of his that came in clear."""
    since = context.clock.now() - REMEMBERED_FOR
    past = context.store.requests_of(speaker.address, since)
    forms = [one.form for one in past if not one.triage.discreet]
    return Form(
        company=next((one.company for one in forms if one.company), ""),
        contact=next((one.contact for one in forms if one.contact), ""),
        employee_number=next(
            (one.employee_number for one in forms if one.employee_number), ""
        ),
    )


def _often_misjudged(speaker: Speaker, context: Context) -> bool:
    """D3: three times in a day it was suspected to be urgent, and was not."""
    today = requests_of_today(speaker, context)
    return sum(one.triage.misjudged for one in today) >= MISJUDGED_LIMIT


def may_be_answered(speaker: Speaker) -> bool:
    """Whether whoever is named there wrote: else a letter would trouble a victim."""
    return speaker.alignment is not Alignment.FAIL or speaker.person is not None


def _may_ask(matched: Matched, context: Context) -> bool:
    """Whether the words can be checked, and their sender be asked for more."""
    message = matched.read.message
    hidden = message.decrypted and not context.show_decrypted
    readable = not message.unreadable and not hidden
    return readable and may_be_answered(matched.speaker)


def reply(matched: Matched, request: Request, context: Context) -> Command:
    """What a customer's words about a request ask for.

    Of a mail that could be read in part only, nothing is carried out.
    """
    message = matched.read.message
    if message.unreadable:
        return passed_on(matched, message.reply_text, "")
    who = matched.speaker.address
    if who in context.people.vendors and who in request.repair.vendors:
        return VendorWrite(
            words=message.reply_text or message.text,
            files=names_of_kept(kept_files(message)),
        )
    first = rating(matched, request, context) or leaving(matched, request, context)
    if first:
        return first
    if about_consent(matched, request, context):
        return consenting(matched, request, context)
    if request.status in JUDGED:
        return answer(hear(matched, request, context))
    asked = bool(request.settlement.questions)
    late = late_yes(hear(matched, request, context)) if asked else None
    told = late or answering(matched, request, context)
    return told or passed_on(matched, message.reply_text, "")


def locale_of(text: str, context: Context) -> Locale:
    """The language in which somebody writes; where there are no words, ours."""
    if not any(char.isalpha() for char in text):
        return context.default_locale
    return Locale.ZH_CN if is_chinese(text) else Locale.EN
