"""What our own border said of a sender: Authentication-Results (RFC 8601).

Only the topmost field counts, and only where it bears our authserv-id: a field below
it, or of another name, was written by whoever sent the mail.

STANDARDS: RFC 8601 §2.2 (syntax), §5 (which field to trust), RFC 7489 (DMARC).
"""

import re
from collections.abc import Sequence
from enum import StrEnum

RESULT_LIMIT_CHARS = 4000
"""Characters of one field that are read."""

_METHOD = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)(?![\w-])", re.IGNORECASE)
_DOMAIN = re.compile(
    r"\b(?:header\.from|header\.[di]|smtp\.mailfrom)\s*=\s*(\S+)", re.IGNORECASE
)
_PASS = "pass"  # noqa: S105 (a result, no password)


class Alignment(StrEnum):
    """Whether the domain in From is proven."""

    PASS = "pass"  # noqa: S105 (a result, no password)
    FAIL = "fail"
    NONE = "none"


def alignment(fields: Sequence[str], authserv_id: str, domain: str) -> Alignment:
    """Read the topmost field for ``domain``, the one in From.

    PASS: DMARC passed, or SPF and DKIM both did, for that domain. What stands in
    comments and quoted strings may be the sender's words and is not read.
    """
    if not authserv_id or not fields:
        return Alignment.NONE
    name, _, rest = _own_words(fields[0][:RESULT_LIMIT_CHARS]).partition(";")
    if name.split()[:1] != [authserv_id]:
        return Alignment.NONE
    found = [_result(clause, domain) for clause in rest.split(";")]
    if ("dmarc", "fail") in found:
        return Alignment.FAIL
    if ("dmarc", _PASS) in found or {("spf", _PASS), ("dkim", _PASS)} <= set(found):
        return Alignment.PASS
    return Alignment.NONE


def _result(clause: str, domain: str) -> tuple[str, str]:
    """A method and its result; a pass for another domain is none for this one."""
    method = _METHOD.match(clause)
    if method is None:
        return "", ""
    kind, result = method[1].lower(), method[2].lower()
    named = _DOMAIN.search(clause)
    # A border may leave out whose DMARC it was: there is one From. The others not.
    own = _aligned(named[1], domain) if named else kind == "dmarc"
    return kind, result if own or result != _PASS else ""


def _aligned(named: str, domain: str) -> bool:
    """RFC 7489 §3.1, relaxed: the same domain, or one below the other."""
    one, other = named.rpartition("@")[2].lower().strip("<>."), domain.lower()
    below = one.endswith(f".{other}") or ("." in one and other.endswith(f".{one}"))
    return one == other or below


def _own_words(field: str) -> str:
    """The field without comments and quoted strings (RFC 5322 §3.2.2, §3.2.4).

    One that is not closed swallows the rest.
    """
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in field:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif quoted or (char == '"' and not depth):
            quoted = char != '"' if quoted else True
        elif char in "()":
            depth = max(depth + (1 if char == "(" else -1), 0)
            kept.append(" ")
        elif not depth:
            kept.append(char)
    return "".join(kept)
