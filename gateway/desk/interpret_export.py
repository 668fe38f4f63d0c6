"""How the verb is read that takes a copy of the record."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.export_commands import Export
from gateway.mail.directives import Directive

_TEXT_LIMIT = 60


def _export(directive: Directive, _: Surroundings) -> Read:
    """Another request is named by ``#on``: what stands here would be passed over."""
    argument = directive.argument.strip()
    if argument:
        return Refusal(Reason.BAD_ARGUMENT, argument[:_TEXT_LIMIT])
    return Export()


READERS: Mapping[Verb, Reader] = MappingProxyType({Verb.EXPORT: _export})
