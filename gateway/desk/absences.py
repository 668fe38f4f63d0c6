"""Notes of absence: reminders wait for a customer, and supervisors hear of an owner.

Rule: only what answers a letter of ours counts. Anybody can write a number, and in
anybody's name; our letter has only who got it.
"""

from gateway.desk.bystanders import HELD, absence
from gateway.desk.context import Context
from gateway.desk.draft import Matched, Read
from gateway.desk.effects import Effects, EndState, FiledFor
from gateway.desk.gathering import effects_of
from gateway.desk.identify import identify
from gateway.desk.match import matcher
from gateway.desk.run import Run
from gateway.domain.absent_commands import ReportAway
from gateway.domain.decide import decide
from gateway.domain.decision import Refusal


def away(read: Read, context: Context) -> Effects | None:
    """What an automatic reply changes; None where it is filed and no more."""
    message = read.message
    speaker = identify(message, context.people, "")
    if speaker is None or (speaker.person is None and message.returns_on is None):
        return None
    now = context.clock.now()
    match = matcher(context).match(message, read.spooled.envelope, speaker, now)
    if match.request is None or match.proof not in HELD:
        return None
    words = message.reply_text or message.text
    report = ReportAway(words=words, back=message.returns_on)
    command = report if speaker.person else absence(message, context, now)
    if command is None:
        return None
    run = Run(request=match.request, case=context.case(speaker.address))
    outcome = decide(command, match.request, run.case)
    if isinstance(outcome, Refusal):
        return None
    run.apply(outcome)
    matched = Matched(read=read, speaker=speaker, match=match)
    return effects_of(matched, context, run, EndState.FILED, FiledFor.AUTOMATIC)
