"""The shape of the files beside gateway.toml: people, targets, routes, customers.

Spans, sizes and the rule for unknown keys are those of settings_schema.py.
"""

from datetime import date
from typing import Annotated

import msgspec

from gateway.domain.calendar import WEEKDAYS
from gateway.settings_schema import (
    AddressText,
    Count,
    LocaleText,
    OneLine,
    OneLineOrNone,
    SettingsFile,
    Span,
    Strangers,
)


class PersonEntry(SettingsFile, frozen=True, rename="kebab"):
    name: str
    address: AddressText
    role: str
    locale: LocaleText = "en"
    number: str = ""
    phone: str = ""
    aliases: tuple[str, ...] = ()


class ShiftFile(SettingsFile, frozen=True, rename="kebab"):
    hours: str
    duty: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    backup: tuple[str, ...] = ()
    days: tuple[str, ...] = WEEKDAYS
    first: date | None = None
    last: date | None = None


class RosterFile(SettingsFile, frozen=True, rename="kebab"):
    duty: tuple[str, ...] = ()
    backup: tuple[str, ...] = ()
    shifts: tuple[ShiftFile, ...] = ()


class AbsenceFile(SettingsFile, frozen=True, rename="kebab"):
    who: str
    first: date
    last: date
    deputy: str = ""


class VendorEntry(SettingsFile, frozen=True, rename="kebab"):
    name: OneLine
    address: AddressText
    locale: str = "en"
    aliases: tuple[str, ...] = ()


ReplyLocale = Annotated[str, msgspec.Meta(pattern="^(en|zh-CN)$")]
ReplyText = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class PeopleFile(SettingsFile, frozen=True, rename="kebab"):
    people: tuple[PersonEntry, ...]
    triage: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    operators: tuple[AddressText, ...] = ()
    roster: RosterFile = RosterFile()
    absences: tuple[AbsenceFile, ...] = ()
    confirmers: dict[str, tuple[AddressText, ...]] = msgspec.field(default_factory=dict)
    vendors: tuple[VendorEntry, ...] = ()
    replies: dict[str, dict[ReplyLocale, ReplyText]] = msgspec.field(
        default_factory=dict
    )


Within = Annotated[str, msgspec.Meta(pattern=r"^[1-9]\d{0,5}(s|m|h|d)$")]
StageText = Annotated[
    str, msgspec.Meta(pattern=r"^(-?[1-9]\d{0,5}[smh]|[1-9]\d{0,2}[d%]) [a-z-]+$")
]
"""When and what: ``60% warn``, ``5m call-backup``, ``3d remind-to-confirm``; ``-2h
warn`` counts back from the target. A ``d`` is a working day."""


class VariantFile(SettingsFile, frozen=True, rename="kebab"):
    """What differs for some requests; a key that is left out is as for all others."""

    within: Within | None = None
    stages: tuple[StageText, ...] | None = None
    calendar: str | None = None


class ClockFile(SettingsFile, frozen=True, rename="kebab"):
    within: Within
    stages: tuple[StageText, ...]
    calendar: str | None = None
    variants: dict[str, VariantFile] = msgspec.field(name="for", default_factory=dict)


Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
ClockTime = Annotated[str, msgspec.Meta(pattern=r"^((?:[01]\d|2[0-3]):[0-5]\d)?$")]
"""A local time of day, ``08:50``; empty: never."""


class ReportsFile(SettingsFile, frozen=True, rename="kebab"):
    digest: ClockTime = "08:50"
    review: ClockTime = "09:00"
    readers: tuple[AddressText, ...] = ()
    first_response_goal: Percent = 95
    eta_goal: Percent = 90
    satisfied_goal: Percent = 90


class TargetsFile(SettingsFile, frozen=True, rename="kebab"):
    clocks: dict[str, ClockFile] = msgspec.field(default_factory=dict)
    calendar: str = "office-cn"
    answer_within_workdays: Count = 5
    dispute_window: Span = "7d"
    next_update: Span = "4h"
    call_again: Span = "5m"
    review_after: Span = "30m"
    review_lasts: Span = "30m"
    consent_within_workdays: Count = 3
    immediate_listed_only: bool = False
    maintenance: dict[str, str] = msgspec.field(default_factory=dict)
    urgent_marks: tuple[str, ...] = ("【紧急】", "[urgent]")
    suspect_words: tuple[Annotated[OneLine, msgspec.Meta(min_length=1)], ...] = (
        *("宕机", "中断", "瘫痪", "崩溃", "down", "outage"),
    )
    look: Span = "5s"
    reports: ReportsFile = ReportsFile()


class DomainFile(SettingsFile, frozen=True, rename="kebab"):
    words: tuple[Annotated[OneLine, msgspec.Meta(min_length=1)], ...] = ()
    senders: tuple[str, ...] = ()


class RouteFile(SettingsFile, frozen=True, rename="kebab"):
    group: str
    domain: str = ""
    scene: str = ""


class RoutingFile(SettingsFile, frozen=True, rename="kebab"):
    domains: dict[str, DomainFile] = msgspec.field(default_factory=dict)
    groups: dict[str, Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]] = (
        msgspec.field(default_factory=dict)
    )
    routes: tuple[RouteFile, ...] = ()


class SceneFile(SettingsFile, frozen=True, rename="kebab"):
    needs: tuple[str, ...] = ()
    consent: str = ""
    certificate: str = ""


class ContactEntry(SettingsFile, frozen=True, rename="kebab"):
    address: AddressText
    name: OneLineOrNone = ""
    phone: OneLineOrNone = ""
    number: OneLineOrNone = ""
    locale: str = ""


class CompanyEntry(SettingsFile, frozen=True, rename="kebab"):
    name: OneLine
    domains: tuple[str, ...] = ()
    scene: str = "customer"
    locale: str = ""
    confirmers: tuple[AddressText, ...] = ()
    contacts: tuple[ContactEntry, ...] = ()


class CustomersFile(SettingsFile, frozen=True, rename="kebab"):
    unknown_senders: Strangers = "accept"
    companies: tuple[CompanyEntry, ...] = ()


class CalendarFile(SettingsFile, frozen=True, rename="kebab"):
    zone: str
    hours: dict[str, tuple[str, ...]]
    years: tuple[int, ...] = ()
    days_off: tuple[date, ...] = ()
    make_up_days: tuple[date, ...] = ()


class CommandFile(SettingsFile, frozen=True, rename="kebab"):
    words: dict[str, tuple[str, ...]]
    trust: str
    keys: tuple[str, ...] = ()
    bare: bool = False


CommandsFile = dict[str, CommandFile]
ScenesFile = dict[str, SceneFile]
PhrasesFile = dict[str, dict[str, tuple[str, ...]]]
