"""The arguments of MAIL and RCPT: a path and its parameters. Pure.

Rule of this file: what is not plainly one address of one domain is refused, since
every clever form (source routes, ``%``, ``!``, a quoted ``@``) once opened a relay.

STANDARDS: RFC 5321 §3.3, §4.1.1.2-3, §4.1.2, app. C and F.2; RFC 6531 §3.4-3.5;
RFC 1870 §6; RFC 5248 (enhanced codes).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ADDRESS_LIMIT_OCTETS = 320
"""64 for the local part and 255 for the domain (RFC 5321 §4.5.3.1). A sender's tagged
return path may use the octets that its domain leaves."""

SIZE_LIMIT_DIGITS = 20

# Each alternative begins with another character, so there is nothing to go back to.
_IN_BRACKETS = re.compile(
    r'<((?:"(?:[^"\\]|\\.)*"|[^<>"\s])*)>(?:[ \t]+(.*))?', re.DOTALL
)
_BARE = re.compile(r'([^<>"\s]+)(?:[ \t]+(.*))?', re.DOTALL)
_PARAMETER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^\s=\x00-\x20\x7f]+))?")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*|\[[0-9A-Za-z:.]+\]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Refused:
    """The reply that says what is wrong."""

    reply: str


@dataclass(frozen=True, slots=True)
class PathArgument:
    """``address`` is empty for the null path; parameter names are upper-case."""

    address: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailParameters:
    """What MAIL said besides its path."""

    size_octets: int = 0
    smtputf8: bool = False


def parse_path(keyword: str, argument: str | None) -> PathArgument | Refused:
    """Read ``FROM:<path> parameters``; ``keyword`` is FROM or TO."""
    verb = "MAIL" if keyword == "FROM" else "RCPT"
    wrong = Refused(f"501 5.5.4 Syntax: {verb} {keyword}:<address>")
    word, colon, rest = (argument or "").partition(":")
    if not colon or word.strip().upper() != keyword:
        return wrong
    rest = rest.strip(" \t")
    found = _IN_BRACKETS.fullmatch(rest) or _BARE.fullmatch(rest)
    if found is None:
        return wrong
    parameters: dict[str, str] = {}
    for text in (found[2] or "").split():
        pair = _PARAMETER.fullmatch(text)
        if pair is None or pair[1].upper() in parameters:
            return wrong
        parameters[pair[1].upper()] = pair[2] or ""
    return PathArgument(found[1], parameters)


def mail_parameters(
    given: Mapping[str, str], *, offers_auth: bool = False
) -> MailParameters | Refused:
    """Read the parameters of MAIL that we announce: SIZE, BODY, SMTPUTF8 and AUTH.

    What AUTH says is for relays (RFC 4954 §5): where we offer it the parameter must be
    taken, and proves nothing.
    """
    if set(given) - {"SIZE", "BODY", "SMTPUTF8", *(["AUTH"] if offers_auth else [])}:
        return Refused("555 5.5.4 Unsupported MAIL parameter")
    size = given.get("SIZE", "0")
    if not (size.isascii() and size.isdigit()) or len(size) > SIZE_LIMIT_DIGITS:
        return Refused("501 5.5.4 SIZE takes a number of octets")
    if given.get("BODY", "7BIT").upper() not in {"7BIT", "8BITMIME"}:
        return Refused("501 5.5.4 BODY is 7BIT or 8BITMIME")
    if given.get("SMTPUTF8"):
        return Refused("501 5.5.4 SMTPUTF8 takes no value")
    return MailParameters(size_octets=int(size), smtputf8="SMTPUTF8" in given)


def sender_fault(address: str, *, smtputf8: bool) -> str | None:
    """The reply that refuses this reverse-path; None where it is well."""
    if not address:
        return None
    local, _, domain = address.rpartition("@")
    if _unreadable(address) or not local or not _DOMAIN.fullmatch(domain):
        return "553 5.1.7 Sender address is malformed"
    if "@" in local and not local.startswith('"'):
        return "553 5.1.7 Source routes are not accepted"
    return None if smtputf8 else _needs_smtputf8(address)


def recipient_fault(address: str, *, smtputf8: bool) -> str | None:
    """The reply that refuses this forward-path to anyone; None where it is well."""
    if not address or _unreadable(address):
        return "553 5.1.3 Recipient address is malformed"
    local, at, domain = address.rpartition("@")
    # RFC 5321 §4.5.1: this one name needs no domain.
    if not at and address.lower() == "postmaster":
        return None
    if not local or any(c in local for c in "%!@:") or address.startswith("@"):
        return "550 5.7.1 Relaying denied"
    if not _DOMAIN.fullmatch(domain):
        return "550 5.1.2 Recipient domain is malformed"
    return None if smtputf8 else _needs_smtputf8(address)


def _unreadable(address: str) -> bool:
    if _CONTROL.search(address):
        return True
    return len(address.encode()) > ADDRESS_LIMIT_OCTETS


def _needs_smtputf8(address: str) -> str | None:
    if address.isascii():
        return None
    return "553 5.6.7 The address needs the SMTPUTF8 parameter"
