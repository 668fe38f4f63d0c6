"""How the verbs are read that stand alone in their mail: each has its own room."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.mail.directives import Directive


def _confirm(_directive: Directive, _: Surroundings) -> Read:
    """Alone in its mail it never comes here: see ``commanding``."""
    return Refusal(Reason.CONFIRM_ALONE)


def _erase(_directive: Directive, _: Surroundings) -> Read:
    """Alone in its mail it never comes here: see ``erasing``."""
    return Refusal(Reason.ERASE_ALONE)


def _away(_directive: Directive, _: Surroundings) -> Read:
    """Alone in its mail it never comes here: see ``leave``."""
    return Refusal(Reason.AWAY_ALONE)


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {Verb.CONFIRM: _confirm, Verb.ERASE: _erase, Verb.AWAY: _away}
)
