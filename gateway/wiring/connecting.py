"""``check --connect``: whether everything that is configured can be reached and used.

Nothing here changes anything, but for a mail to ourselves, which is taken away again.
"""

from collections.abc import Iterator
from datetime import timedelta

from gateway.oauth.account import Provider
from gateway.oauth.endpoint import OAuthUnavailable
from gateway.settings import Settings
from gateway.wiring import intake, rooms
from gateway.wiring.connecting_dns import domain
from gateway.wiring.connecting_host import host
from gateway.wiring.connecting_mailbox import mailbox
from gateway.wiring.connecting_relay import relay, round_trip
from gateway.wiring.oauth import providers
from gateway.wiring.rooms import Places
from gateway.wiring.tried import Result, Tried, careful, fault, fine


def tried(settings: Settings, where: Places, wait: timedelta) -> Iterator[Tried]:
    """Try all of it, one after the other. ``wait``: for each mail to ourselves.

    Raises SettingsError.
    """
    spool = rooms.spool(where)
    boxes = [
        one.mailbox for one in intake.mailboxes(settings, where, spool, lambda: None)
    ]
    couriers = rooms.couriers(settings, where)
    yield from host(settings, where)
    for name, provider in providers(settings, where.oauth).items():
        yield _account(name, provider)
    reached = []
    for box in boxes:
        found = tuple(mailbox(box))
        yield from found
        if found[0].result is not Result.FAULT:
            reached.append(box)
    for courier in couriers:
        answered = tuple(relay(courier))
        yield from answered
        if answered[0].result is not Result.FAULT:
            yield from round_trip(settings, courier, reached, wait)
        courier.close()
    yield from domain(settings)


def _account(name: str, provider: Provider) -> Tried:
    what = f"oauth {name}"
    mend = f"see docs/oauth.md; run: ticket-gateway oauth login {name}"
    try:
        provider.token()
    except OAuthUnavailable as error:
        return fault(what, str(error), mend)
    trouble, ends = provider.trouble(), provider.ends()
    if trouble is not None:
        told = f"gives a token; {trouble.reason} ({trouble.since:%Y-%m-%d})"
        return careful(what, told, mend)
    until = f", to log in again by {ends:%Y-%m-%d}" if ends else ""
    return fine(what, f"gives a token{until}")
