"""How the verbs are read that send what is written already."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.sending_commands import Resend, SendReply
from gateway.mail.directives import Directive

_ECHO_CHARS = 60


def _template(directive: Directive, _: Surroundings) -> Read:
    name = directive.argument.strip()
    return SendReply(name=name) if name else Refusal(Reason.MISSING_ARGUMENT, "NAME")


def _resend(directive: Directive, _: Surroundings) -> Read:
    argument = directive.argument.strip()
    if argument:
        return Refusal(Reason.BAD_ARGUMENT, argument[:_ECHO_CHARS])
    return Resend()


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {Verb.TEMPLATE: _template, Verb.RESEND: _resend}
)
"""Another address is given by #contact; the letter itself follows the status."""
