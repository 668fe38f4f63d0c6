"""What S15 may say: which letter came back, and why, in words.

STANDARDS: RFC 3463 §3 (the codes).
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.words import Words
from gateway.domain.returning_details import Undelivered


def _undelivered(detail: Undelivered, telling: Telling) -> Told:
    words = telling.words
    return {
        "letter": f"{detail.code} {words.of('letter', detail.code)}",
        "dead": detail.to,
        "because": _because(detail, words),
        "diagnosis": detail.status,
        "hard": detail.hard,
        "given_up": detail.given_up,
        "customer": detail.customer,
        "others": words.phrase("comma").join(detail.others),
        "first_other": detail.others[0] if detail.others else "",
    }


def _because(detail: Undelivered, words: Words) -> str:
    """By the whole code, else by its subject, else by how certain it is."""
    names = words.tables["came_back"]
    _, _, rest = detail.status.partition(".")
    subject = rest.partition(".")[0]
    fallback = names["hard" if detail.hard else "soft"]
    return names.get(rest, names.get(f"{subject}.x", fallback))


DETAILS: Mapping[type, Tell] = MappingProxyType({**told(Undelivered, _undelivered)})
