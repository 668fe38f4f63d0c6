"""How the verbs of step 6, and those about who follows a request, are read."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import (
    Read,
    Reader,
    Surroundings,
    addresses,
)
from gateway.desk.open_items import read_end, read_item
from gateway.domain.archiving_commands import AddFollowUp, Archive, Copy, Link
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.keywords import keywords_from, too_long
from gateway.domain.request import RequestNumber
from gateway.domain.returning_commands import ChangeContact
from gateway.mail.directives import Directive, request_numbers

_ECHO_CHARS = 40
"""Characters of what was no number that a transcript repeats."""
_BETWEEN = re.compile(r"[\s,，、;；()\[\]【】]")
_SIGNED = re.compile(r"(?:^|\s)([+-])\s?(\S+)")


def _archive(directive: Directive, _: Surroundings) -> Read:
    """``keywords=a,b``; without the key the whole argument is keywords."""
    pairs = dict(directive.pairs)
    named = pairs.get("keywords") or pairs.get("关键词", "")
    given = ",".join(part for part in (named, directive.argument.strip()) if part)
    if too_long(given):
        return Refusal(Reason.KEYWORD_TOO_LONG, f"{too_long(given)[0][:20]}…")
    return Archive(keywords=keywords_from(given))


def _followup(directive: Directive, around: Surroundings) -> Read:
    ended = read_end(directive.argument, improvement=False)
    if ended:
        return ended
    found = read_item(directive.argument, around)
    if isinstance(found, Refusal):
        return found
    return AddFollowUp(who=found.who, due=found.due, text=found.text)


def _copy(directive: Directive, around: Surroundings) -> Read:
    """``+addr -addr``; an address without a sign is added."""
    argument = directive.argument.strip()
    signed = _SIGNED.findall(argument)
    removed = tuple(
        one for sign, text in signed if sign == "-" for one in addresses(text, around)
    )
    plain = _SIGNED.sub(" ", argument)
    added = [
        one for sign, text in signed if sign == "+" for one in addresses(text, around)
    ]
    added += addresses(plain, around)
    if not added and not removed:
        return Refusal(Reason.MISSING_ARGUMENT, "+ADDRESS -ADDRESS")
    return Copy(added=tuple(dict.fromkeys(added)), removed=removed)


def _contact(directive: Directive, around: Surroundings) -> Read:
    """The one address at which the requester is written to from now on."""
    named = tuple(addresses(directive.argument.strip(), around))
    if not named:
        return Refusal(Reason.MISSING_ARGUMENT, "ADDRESS")
    if len(named) > 1:
        return Refusal(Reason.BAD_ARGUMENT, directive.argument.strip()[:_ECHO_CHARS])
    return ChangeContact(to=named[0])


def numbers(argument: str, around: Surroundings) -> tuple[RequestNumber, ...] | Refusal:
    """Numbers of requests that there are; nothing else may stand between them."""
    given = argument.strip()
    if not given:
        return Refusal(Reason.MISSING_ARGUMENT, "TS…")
    others = tuple(RequestNumber(one) for one in request_numbers(given))
    rest = _BETWEEN.sub("", given).upper()
    for one in sorted(others, key=len, reverse=True):
        rest = rest.replace(one, "")
    if rest or not others:
        return Refusal(Reason.BAD_ARGUMENT, given[:_ECHO_CHARS])
    unknown = next((one for one in others if around.request(one) is None), "")
    if unknown:
        return Refusal(Reason.UNKNOWN_REQUEST, unknown)
    return others


def _link(directive: Directive, around: Surroundings) -> Read:
    """Numbers of requests; one that nobody knows and none of them is linked."""
    others = numbers(directive.argument, around)
    return others if isinstance(others, Refusal) else Link(others=others)


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {
        Verb.ARCHIVE: _archive,
        Verb.FOLLOWUP: _followup,
        Verb.CC: _copy,
        Verb.CONTACT: _contact,
        Verb.LINK: _link,
    }
)
