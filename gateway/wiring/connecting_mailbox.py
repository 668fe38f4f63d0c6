"""``check --connect``: a mailbox: the login, what its server can, its room."""

from collections.abc import Iterator

from gateway.intake.imap_faults import (
    CommandRefused,
    LoginRefused,
    MailboxUnavailable,
)
from gateway.intake.imap_look import Mailbox
from gateway.intake.imap_session import ImapSession, Quota
from gateway.runtime.clock import SystemClock
from gateway.wiring.tried import Tried, careful, certificate, fault, fine

WANTED = ("IDLE", "MOVE", "UIDPLUS")
QUOTA_WARNING = 0.9
"""A mailbox that is fuller is worth a word: in a full one no mail arrives."""


def mailbox(box: Mailbox) -> Iterator[Tried]:
    """Log in and look; the first row is a fault where that cannot be done."""
    what = f"mailbox {box.account.user} at {box.account.host}:{box.account.port}"
    try:
        session = ImapSession.begin(box.account, box.folders.inbox)
    except LoginRefused as error:
        mend = "correct user and password-file, or the account of oauth"
        yield fault(what, str(error), mend)
        return
    except (MailboxUnavailable, OSError) as error:
        yield fault(what, str(error), _why_unreachable(str(error)))
        return
    try:
        yield from _of_session(what, box, session)
    except MailboxUnavailable as error:
        yield fault(what, str(error), "look at the server's log: it broke off")
    finally:
        session.end()


def _why_unreachable(told: str) -> str:
    if "certificate has expired" in told:
        return "let the provider renew the certificate of the server"
    if "CERTIFICATE_VERIFY_FAILED" in told:
        return "name the authority of its certificate in ca-file, and its right host"
    return "check host, port, security and ca-file, and whether it is up"


def _of_session(what: str, box: Mailbox, session: ImapSession) -> Iterator[Tried]:
    lacking = [name for name in WANTED if not session.can(name)]
    if lacking:
        told = f"logged in; the server lacks {', '.join(lacking)}"
        yield careful(what, told, "nothing: the gateway polls and copies instead")
    else:
        yield fine(what, f"logged in; {', '.join(WANTED)}")
    until = session.certificate_until()
    if until is not None:
        mend = "let the provider renew it: nothing is read once it has ended"
        at = f"certificate of {box.account.host}:{box.account.port}"
        yield certificate(at, until, SystemClock().now(), mend)
    for name in (box.folders.processed, box.folders.held, *box.orders):
        try:
            session.make_folder(name)
        except CommandRefused as error:
            mend = "make the folder by hand, or name another one"
            yield fault(f"folder {name}", str(error), mend)
    for one in session.quotas(box.folders.inbox):
        yield _quota(box, one)


def _quota(box: Mailbox, quota: Quota) -> Tried:
    what = f"quota {quota.resource} of {box.account.user}"
    told = f"{quota.share:.0%} used: {quota.used} of {quota.limit}"
    if quota.share <= QUOTA_WARNING:
        return fine(what, told)
    mend = (
        f"empty {box.folders.processed}, or have the quota raised: in a full mailbox "
        "no mail arrives, and none can be moved"
    )
    return (fault if quota.used >= quota.limit else careful)(what, told, mend)
