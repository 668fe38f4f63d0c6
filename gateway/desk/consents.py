"""What a reply makes of the question for consent (R30, PROCESS 6.4).

The same way as the answer to "is it resolved?": the words are judged by the domain with
words of their own, a yes wants who may give it and a proof of who that is, a no wants
only the first, and whatever is left goes to a person.
"""

from dataclasses import replace

from gateway.desk.answers import JUDGED, own_answer, passed_on, proven
from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.domain.codes import NoticeCode
from gateway.domain.commands import Command
from gateway.domain.consenting import awaits_consent, code_for
from gateway.domain.phrases import Phrases
from gateway.domain.request import Request
from gateway.domain.solution_commands import AskForCode, Consent, RefuseConsent
from gateway.domain.solution_rules import may_consent
from gateway.domain.verdict import Codes, Judgement, Position, Verdict, judge

UNCLEAR = "consent-unclear"
YES = frozenset({Verdict.CONFIRMED_BY_CODE, Verdict.CONFIRMED_BY_WORDS})


def consenting(matched: Matched, request: Request, context: Context) -> Command:
    """What the reply asks for while the customer's consent is waited for."""
    own = own_answer(matched, request, context)
    judgement = _judged(own.words, request, context, below=own.below)
    speaker = matched.speaker.address
    entitled = may_consent(request, speaker, context.case(speaker))
    other_time, refused = _first_says(own.words, context.phrases)
    if entitled and (other_time or refused or judgement.verdict is Verdict.DISPUTED):
        return RefuseConsent(words=own.words, other_time=other_time)
    if judgement.verdict is Verdict.PAST_CODE and entitled:
        return AskForCode(words=own.words)
    if judgement.verdict not in YES:
        return passed_on(matched, own.words, UNCLEAR)
    if not entitled:
        return passed_on(matched, own.words, "not-the-requester")
    if not proven(matched):
        return passed_on(matched, own.words, "not-proven")
    coded = judgement.verdict is Verdict.CONFIRMED_BY_CODE
    return Consent(
        words=judgement.line,
        evidence_class="A" if coded else "B",
        message_id=matched.read.message_id,
    )


def about_consent(matched: Matched, request: Request, context: Context) -> bool:
    """Whether the reply answers that question, and not "is it resolved?"."""
    if not awaits_consent(request):
        return False
    if request.status not in JUDGED:
        return True
    message = matched.read.message
    parent = message.in_reply_to or "".join(message.references[-1:])
    known = context.store.references((parent,)) if parent else ()
    return any(one.code == NoticeCode.CONSENT_PLEASE for one in known)


def _judged(
    words: str, request: Request, context: Context, *, below: bool
) -> Judgement:
    codes = context.step_codes(request, request.requester, code_for(request))
    phrases = context.phrases
    return judge(
        words,
        codes=Codes(current=codes.living, past=codes.past),
        phrases=replace(
            phrases,
            with_code=(*phrases.with_code, *phrases.consent),
            confirm=frozenset(phrases.consent),
        ),
        position=Position.BELOW_QUOTE if below else Position.TOP,
    )


def _first_says(words: str, phrases: Phrases) -> tuple[bool, bool]:
    """Whether the first line begins with a wish for another time, or with a no."""
    first = next((line for line in words.split("\n") if line.strip()), "")
    folded = phrases.fold(first)
    return folded.startswith(phrases.other_time), folded.startswith(phrases.refuse)
