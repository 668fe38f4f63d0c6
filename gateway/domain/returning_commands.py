"""What comes of letters that cannot be delivered, and of an address that changed."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """E11: a letter of ours came back, as the report of a mail system says.

    ``code`` is the letter's, ``to`` its recipient, ``status`` a code of RFC 3463 or
    empty. ``given_up``: too many came back from there, so that no automatic letter
    goes there any more. ``heard_at``: when the address last showed that it lives.
    """

    code: str
    to: Address
    status: str = ""
    hard: bool = True
    given_up: bool = False
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContact:
    """#contact: letters to the requester go to another address of his.

    The same address: whoever says so vouches that it can be reached again.
    """

    to: Address
