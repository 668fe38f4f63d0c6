"""How a client conducts itself: its errors counted, and what they lead to. Pure.

Rule of this file: a client is slowed down first and sent away later, both by counts
that stand here alone. Our own MTA (a friend) repeats what strangers said to it, so it
is sent away for its own errors only, and never slowed down.

STANDARDS: RFC 5321 §3.8 (421), §7.8; the counts are those of Postfix's
smtpd_soft_error_limit, smtpd_hard_error_limit and smtpd_junk_command_limit.
"""

from dataclasses import dataclass

from gateway.intake.smtp_limits import SmtpLimits

TOO_MANY_FAULTS = "421 4.7.0 Too many errors"
TOO_MANY_UNKNOWN = "421 4.7.0 Too many unknown recipients"
TOO_MUCH_JUNK = "421 4.7.0 Too many commands without a message"
NO_SUCH_RECIPIENT = "550 5.1.1 No such recipient here"


@dataclass(slots=True, kw_only=True)
class Conduct:
    """The counts of one session."""

    limits: SmtpLimits
    friend: bool = False
    bad_commands: int = 0
    refusals: int = 0
    unknown_recipients: int = 0
    junk_commands: int = 0

    def note(self, reply: str) -> None:
        """Count a reply of ours that refuses."""
        if reply.startswith("50"):
            self.bad_commands += 1
        elif reply.startswith("5"):
            self.refusals += 1
        if reply == NO_SUCH_RECIPIENT:
            self.unknown_recipients += 1

    def is_slowed_down(self) -> bool:
        """Whether the next refusal is given late."""
        errors = self.bad_commands + self.refusals
        return not self.friend and errors > self.limits.soft_errors

    def end(self) -> str | None:
        """The 421 that ends the session; None while it may go on."""
        limits = self.limits
        if self.bad_commands >= limits.bad_commands or (
            self.refusals >= limits.refusals
        ):
            return TOO_MANY_FAULTS
        if not self.friend and self.unknown_recipients >= limits.unknown_recipients:
            return TOO_MANY_UNKNOWN
        return TOO_MUCH_JUNK if self.junk_commands > limits.junk_commands else None
