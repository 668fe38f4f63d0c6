"""The bounds of the SMTP listener: each with its unit and its default."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpLimits:
    """What one listener grants. RFC 5321 §4.5.3 asks for 100 recipients at least."""

    sessions: int = 200
    sessions_per_address: int = 50
    recipients: int = 100
    size_bytes: int = 50 * MEBIBYTE
    """Of a whole message; announced as SIZE."""
    line_octets: int = 65536
    """Of a line of a message, its CRLF not counted."""
    hops: int = 50
    """Received fields; more of them are a loop (RFC 5321 §6.3)."""
    command_seconds: float = 60.0
    """From one command to the next."""
    data_seconds: float = 600.0
    """For a whole message."""
    data_octets_per_second: int = 500
    """A message that comes slower than this, over ``command_seconds``, is cut off."""
    bad_commands: int = 20
    """Syntax and sequence errors before the session is ended."""
    soft_errors: int = 10
    """Errors of a session after which each further one is answered late."""
    tarpit_seconds: float = 1.0
    """So late; as Postfix's smtpd_error_sleep_time."""
    unknown_recipients: int = 10
    """Recipients that are not ours before the session is ended."""
    junk_commands: int = 100
    """NOOP, RSET, VRFY and greetings without a message between them."""
    mails_per_minute: int = 120
    """Begun by one client address."""
    recipients_per_minute: int = 600
    """Named by one client address."""
    greet_seconds: float = 0.0
    """Before the banner: who speaks in it is a robot (postscreen's pregreet test)."""
    free_octets: int = 0
    """Of the disk, below which no message is begun; twice its own SIZE at least."""
    refusals: int = 100
    """Refused recipients and messages before the session is ended."""
    bytes_in_flight: int = 64 * MEBIBYTE
    """Pieces of messages on their way to the disk, all sessions together."""
    backlog: int = 100
    """With more than this to be handled or sent, MAIL is answered late."""
    backlog_wait_seconds: float = 2.0
    """So late at most; nobody is refused."""
    writers: int = 16
    """Threads that write to the spool, and so share its fsyncs."""
