"""From the configuration's files to the values that the rooms are given.

What a file's type could not say is checked here: names that must exist elsewhere,
addresses that must fit, stages that must have their letters.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gateway.domain.agreement import Rules
from gateway.domain.bouncing import BounceRules
from gateway.domain.calendar import Calendar, calendar_from
from gateway.domain.codes import Clock
from gateway.domain.commands import Verb
from gateway.domain.companies import Companies
from gateway.domain.duty import Duty
from gateway.domain.immediate import Immediate
from gateway.domain.people import (
    Address,
    Locale,
    People,
    Person,
    Role,
    Roster,
    Vendor,
    address,
)
from gateway.domain.phrases import Phrases, phrases_from
from gateway.domain.routing import Routing
from gateway.mail.automatic import OurMarks
from gateway.mail.envelope import Envelope
from gateway.mail.limits import Limits
from gateway.mail.token import LOCAL_PART_LIMIT, TOKEN_CHARS
from gateway.mail.vocabulary import Steering, VerbEntry, Vocabulary, vocabulary_from
from gateway.settings import Fault, Settings, SettingsError
from gateway.settings_files import PersonEntry
from gateway.settings_schema import size, span
from gateway.wiring.clocks import Timed, timed
from gateway.wiring.customers import companies_from, confirmers_of
from gateway.wiring.duty import duty_from
from gateway.wiring.routing import mentioned, routing_from
from gateway.wiring.scenes import Scenes, check_endings, scenes_from

LONGEST_NUMBER = len("+ts20231001001000.")
"""What a reply address puts between the local part and the token; in octets."""

DELIVERED_PROTOCOLS = frozenset({"IMAP", "PIPE"})
LOCAL_PROTOCOLS = frozenset({"LMTP", "UTF8LMTP"})
"""Without a peer's address they came over a socket of this host's own."""
_PEER = re.compile(r"\(\[(?:IPv6:)?([0-9A-Fa-f.:]{2,45})\]\)$")
"""The peer's address as our own Received field ends with it."""

T = TypeVar("T")


def zone(settings: Settings) -> ZoneInfo:
    name = settings.gateway.support.zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _fault(settings, "gateway.toml", "support.zone", error) from error


def support(settings: Settings) -> tuple[str, str]:
    """The support address, split; with room in its local part for a reply token."""
    local, _, domain = address(settings.gateway.support.address).partition("@")
    if len(local) + LONGEST_NUMBER + TOKEN_CHARS > LOCAL_PART_LIMIT:
        reason = f"{local!r} leaves no room for a reply token within 64 octets"
        raise _fault(settings, "gateway.toml", "support.address", ValueError(reason))
    return local, domain


def names(settings: Settings) -> Mapping[Locale, str]:
    """Who writes, by locale: its name, else the support address."""
    given = settings.gateway.support.names
    return {
        locale: given.get(locale, settings.gateway.support.address) for locale in Locale
    }


def addresses(settings: Settings) -> tuple[Address, ...]:
    """Every address that is ours, the ``+`` forms aside."""
    given = settings.gateway.support
    return tuple(address(text) for text in (given.address, *given.aliases))


def is_ours(settings: Settings) -> Callable[[str], bool]:
    """Whether a recipient is one of ours, its ``+`` form included."""
    ours = frozenset(addresses(settings))

    def accepts(recipient: str) -> bool:
        local, _, domain = recipient.lower().rpartition("@")
        return f"{local.partition('+')[0]}@{domain}" in ours

    return accepts


def from_border(settings: Settings) -> Callable[[Envelope], bool]:
    """Whether the border's word about a message can be the border's (RFC 8601 §5).

    By SMTP it must come from one of its networks; what lay in a mailbox, or came
    through a pipe, was delivered by a server of ours.
    """
    border = networks(settings, "trust.border", settings.gateway.trust.border)

    def came(envelope: Envelope) -> bool:
        if envelope.protocol in DELIVERED_PROTOCOLS:
            return True
        if envelope.authenticated:
            # Who has to log in is a client, whatever network he is in.
            return False
        found = _PEER.search(envelope.received_from)
        if found is None and envelope.protocol in LOCAL_PROTOCOLS:
            return True
        return found is not None and any(
            ip_address(found[1]) in network for network in border
        )

    return came


def networks(
    settings: Settings, key: str, texts: Sequence[str]
) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks of the configuration, such as ``192.0.2.0/24``."""
    return tuple(
        _checked(settings, "gateway.toml", key, partial(ip_network, text))
        for text in texts
    )


def limits(settings: Settings) -> Limits:
    given = settings.gateway.attachments
    return Limits(attachment_size_bytes=size(given.size), attachments=given.count)


def marks(settings: Settings) -> OurMarks:
    _, domain = support(settings)
    return OurMarks(
        loop_domain=domain,
        addresses=addresses(settings),
        authserv_id=settings.gateway.trust.authserv_id,
    )


def confirmers(settings: Settings) -> dict[str, tuple[Address, ...]]:
    """Who may confirm for a company, by its mail domain: never a public one's."""
    public = _folded(settings.gateway.support.public_domains)
    named = settings.people.confirmers
    for domain in _folded(tuple(named)):
        if domain in public or domain.endswith(tuple(f".{one}" for one in public)):
            error = ValueError(f"{domain} is a public mail domain, of no company")
            raise _fault(settings, "people.toml", "confirmers", error)
    made = {d.lower(): tuple(map(address, who)) for d, who in named.items()}
    theirs = partial(confirmers_of, settings.customers)
    for domain, who in _checked(settings, "customers.toml", "-", theirs).items():
        made[domain] = tuple(dict.fromkeys((*made.get(domain, ()), *who)))
    return made


def companies(settings: Settings) -> Companies:
    public = _folded(settings.gateway.support.public_domains)
    members = people(settings).members
    made = partial(companies_from, settings.customers, public, members)
    return _checked(settings, "customers.toml", "-", made)


def people(settings: Settings) -> People:
    entries = {address(entry.address): entry for entry in settings.people.people}
    members = {
        who: _checked(settings, "people.toml", entry.address, _person(entry, who))
        for who, entry in entries.items()
    }

    def known(key: str, mentions: tuple[str, ...]) -> tuple[Address, ...]:
        return _checked(
            settings, "people.toml", key, lambda: mentioned(mentions, members)
        )

    roster = settings.people.roster
    vendors = {address(one.address): one for one in settings.people.vendors}
    for who in vendors:
        if who in members:
            error = ValueError("is among the people as well")
            raise _fault(settings, "people.toml", f"vendors: {who}", error)
    return People(
        members=members,
        vendors={
            who: Vendor(
                name=one.name,
                address=who,
                locale=Locale(one.locale),
                aliases=one.aliases,
            )
            for who, one in vendors.items()
        },
        triage=known("triage", settings.people.triage),
        operators=_checked(
            settings,
            "people.toml",
            "operators",
            lambda: tuple(map(address, settings.people.operators)),
        ),
        roster=Roster(
            duty=known("roster.duty", roster.duty),
            backup=known("roster.backup", roster.backup),
            supervisors=tuple(
                who for who, p in members.items() if p.role is Role.SUPERVISOR
            ),
        ),
    )


def _person(entry: PersonEntry, who: Address) -> Callable[[], Person]:
    return lambda: Person(
        name=entry.name,
        address=who,
        role=Role(entry.role),
        locale=Locale(entry.locale),
        number=entry.number,
        phone=entry.phone,
        aliases=entry.aliases,
    )


def rules(settings: Settings) -> Rules:
    targets = settings.targets
    calendars = {
        name: _checked(
            settings, f"calendars/{name}.toml", "-", _calendar(settings, name)
        )
        for name in settings.calendars
    }
    default = calendars[targets.calendar]
    clocks: dict[Clock, Timed] = {}
    for name, file in targets.clocks.items():
        made = partial(timed, name, file, calendars, default)
        clocks[Clock(name)] = _checked(settings, "targets.toml", f"clocks.{name}", made)
    scenes = _scenes(settings, clocks[Clock.K7])
    return Rules(
        schedules={clock: given.base for clock, given in clocks.items()},
        variants={
            (clock, name): schedule
            for clock, given in clocks.items()
            for name, schedule in given.variants.items()
        },
        calendar=calendars[targets.calendar],
        answer_within_workdays=targets.answer_within_workdays,
        dispute_window=span(targets.dispute_window),
        next_update_within=span(targets.next_update),
        call_again=span(targets.call_again),
        review_after=span(targets.review_after),
        review_lasts=span(targets.review_lasts),
        consent_within_workdays=targets.consent_within_workdays,
        immediate=Immediate(listed_only=targets.immediate_listed_only),
        maintenance={
            who.casefold(): calendars[name] for who, name in targets.maintenance.items()
        },
        urgent_marks=tuple(mark.casefold() for mark in targets.urgent_marks),
        suspect_words=targets.suspect_words,
        internal_domains=_folded(settings.gateway.support.internal_domains),
        public_domains=_folded(settings.gateway.support.public_domains),
        duty=_duty(settings),
        routing=_routing(settings),
        employee_numbers=settings.gateway.support.employee_numbers,
        required_keywords=settings.gateway.knowledge.required_keywords,
        confirmers=confirmers(settings),
        replies=_replies(settings),
        companies=companies(settings),
        bounces=_bounces(settings),
        needs=scenes.needs,
        profiles=scenes.profiles,
    )


def _replies(settings: Settings) -> dict[str, dict[str, str]]:
    return {
        name.casefold(): {str(locale): text for locale, text in words.items()}
        for name, words in settings.people.replies.items()
    }


def _bounces(settings: Settings) -> BounceRules:
    given = settings.gateway.bounces
    return BounceRules(
        hard=given.hard,
        soft=given.soft,
        threshold=given.threshold,
        forget_after=span(given.forget_after),
    )


def _scenes(settings: Settings, last_word: Timed) -> Scenes:
    scenes = _checked(
        settings, "scenes.toml", "-", lambda: scenes_from(settings.scenes)
    )
    ends = partial(check_endings, last_word.base, last_word.variants, scenes)
    _checked(settings, "targets.toml", f"clocks.{Clock.K7}", ends)
    return scenes


def _duty(settings: Settings) -> Duty:
    standing = people(settings)
    made = partial(duty_from, settings.people, standing, zone(settings))
    return _checked(settings, "people.toml", "roster", made)


def _routing(settings: Settings) -> Routing:
    made = partial(routing_from, settings.routing, people(settings).members)
    return _checked(settings, "routing.toml", "-", made)


def _calendar(settings: Settings, name: str) -> Callable[[], Calendar]:
    given = settings.calendars[name]
    return lambda: calendar_from(
        zone=given.zone,
        hours=given.hours,
        years=given.years,
        days_off=given.days_off,
        make_up_days=given.make_up_days,
    )


def vocabulary(settings: Settings) -> Vocabulary:
    known = {*map(str, Verb), *map(str, Steering)}
    for verb in settings.commands:
        if verb not in known:
            error = ValueError("there is no such command")
            raise _fault(settings, "commands.toml", verb, error)
    entries = {
        verb: VerbEntry(
            words=entry.words, trust=entry.trust, keys=entry.keys, bare=entry.bare
        )
        for verb, entry in settings.commands.items()
    }
    return _checked(settings, "commands.toml", "-", lambda: vocabulary_from(entries))


def phrases(settings: Settings) -> Phrases:
    return _checked(
        settings, "phrases.toml", "-", lambda: phrases_from(settings.phrases)
    )


def _folded(domains: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(domain.lower() for domain in domains)


def _checked(settings: Settings, file: str, key: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except ValueError as error:
        raise _fault(settings, file, key, error) from error


def _fault(settings: Settings, name: str, key: str, error: Exception) -> SettingsError:
    file = settings.file if name == "gateway.toml" else settings.file.parent / name
    return SettingsError(Fault(str(file), key, str(error)))
