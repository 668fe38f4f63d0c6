"""What a reply makes of the question "is it resolved?" (PROCESS 6.2-6.4).

The words are judged by the domain; here stands whose they are, how that is known, and
which letter they answer. A "yes" wants the right person and a proof, a "no" wants only
somebody who belongs here, and whatever is left goes to a person.
"""

from dataclasses import dataclass

from gateway.desk.context import Context
from gateway.desk.draft import Matched, file_notes, kept_files, names_of_kept
from gateway.desk.evidence import answers_question, evidence_of
from gateway.desk.vouching import signature_of
from gateway.domain.answer_commands import (
    Doubt,
    NotMe,
    Rate,
    Unproven,
    YesOfAnother,
)
from gateway.domain.commands import Command
from gateway.domain.confirmers import ENTITLED, Standing, is_formal, standing
from gateway.domain.evidence import Evidence
from gateway.domain.judging import LATE
from gateway.domain.rating import read_rating
from gateway.domain.request import Request, Status
from gateway.domain.submission_commands import Write
from gateway.domain.verdict import (
    Codes,
    Judgement,
    Position,
    Verdict,
    judge,
    normalise_code,
)
from gateway.domain.verification_commands import Confirm, Unresolved
from gateway.mail.authentication import Alignment
from gateway.mail.letter_text import letter_texts
from gateway.mail.sent import Remaining, own_words

LETTERS_SUBTRACTED = 6
"""The latest letters to this person whose lines are taken out of a reply."""

YES = frozenset({Verdict.CONFIRMED_BY_CODE, Verdict.CONFIRMED_BY_WORDS})
ENDED = frozenset({Status.CONFIRMED, Status.ARCHIVED})
JUDGED = ENDED | {Status.AWAITING_CONFIRMATION, Status.CLOSED_UNCONFIRMED}
"""The statuses in which a reply may be the requester's last word."""
_MIXED = frozenset({Verdict.MIXED, Verdict.CODE_AND_NEGATION})
_BELONG = ENTITLED | {Standing.COLLEAGUE, Standing.PARTICIPANT, Standing.STAFF}
_OPEN_WORD = "T4-word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A reply, its own words, what they say, and who says it."""

    matched: Matched
    request: Request
    context: Context
    words: str
    judgement: Judgement
    where: Standing

    @property
    def is_asked(self) -> bool:
        return self.request.status is Status.AWAITING_CONFIRMATION


def hear(matched: Matched, request: Request, context: Context) -> Heard:
    """Judge the reply's own words."""
    own = own_answer(matched, request, context)
    who = matched.speaker
    judgement = judge(
        own.words,
        codes=_codes(request, context),
        phrases=context.phrases,
        position=Position.BELOW_QUOTE if own.below else Position.TOP,
        names=(who.name,) if who.name else (),
    )
    return Heard(
        matched=matched,
        request=request,
        context=context,
        words=own.words,
        judgement=judgement,
        where=standing(who.address, request, context.case(who.address)),
    )


def rating(matched: Matched, request: Request, context: Context) -> Rate | None:
    """The answer to the one question of the certificate, however late it comes."""
    who = matched.speaker.address
    where = standing(who, request, context.case(who))
    if request.status not in ENDED or where not in _BELONG - {Standing.STAFF}:
        return None
    heard = hear(matched, request, context)
    found = read_rating(heard.words, context.phrases)
    # A clear "no" below the mark is one, and reopens.
    if found is None or heard.judgement.verdict is Verdict.DISPUTED:
        return None
    return Rate(mark=found.mark, words=found.words)


def answer(heard: Heard) -> Command:
    """What the reply asks for."""
    match heard.judgement.verdict:
        case Verdict.DISPUTED:
            return _no(heard)
        case Verdict.CONFIRMED_BY_CODE | Verdict.CONFIRMED_BY_WORDS:
            return _yes(heard)
        case Verdict.NOT_ME if heard.where in ENTITLED:
            return NotMe(words=heard.words)
        case _:
            return _unclear(heard)


def late_yes(heard: Heard) -> Command | None:
    """A yes to a question of the past; None where the reply is no such thing (T4)."""
    verdict = heard.judgement.verdict
    return _doubt(heard, LATE) if verdict in YES | {Verdict.PAST_CODE} else None


def _no(heard: Heard) -> Command:
    """Whoever belongs here may say it (P1), but no guest of a merge or stranger."""
    who, request = heard.matched.speaker.address, heard.request
    own = who == request.requester or who in request.participants
    guest = bool(heard.matched.match.merged_from) and not own
    if heard.where in _BELONG and not guest:
        return Unresolved(words=heard.words)
    return _doubt(heard, "disputed")


def _yes(heard: Heard) -> Command:
    if heard.request.status in ENDED:
        return passed_on(heard.matched, heard.words, "already-confirmed")
    if not heard.is_asked:
        return _doubt(heard, LATE)
    light = not is_formal(heard.request, heard.context.rules)
    colleague = heard.where is Standing.COLLEAGUE
    if heard.where in ENTITLED or (light and colleague):
        return _own_yes(heard)
    coded = heard.judgement.verdict is Verdict.CONFIRMED_BY_CODE
    if coded:
        return _challenge(heard, "not-the-requester")
    if colleague and proven(heard.matched):
        return YesOfAnother(words=heard.words, evidence=_evidence(heard))
    return _doubt(heard, "not-the-requester")


def _own_yes(heard: Heard) -> Command:
    """Of one whose yes counts, if it is his, and if it answers this question."""
    challenge = heard.request.settlement.challenge
    code = _challenge_code(heard.request, heard.context)
    asked = challenge is not None and challenge.to == heard.matched.speaker.address
    proven_by_code = asked and heard.judgement.code == code
    if not proven_by_code and not proven(heard.matched):
        return _challenge(heard, "not-proven")
    by_words = heard.judgement.verdict is Verdict.CONFIRMED_BY_WORDS
    if by_words and not answers_question(heard.matched, heard.request, heard.context):
        return _doubt(heard, "no-answer-to-it", ask_again=True)
    return Confirm(
        words=heard.judgement.line,
        evidence=_evidence(heard, challenged=proven_by_code),
    )


def _unclear(heard: Heard) -> Command:
    verdict, status = heard.judgement.verdict, heard.request.status
    substance = verdict is Verdict.UNCLEAR and heard.judgement.rule != _OPEN_WORD
    ended = status is Status.CLOSED_UNCONFIRMED and heard.where in ENTITLED
    if ended and substance:
        # Any words of the requester reopen what silence has closed (1.4b).
        return Unresolved(words=heard.words, raised=False)
    if not heard.is_asked and verdict not in _MIXED:
        return passed_on(heard.matched, heard.words, verdict)
    if verdict is Verdict.PAST_CODE:
        return _past_code(heard)
    if verdict is Verdict.EMPTY:
        files = bool(kept_files(heard.matched.read.message))
        return _doubt(heard, verdict, ask_again=True, judged=files)
    ask_again = verdict not in _MIXED
    return _doubt(heard, verdict, ask_again=ask_again)


def _past_code(heard: Heard) -> Command:
    """The new code to whoever may use it; of others staff are told."""
    entitled = heard.where in ENTITLED
    message = heard.matched.read.message
    return Doubt(
        words=heard.words or message.text,
        line=heard.judgement.line,
        reading=Verdict.PAST_CODE,
        ask_again=True,
        past_code=entitled,
        judged=not entitled,
    )


def _doubt(
    heard: Heard, reading: str, *, ask_again: bool = False, judged: bool = True
) -> Command:
    message = heard.matched.read.message
    return Doubt(
        words=heard.words,
        line=heard.judgement.line,
        reading=reading,
        mixed=heard.judgement.verdict in _MIXED,
        ask_again=ask_again,
        judged=judged,
        files=names_of_kept(kept_files(message)),
        notes=file_notes(message),
    )


def _challenge(heard: Heard, reading: str) -> Command:
    return Unproven(words=heard.words, line=heard.judgement.line, reading=reading)


def _evidence(heard: Heard, *, challenged: bool = False) -> Evidence:
    return evidence_of(
        heard.matched,
        heard.request,
        heard.judgement,
        heard.context,
        challenged=challenged,
    )


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


def passed_on(matched: Matched, words: str, reading: str) -> Write:
    """Words that settle nothing, for whoever works on the request (S04)."""
    message = matched.read.message
    return Write(
        words=words or message.text,
        reading=reading,
        files=names_of_kept(kept_files(message)),
        notes=file_notes(message),
    )


def own_answer(matched: Matched, request: Request, context: Context) -> Remaining:
    """The reply without what we sent ourselves (6.2, 4 and 5).

    Words below a quote weigh less: a quote may hold our own. A letter to the requester
    may have been passed on to whoever answers it.
    """
    people = dict.fromkeys((matched.speaker.address, request.requester))
    sent = [
        one
        for who in people
        for one in context.store.letters_to(request.number, who)[-LETTERS_SUBTRACTED:]
    ]
    letters = context.store.letter_text(sent) if sent else ()
    texts = [t for letter in letters for t in letter_texts(letter, context.limits)]
    return own_words(matched.read.message, texts)


def _codes(request: Request, context: Context) -> Codes:
    rounds = range(1, request.round)
    return Codes(
        current=context.living_codes(request, request.round),
        past=tuple(code for r in rounds for code in context.living_codes(request, r)),
        challenge=_challenge_code(request, context),
    )


def _challenge_code(request: Request, context: Context) -> str:
    if request.settlement.challenge is None:
        return ""
    return normalise_code(context.confirm_code(request).challenge)
