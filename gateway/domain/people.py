"""Who takes part: the people of the support team, and the words for their roles.

A customer is not in this room's tables: any address that the people file does not
hold is a customer's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

Address = NewType("Address", str)
"""An addr-spec as RFC 5322 has it, folded to lower case."""

SYSTEM = Address("system")
"""Who acts where no person does: the gateway itself, on record."""


def address(text: str) -> Address:
    """Fold an addr-spec to the form in which addresses are compared."""
    return Address(text.strip().strip("<>").strip().lower())


class Locale(StrEnum):
    EN = "en"
    ZH_CN = "zh-CN"


class Role(StrEnum):
    """What a person of the people file may be (PROCESS: roles)."""

    DISPATCHER = "dispatcher"
    ENGINEER = "engineer"
    SENIOR = "senior-engineer"
    SUPERVISOR = "supervisor"
    KNOWLEDGE = "knowledge-administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of the support team."""

    name: str
    address: Address
    role: Role
    locale: Locale
    number: str = ""
    phone: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A supplier who may be asked (R22): no member, and never one who commands."""

    name: str
    address: Address
    locale: Locale = Locale.EN
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Who is paged, in which order (K1: 0, 5 and 10 minutes)."""

    duty: tuple[Address, ...] = ()
    backup: tuple[Address, ...] = ()
    supervisors: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people file as values. ``operators`` look after the gateway itself."""

    members: Mapping[Address, Person]
    triage: tuple[Address, ...]
    roster: Roster = field(default_factory=Roster)
    vendors: Mapping[Address, Vendor] = field(default_factory=dict)
    operators: tuple[Address, ...] = ()

    def alarmed(self) -> tuple[Address, ...]:
        """Who is told that something is amiss with the gateway or its people (S21)."""
        told = (*self.operators, *self.roster.supervisors)
        return tuple(dict.fromkeys(told)) or self.triage

    def find(self, mention: str) -> tuple[Person, ...]:
        """Everyone whom a mention (``@bob``) may mean: address, number or name."""
        wanted = mention.strip().lstrip("@").casefold()
        exact = self.members.get(address(wanted))
        if exact is not None:
            return (exact,)
        return tuple(p for p in self.members.values() if wanted in _handles(p))

    def vendor(self, mention: str) -> tuple[Vendor, ...]:
        """Every supplier whom a mention may mean: address or name."""
        wanted = mention.strip().lstrip("@").casefold()
        exact = self.vendors.get(address(wanted))
        if exact is not None:
            return (exact,)
        return tuple(
            one
            for one in self.vendors.values()
            if wanted in {name.casefold() for name in (one.name, *one.aliases)}
        )

    def name_of(self, who: Address) -> str:
        person = self.members.get(who)
        return person.name if person else who


def _handles(person: Person) -> frozenset[str]:
    local = person.address.partition("@")[0]
    handles = (local, person.number, person.name, *person.aliases)
    return frozenset(handle.casefold() for handle in handles if handle)
