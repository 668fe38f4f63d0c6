"""Kinds of parts by what they are to a reader: words, a file, a signature.

STANDARDS: RFC 2046 §4.1.4 (unknown subtypes of text), RFC 1896 (enriched).
"""

from gateway.mail.mime import Entity
from gateway.mail.wrapped import name_of

ENRICHED = frozenset({"text/enriched", "text/richtext"})
RTF = frozenset({"text/rtf", "application/rtf", "application/x-rtf"})
# Texts that programs read; others of no known kind are for people (RFC 2046 §4.1.4).
TEXT_FILES = frozenset(
    {
        *("text/calendar", "text/vcard", "text/csv", "text/directory", "text/css"),
        *("text/javascript", "text/xml", "text/json", "text/rfc822-headers"),
        *("text/sgml", "text/tab-separated-values", *RTF),
    }
)
SIGNATURES = frozenset(
    {
        *("application/pgp-signature", "application/pkcs7-signature"),
        "application/x-pkcs7-signature",
    }
)


def is_body(entity: Entity) -> bool:
    kind = entity.content_type
    # A private subtype is some program's, though RFC 2046 §4.1.4 would show it.
    if not kind.startswith("text/") or kind.startswith("text/x-"):
        return False
    if kind in TEXT_FILES:
        return False
    return entity.disposition[0] != "attachment" and not name_of(entity)
