"""Who of those that write is ours, and whom nobody here knows (C20)."""

from gateway.desk.context import Context
from gateway.desk.identify import Speaker
from gateway.domain.request import Request


def is_internal(speaker: Speaker, context: Context) -> bool:
    """Whether whoever speaks is of our own house."""
    domain = speaker.address.rpartition("@")[2]
    return speaker.person is not None or domain in context.rules.internal_domains


def is_stranger(speaker: Speaker, context: Context) -> bool:
    """Whether the operator wants to know first whose customer this is."""
    known = is_internal(speaker, context)
    return not known and context.rules.companies.to_verify(speaker.address)


def is_new_stranger(speaker: Speaker, context: Context) -> bool:
    """Whether it is his first request of the day, so that he is told once a day."""
    return is_stranger(speaker, context) and not requests_of_today(speaker, context)


def requests_of_today(speaker: Speaker, context: Context) -> tuple[Request, ...]:
    now = context.clock.now().astimezone(context.zone)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return tuple(context.store.requests_of(speaker.address, midnight))
