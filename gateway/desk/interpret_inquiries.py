"""How the verbs are read that ask of one request, of all, and of the commands."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.inquiry_commands import AskHelp, AskStats, Inquire, Inquiry
from gateway.domain.request import RequestNumber
from gateway.mail.directives import Directive, request_numbers

STATS_DAYS = 30
"""Days that #stats tells of where none are named."""
_DAYS = re.compile(r"([0-9]{1,4}) ?(?:d|days?|天|日)?", re.IGNORECASE)
_ECHO_CHARS = 60


def _about(which: Inquiry) -> Reader:
    def read(directive: Directive, around: Surroundings) -> Read:
        argument = directive.argument.strip()
        if not argument:
            return Inquire(which=which)
        named = request_numbers(argument)
        if not named:
            return Refusal(Reason.BAD_ARGUMENT, argument[:_ECHO_CHARS])
        if len(named) > 1:
            return Refusal(Reason.ONE_REQUEST, " ".join(named[:2]))
        request = around.request(RequestNumber(named[0]))
        if request is None:
            return Refusal(Reason.UNKNOWN_REQUEST, named[0])
        return Inquire(which=which, of=request)

    return read


def _stats(directive: Directive, _: Surroundings) -> Read:
    argument = directive.argument.strip()
    if not argument:
        return AskStats(days=STATS_DAYS)
    found = _DAYS.fullmatch(argument)
    if found is None:
        return Refusal(Reason.BAD_ARGUMENT, argument[:_ECHO_CHARS])
    return AskStats(days=int(found[1]))


def _help(_directive: Directive, _: Surroundings) -> Read:
    return AskHelp()


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.SHOW: _about(Inquiry.SHOW),
        Verb.HISTORY: _about(Inquiry.HISTORY),
        Verb.WHY: _about(Inquiry.WHY),
        Verb.STATS: _stats,
        Verb.HELP: _help,
    }
)
