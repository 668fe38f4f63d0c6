"""What tests of threads ask the store: its requests, and what is remarked of them."""

from gateway.domain.request import RequestNumber
from gateway.store import reports


def numbers() -> list[str]:
    return sorted(request.number for request in reports.requests())


def remarks(number: RequestNumber) -> str:
    """What the record says of how mails came to a request."""
    shown = reports.show(number)
    assert shown is not None
    rows = [row for row in shown.records if row.kind == "Remarked"]
    assert not any(row.visible for row in rows)
    return " | ".join(row.action for row in rows)
