"""The companies of ``customers.toml``, and who confirms for them."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from gateway.domain.companies import Companies, Company, Contact
from gateway.domain.people import Address, Locale, Person, address
from gateway.domain.request import Scene
from gateway.settings_files import CompanyEntry, ContactEntry, CustomersFile

_Name = TypeVar("_Name", bound=str)

SCENES = (Scene.CUSTOMER, Scene.INTERNAL)
"""What a sender alone can tell; the others are named in the form (R3, R4)."""


def companies_from(
    file: CustomersFile, public: Collection[str], members: Mapping[Address, Person]
) -> Companies:
    """Build the book. Raises ValueError with the key and a reason for a person."""
    by_domain: dict[str, Company] = {}
    by_address: dict[Address, Company] = {}
    contacts: dict[Address, Contact] = {}
    for place, entry in enumerate(file.companies, start=1):
        key = f"companies, number {place} ({entry.name})"
        company = _company(key, entry)
        for domain in _domains(f"{key}: domains", entry, public):
            _once(f"{key}: domains", domain, by_domain)
            by_domain[domain] = company
        for one in entry.contacts:
            who = address(one.address)
            _once(f"{key}: contacts", who, by_address)
            if who in members:
                raise ValueError(
                    f"{key}: contacts: {who} is among the people of people.toml; "
                    "leave one of the two out"
                )
            by_address[who] = company
            contacts[who] = _contact(f"{key}: contacts: {who}", one)
    return Companies(
        by_domain=by_domain,
        by_address=by_address,
        contacts=contacts,
        verify_unknown=file.unknown_senders == "verify",
    )


def confirmers_of(file: CustomersFile) -> dict[str, tuple[Address, ...]]:
    """Who may confirm beside the requester, by the domains of each company.

    Raises ValueError where a company without a domain names somebody.
    """
    named = {}
    for place, entry in enumerate(file.companies, start=1):
        if entry.confirmers and not entry.domains:
            key = f"companies, number {place} ({entry.name})"
            raise ValueError(
                f"{key}: confirmers: they confirm for a mail domain of the company; "
                "name one in domains"
            )
        for domain in entry.domains:
            named[domain.lower()] = tuple(map(address, entry.confirmers))
    return named


def _company(key: str, entry: CompanyEntry) -> Company:
    if entry.scene not in SCENES:
        known = " or ".join(SCENES)
        raise ValueError(
            f"{key}: scene: {entry.scene!r} is none that a sender tells; write {known}"
        )
    return Company(
        name=entry.name,
        scene=Scene(entry.scene),
        locale=_locale(key, entry.locale),
    )


def _contact(key: str, entry: ContactEntry) -> Contact:
    return Contact(
        name=entry.name,
        phone=entry.phone,
        employee_number=entry.number,
        locale=_locale(key, entry.locale),
    )


def _locale(key: str, text: str) -> Locale | None:
    if text and text not in set(Locale):
        known = ", ".join(Locale)
        raise ValueError(
            f"{key}: locale: there is no {text!r}; write one of {known}, or none"
        )
    return Locale(text) if text else None


def _domains(key: str, entry: CompanyEntry, public: Collection[str]) -> tuple[str, ...]:
    found = tuple(domain.lower() for domain in entry.domains)
    for domain in found:
        if domain in public or domain.endswith(tuple(f".{one}" for one in public)):
            raise ValueError(
                f"{key}: {domain} is a public mail domain, of no company; name its "
                "people in contacts instead"
            )
        if "@" in domain or not domain:
            raise ValueError(
                f"{key}: {domain!r} is no domain; write what follows the @"
            )
    return found


def _once(key: str, name: _Name, known: Mapping[_Name, Company]) -> None:
    if name in known:
        raise ValueError(f"{key}: {name} is of {known[name].name} already")
