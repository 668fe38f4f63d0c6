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

_COMMENT = re.compile(r"\([^()]*\)")
_METHOD = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)", re.IGNORECASE)


class Alignment(StrEnum):
    """Whether the domain in From is proven."""

    PASS = "pass"  # noqa: S105 (a result, no password)
    FAIL = "fail"
    NONE = "none"


def alignment(fields: Sequence[str], authserv_id: str) -> Alignment:
    """Read the topmost field. PASS: DMARC passed, or SPF and DKIM both did."""
    if not authserv_id or not fields:
        return Alignment.NONE
    plain = _COMMENT.sub(" ", fields[0][:RESULT_LIMIT_CHARS])
    name, _, rest = plain.partition(";")
    if name.split()[:1] != [authserv_id]:
        return Alignment.NONE
    results: dict[str, str] = {}
    for clause in rest.split(";"):
        found = _METHOD.match(clause)
        if found:
            results.setdefault(found[1].lower(), found[2].lower())
    if results.get("dmarc") == "pass":
        return Alignment.PASS
    if results.get("dmarc") == "fail":
        return Alignment.FAIL
    both = results.get("spf") == "pass" and results.get("dkim") == "pass"
    return Alignment.PASS if both else Alignment.NONE
