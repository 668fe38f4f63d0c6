"""A mail transaction: from MAIL to the end of DATA. What may be in it. Pure.

STANDARDS: RFC 5321 §3.3, §4.1.4, §4.5.3.1.8 (recipients), RFC 1870 §6.1 (SIZE).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from gateway.intake.smtp_conduct import NO_SUCH_RECIPIENT
from gateway.intake.smtp_limits import SmtpLimits
from gateway.intake.smtp_paths import (
    Refused,
    mail_parameters,
    parse_path,
    recipient_fault,
    sender_fault,
)

TOO_BIG = "552 5.3.4 Message size exceeds the limit"


@dataclass(slots=True, kw_only=True)
class Transaction:
    """The envelope while it is being said."""

    mail_from: str
    smtputf8: bool
    size_octets: int = 0
    """As SIZE told it; 0 where it did not."""
    rcpt_to: list[str] = field(default_factory=list)
    accepted: int = 0
    """How often RCPT was answered with 250; LMTP owes as many answers."""

    def add_recipient(
        self, argument: str | None, accepts: Callable[[str], bool], limit: int
    ) -> str:
        """Carry out RCPT; the reply. The same address twice counts once."""
        path = parse_path("TO", argument)
        if isinstance(path, Refused):
            return path.reply
        if path.parameters:
            return "555 5.5.4 Unsupported RCPT parameter"
        fault = recipient_fault(path.address, smtputf8=self.smtputf8)
        if fault is None and not accepts(path.address):
            fault = NO_SUCH_RECIPIENT
        if fault is None and path.address not in self.rcpt_to:
            if len(self.rcpt_to) >= limit:
                return "452 4.5.3 Too many recipients"
            self.rcpt_to.append(path.address)
        self.accepted += fault is None
        return fault or "250 2.1.5 Recipient ok"


def begin(
    argument: str | None,
    *,
    extended: bool,
    limits: SmtpLimits,
    offers_auth: bool = False,
) -> Transaction | Refused:
    """Carry out MAIL; ``extended`` says whether the peer greeted with EHLO."""
    path = parse_path("FROM", argument)
    if isinstance(path, Refused):
        return path
    if path.parameters and not extended:
        return Refused("501 5.5.4 Parameters need EHLO")
    parameters = mail_parameters(path.parameters, offers_auth=offers_auth)
    if isinstance(parameters, Refused):
        return parameters
    if parameters.size_octets > limits.size_bytes:
        return Refused(TOO_BIG)
    fault = sender_fault(path.address, smtputf8=parameters.smtputf8)
    if fault is not None:
        return Refused(fault)
    return Transaction(
        mail_from=path.address,
        smtputf8=parameters.smtputf8,
        size_octets=parameters.size_octets,
    )
