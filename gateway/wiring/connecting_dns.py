"""``check --connect``: what the DNS says of our domain: whether letters are believed.

STANDARDS: RFC 7208 (SPF), RFC 7489 (DMARC), RFC 6376 §3.6.1 (the key's record).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gateway.settings import Settings
from gateway.wiring import sealing, signing, values
from gateway.wiring.tried import Tried, careful, fault, fine


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A record that the DNS should hold, by a part of its text.

    ``needed``: without it letters are refused, which are believed as they are.
    """

    what: str
    name: str
    text: str
    mend: str
    needed: bool = False


def domain(settings: Settings) -> Iterator[Tried]:
    """SPF, DMARC and our own key: whether others can believe our letters."""
    _, own = values.support(settings)
    if not sealing.has_dkim():
        told = "not asked: dnspython (the extra auth) is not installed"
        yield careful(f"DNS of {own}", told)
        return
    records = sealing.records(settings)
    for one in _wanted(settings, own):
        yield _of_dns(one, records.every(one.name))


def _wanted(settings: Settings, domain: str) -> Iterator[Wanted]:
    yield Wanted(
        what="SPF",
        name=domain,
        text="v=spf1",
        mend="publish v=spf1 with the hosts that send your mail (RFC 7208)",
    )
    yield Wanted(
        what="DMARC",
        name=f"_dmarc.{domain}",
        text="v=DMARC1",
        mend="publish v=DMARC1; p=none at least (RFC 7489)",
    )
    given = settings.gateway.dkim
    if given.key_file:
        yield Wanted(
            what="DKIM",
            name=f"{given.selector}._domainkey.{signing.domain(settings)}",
            text=signing.record(settings).rpartition(" ")[2],
            mend="publish what ticket-gateway dkim prints: letters bear a signature "
            "that nobody can check",
            needed=True,
        )


def _of_dns(wanted: Wanted, found: Sequence[str] | None) -> Tried:
    what = f"{wanted.what} of {wanted.name}"
    if found is None:
        return careful(what, "no answer from the DNS", "check trust.dns-servers")
    if any(wanted.text in one.replace(" ", "") for one in found):
        return fine(what, "published")
    told = "another record is published" if found else "not published"
    return (fault if wanted.needed else careful)(what, told, wanted.mend)
