"""What our own border said of a sender: Authentication-Results (RFC 8601).

Only the topmost field counts, and only where it bears our authserv-id, spelt as it is
configured, and where no host of strangers wrote a trace above it: any other was written
by whoever sent the mail.

STANDARDS: RFC 8601 §2.2 (syntax), §5 (which field to trust), RFC 7489 (DMARC).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

RESULT_LIMIT_CHARS = 4000
"""Characters of one field that are read."""

_METHOD = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)(?![\w-])", re.IGNORECASE)
_DOMAIN = re.compile(
    r"\b(?:header\.from|header\.[di]|smtp\.mailfrom)\s*=\s*(\S+)", re.IGNORECASE
)
_BY = re.compile(r"\bby\s{1,8}([^\s;()]{1,255})", re.IGNORECASE)
_PUBLIC = re.compile(r"[^.]*|[^.]{1,3}\.[a-z]{2}")
"""``com``, and ``com.cn`` or ``co.uk``: below them are strangers."""
TRACE_FIELDS = frozenset({"received", "authentication-results"})
_PASS = "pass"  # noqa: S105 (a result, no password)


class Alignment(StrEnum):
    """Whether the domain in From is proven."""

    PASS = "pass"  # noqa: S105 (a result, no password)
    FAIL = "fail"
    NONE = "none"


def is_ours(field: str, authserv_id: str) -> bool:
    """Whether the field says that our border wrote it; anybody can write that."""
    name = _own_words(field[:RESULT_LIMIT_CHARS]).partition(";")[0]
    return bool(authserv_id) and name.split()[:1] == [authserv_id]


def believed(
    results: Sequence[str], above: Iterable[str], authserv_id: str
) -> tuple[str, ...]:
    """The one field that is our border's own word; none where it cannot be.

    ``above`` are the Received fields over the topmost result: a host that is not ours
    handed on what stands below its trace (RFC 8601 §5).
    """
    if not results or not is_ours(results[0], authserv_id):
        return ()
    strange = any(not _is_inside(field, authserv_id) for field in above)
    return () if strange else (results[0],)


def trace_above(fields: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The Received fields over the first Authentication-Results, the topmost first."""
    for name, value in fields:
        if name.lower() != "received":
            return
        yield value


def _is_inside(received: str, authserv_id: str) -> bool:
    """Whether a host of our border's domain wrote it, or one that has no name.

    Inside, hosts go by an address or by a single word.
    """
    found = _BY.search(_own_words(received[:RESULT_LIMIT_CHARS]))
    host = found[1].lower().rstrip(".") if found else ""
    if "." not in host or ":" in host or not host.strip("0123456789.[]"):
        return bool(host)
    domain = _domain_around(authserv_id.lower())
    return f".{host}".endswith(f".{domain}")


def _domain_around(name: str) -> str:
    """The domain of a host's neighbours; never one that anybody may be below."""
    parent = name.partition(".")[2]
    return name if _PUBLIC.fullmatch(parent) else parent


def alignment(fields: Sequence[str], authserv_id: str, domain: str) -> Alignment:
    """Read the topmost field for ``domain``, the one in From.

    PASS: DMARC passed, or SPF and DKIM both did, for that domain. What stands in
    comments and quoted strings may be the sender's words and is not read.
    """
    if not fields or not is_ours(fields[0], authserv_id):
        return Alignment.NONE
    rest = _own_words(fields[0][:RESULT_LIMIT_CHARS]).partition(";")[2]
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
