"""What the letters of step 1 may say of their details."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.details_completeness import asked
from gateway.dispatch.file_details import megabytes, named, noted, refused
from gateway.dispatch.foreign import FILES_LIMIT, mailto, quoted
from gateway.dispatch.wrap import one_line
from gateway.domain.submission_details import (
    Acknowledged,
    CustomerWords,
    FormPlease,
    Unreadable,
)


def _acknowledged(detail: Acknowledged, telling: Telling) -> Told:
    words = telling.words
    return _nothing_of_it(discreet=detail.discreet) | {
        "due": words.when(detail.due_at),
        "missing_phone": detail.missing_phone,
        "questions": asked(detail.questions, words),
        "count": str(len(detail.questions)),
        "kept": named(detail.kept, words),
        "refused": tuple(refused(file, words) for file in detail.refused[:FILES_LIMIT]),
        "limit": megabytes(detail.refused[0].limit_bytes) if detail.refused else "",
        "continues": detail.continues,
        "ended": words.when(detail.ended_at) if detail.ended_at else "",
        "refused_more": max(0, len(detail.refused) - FILES_LIMIT),
    }


def _nothing_of_it(*, discreet: bool) -> Told:
    """What a letter in clear may not repeat of a mail that came encrypted."""
    return {"echo": "", "tail": ""} if discreet else {}


def _unreadable(detail: Unreadable, telling: Telling) -> Told:
    words = telling.words
    return {
        "unreadable": words.of("unreadable", detail.why),
        "again": words.of("again", detail.why),
        "received": words.when(detail.received_at),
        "phone": one_line(detail.phone),
    }


def _customer_words(detail: CustomerWords, telling: Telling) -> Told:
    words = telling.words
    return {
        "sender": detail.sender,
        "words": quoted(detail.words),
        "reading": words.of("reading", detail.reading),
        "files": named(detail.files, words),
        "notes": noted(detail.notes, words),
    }


def _form(detail: FormPlease, telling: Telling) -> Told:
    words = telling.words
    lines = tuple(words.phrase("form_lines").split("|"))
    # RFC 6068 §5: line breaks are CR LF.
    blank = "\r\n".join(lines)
    return {
        "form": lines,
        "form_link": mailto(detail.address, "", blank),
        "address": detail.address,
        "urgent_address": detail.urgent_address,
        "limit": megabytes(detail.limit_bytes),
        "phone": one_line(detail.phone),
    }


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {
        **told(Acknowledged, _acknowledged),
        **told(Unreadable, _unreadable),
        **told(FormPlease, _form),
        **told(CustomerWords, _customer_words),
    }
)
