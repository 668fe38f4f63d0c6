"""What a customer's mail comes to: a new request, a last word, or words to pass on.

Whether a reply settles a resolution is PROCESS 6's matter alone. A "yes" wants the
requester and a proof of who that is; a "no" wants only somebody who belongs here.
"""

from gateway.desk.answering import answering
from gateway.desk.confidential import discreet, unreadable
from gateway.desk.context import Context
from gateway.desk.draft import (
    Matched,
    file_notes,
    kept_files,
    names_of_kept,
    refused_files,
)
from gateway.desk.evidence import evidence_of
from gateway.desk.form import form_of
from gateway.desk.identify import Speaker
from gateway.desk.vouching import signature_of
from gateway.domain.commands import Command
from gateway.domain.people import Locale
from gateway.domain.request import Request, Status
from gateway.domain.submission_commands import Submit, Write
from gateway.domain.verdict import Codes, Position, Verdict, judge
from gateway.domain.verification_commands import Confirm, Unresolved
from gateway.mail.authentication import Alignment
from gateway.mail.letter_text import letter_texts
from gateway.mail.sent import Remaining, own_words
from gateway.mail.subject import is_chinese, title

URGENT_TAG = "urgent"
"""``support+urgent@``: mail to it is urgent by its address (D3)."""
LETTERS_SUBTRACTED = 6
"""The latest letters to this person whose lines are taken out of a reply."""

JUDGED = frozenset(
    {
        Status.AWAITING_CONFIRMATION,
        Status.CONFIRMED,
        Status.CLOSED_UNCONFIRMED,
        Status.ARCHIVED,
    }
)
"""The statuses in which a reply may be the requester's last word."""


def submission(matched: Matched, context: Context) -> Submit:
    """Step 1: words that belong to no request are a new one."""
    message = matched.read.message
    envelope = matched.read.spooled.envelope
    speaker = matched.speaker
    now = context.clock.now()
    subject = title(message.subject, message.reply_text)
    domain = speaker.address.rpartition("@")[2]
    tags = (rcpt.rpartition("@")[0].rpartition("+")[2] for rcpt in envelope.rcpt_to)
    submit = Submit(
        number=context.store.draw_number(now.astimezone(context.zone).date()),
        subject=subject,
        description=message.reply_text or message.text,
        requester=speaker.address,
        requester_name=speaker.name or message.fields.contact,
        locale=_locale(f"{subject} {message.reply_text}", context),
        form=form_of(message.fields),
        submitted_at=envelope.received_at,
        first_message_id=message.message_id,
        flagged_urgent=any(tag.casefold() == URGENT_TAG for tag in tags),
        internal=speaker.person is not None or domain in context.rules.internal_domains,
        kept=names_of_kept(kept_files(message)),
        refused=refused_files(message, context.limits),
        notes=file_notes(message),
        unreadable=unreadable(matched, context),
        ask=_may_ask(matched, context),
    )
    return discreet(submit, message, context)


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
    if matched.read.message.unreadable:
        return _passed_on(matched, matched.read.message.reply_text, "")
    if request.status not in JUDGED:
        answers = answering(matched, request, context)
        return answers or _passed_on(matched, matched.read.message.reply_text, "")
    own = _own_words(matched, request, context)
    words = own.words
    judgement = judge(
        words,
        codes=_codes(request, context),
        phrases=context.phrases,
        position=Position.BELOW_QUOTE if own.below else Position.TOP,
        names=(matched.speaker.name,) if matched.speaker.name else (),
    )
    match judgement.verdict:
        case Verdict.DISPUTED if not _is_guest(matched, request):
            return Unresolved(words=words)
        case Verdict.CONFIRMED_BY_CODE | Verdict.CONFIRMED_BY_WORDS:
            why = _bar(matched, request)
            if why:
                return _passed_on(matched, words, why)
            evidence = evidence_of(matched, request, judgement, context)
            return Confirm(words=judgement.line, evidence=evidence)
        case _:
            return _passed_on(matched, words, judgement.verdict)


def _is_guest(matched: Matched, request: Request) -> bool:
    """Whether a merge alone led the sender here, whom the requester may not know."""
    who = matched.speaker.address
    own = who == request.requester or who in request.participants
    return bool(matched.match.merged_from) and not own


def _bar(matched: Matched, request: Request) -> str:
    """Why a yes does not count; empty where it does."""
    if request.status is not Status.AWAITING_CONFIRMATION:
        return "already-confirmed"
    if matched.speaker.address != request.requester:
        return "not-the-requester"
    return "" if proven(matched) else "not-proven"


def proven(matched: Matched) -> bool:
    """Whether the sender is who From says.

    A failed DMARC is never proof, and a From of several names nobody. Else the token
    in the reply is: it was mailed to this address alone; or our own border's word, or
    the domain's signature, that From is aligned; or the sender's own signature.
    """
    alone = len(matched.read.message.senders) == 1
    if matched.speaker.alignment is Alignment.FAIL or not alone:
        return False
    aligned = matched.speaker.alignment is Alignment.PASS
    message, who = matched.read.message, matched.speaker.address
    signed = signature_of(message, who) is not None
    return aligned or signed or matched.match.holds_token


def _passed_on(matched: Matched, words: str, reading: str) -> Write:
    message = matched.read.message
    return Write(
        words=words or message.text,
        reading=reading,
        files=names_of_kept(kept_files(message)),
        notes=file_notes(message),
    )


def _own_words(matched: Matched, request: Request, context: Context) -> Remaining:
    """The reply without what we sent ourselves (6.2, 4 and 5).

    Words below a quote weigh less: a quote may hold our own.
    """
    sent = context.store.letters_to(request.number, matched.speaker.address)
    letters = context.store.letter_text(sent[-LETTERS_SUBTRACTED:]) if sent else ()
    texts = [t for letter in letters for t in letter_texts(letter, context.limits)]
    return own_words(matched.read.message, texts)


def _codes(request: Request, context: Context) -> Codes:
    rounds = range(1, request.round)
    return Codes(
        current=context.living_codes(request, request.round),
        past=tuple(code for r in rounds for code in context.living_codes(request, r)),
    )


def _locale(text: str, context: Context) -> Locale:
    if not any(char.isalpha() for char in text):
        return context.default_locale
    return Locale.ZH_CN if is_chinese(text) else Locale.EN
