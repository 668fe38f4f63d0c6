"""What is asked for where two requests are one matter, or one holds two (E7, E8)."""

from dataclasses import dataclass

from gateway.domain.request import Request, RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """#merge: mail about this request goes to the other one from now on."""

    into: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """#split: another matter of the same customer gets a number of its own.

    ``text`` is what that matter is, in the customer's words or in those of staff.
    """

    number: RequestNumber
    subject: str
    text: str = ""
