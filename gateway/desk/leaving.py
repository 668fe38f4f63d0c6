"""What a customer's reply asks for beside all questions: to withdraw, or to hear less.

The first line alone says it, in the sender's own words: what stands in a quote, or
below one, is none. Of who may not, or has not proven who he is, staff read the words.
"""

from gateway.desk.answers import own_answer, passed_on, proven
from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.domain.classification import may
from gateway.domain.commands import Command
from gateway.domain.confirmers import ENTITLED, standing
from gateway.domain.leaving_commands import Hush, Withdraw
from gateway.domain.lifecycle import Trigger
from gateway.domain.request import Request, Status
from gateway.domain.verdict import Codes, Verdict, judge
from gateway.domain.wishes import Wish, Wished, wished

_CONTRADICTS = frozenset({Verdict.DISPUTED, Verdict.MIXED, Verdict.CODE_AND_NEGATION})


def leaving(matched: Matched, request: Request, context: Context) -> Command | None:
    """The wish that the reply begins with; None where it is no such thing."""
    names = (matched.speaker.name,) if matched.speaker.name else ()
    if wished(matched.read.message.reply_text, context.phrases, names) is None:
        return None
    own = own_answer(matched, request, context)
    wish = wished(own.words, context.phrases, names)
    if wish is None or own.below:
        return None
    match wish.wish:
        case Wish.WITHDRAW:
            return _withdrawing(wish, matched, request, context)
        case Wish.ERASE:
            return passed_on(matched, own.words, "wants-erasure")
        case Wish.MUTE | Wish.UNMUTE:
            return _hushing(wish, matched, request)


def _withdrawing(
    wish: Wished, matched: Matched, request: Request, context: Context
) -> Command | None:
    words = "\n".join(part for part in (wish.line, wish.rest) if part)
    speaker = matched.speaker.address
    if not may(request, Trigger.WITHDRAW):
        late = request.status is Status.IMPLEMENTING
        return passed_on(matched, words, "withdraw-too-late") if late else None
    rest = judge(wish.rest, codes=Codes(), phrases=context.phrases).verdict
    if rest in _CONTRADICTS or "?" in context.phrases.fold(wish.rest):
        return passed_on(matched, words, "withdraw-unclear")
    if standing(speaker, request, context.case(speaker)) not in ENTITLED:
        return passed_on(matched, words, "withdraw-by-other")
    if not proven(matched):
        return passed_on(matched, words, "withdraw-unproven")
    return Withdraw(words=words)


def _hushing(wish: Wished, matched: Matched, request: Request) -> Command | None:
    """A switch for the requester, and a way out for whoever else follows."""
    speaker, muted = matched.speaker.address, wish.wish is Wish.MUTE
    leaves = muted and speaker in request.participants
    if speaker == request.requester or leaves:
        return Hush(muted=muted, words=wish.rest)
    return None
