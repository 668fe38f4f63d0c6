"""The companies that are served, and whom one knows there (R2, R10, R48, D14).

An operator names them. What stands here is not asked for; what a form says wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gateway.domain.people import Address, Locale
from gateway.domain.request import Form, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody who writes: an empty text is what nobody told us."""

    name: str = ""
    phone: str = ""
    employee_number: str = ""
    locale: Locale | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """``scene``: of its requests that name none; ``locale``: None: as they write."""

    name: str
    scene: Scene = Scene.CUSTOMER
    locale: Locale | None = None


NOBODY = Contact()


@dataclass(frozen=True, slots=True, kw_only=True)
class Companies:
    """Companies by their domains and by the addresses of their contacts."""

    by_domain: Mapping[str, Company] = field(default_factory=dict)
    by_address: Mapping[Address, Company] = field(default_factory=dict)
    contacts: Mapping[Address, Contact] = field(default_factory=dict)
    verify_unknown: bool = False
    """Whether whoever is in none of them is to be verified (C20)."""

    def company(self, who: Address) -> Company | None:
        """The company of a contact, else that of the address's domain."""
        return self.by_address.get(who) or self.by_domain.get(who.rpartition("@")[2])

    def to_verify(self, who: Address) -> bool:
        """Whether somebody is to find out whose customer this is."""
        return self.verify_unknown and self.company(who) is None

    def contact(self, who: Address) -> Contact:
        return self.contacts.get(who, NOBODY)

    def scene(self, who: Address) -> Scene | None:
        company = self.company(who)
        return company.scene if company else None

    def locale(self, who: Address) -> Locale | None:
        """In which language this person wants to be written to; None: in his own."""
        company = self.company(who)
        return self.contact(who).locale or (company.locale if company else None)

    def filled(self, form: Form, who: Address) -> Form:
        """The form, with what is known of this person where it says nothing."""
        company, contact = self.company(who), self.contact(who)
        return replace(
            form,
            company=form.company or (company.name if company else ""),
            contact=form.contact or contact.name,
            phone=form.phone or contact.phone,
            employee_number=form.employee_number or contact.employee_number,
        )
