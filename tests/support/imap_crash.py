"""An intake in a process of its own that dies at a named step, as by kill -9.

Called as ``python -m tests.support.imap_crash``, told by JSON on stdin. It ends with
status KILLED where the step was reached, else with 0.
"""

import json
import os
import sys
from collections.abc import Collection, Mapping
from enum import StrEnum
from pathlib import Path

from gateway.channel import Security
from gateway.intake.imap import ImapIntake
from gateway.intake.imap_login import Account
from gateway.intake.imap_look import Mailbox
from gateway.intake.ledger import FileLedger
from gateway.mail.envelope import Envelope, QueueId
from gateway.spool.directory import DirectorySpool
from gateway.spool.draft import Draft
from gateway.spool.ids import QueueIds
from tests.support.imap_box import RealClock

KILLED = 9


class Step(StrEnum):
    """Where it dies, in the order in which a message comes along."""

    BEGUN = "begun in the spool"
    SPOOLED = "kept in the spool"
    RECORDED = "recorded in the ledger"
    ALL_RECORDED = "all of them recorded"
    MOVED = "moved to Processed"


class DyingSpool(DirectorySpool):
    """Dies before or after it keeps a message."""

    step = ""

    def begin(self, envelope: Envelope) -> Draft:
        draft = super().begin(envelope)
        keep = draft.keep

        def keep_or_die() -> QueueId:
            _die_at(Step.BEGUN, self.step)
            queue_id = keep()
            _die_at(Step.SPOOLED, self.step)
            return queue_id

        draft.keep = keep_or_die  # type: ignore[method-assign]  # as the disk would
        return draft


class DyingLedger(FileLedger):
    """Dies after a record, or when it is told what is left in the mailbox."""

    step = ""

    def record(
        self, mailbox: str, uidvalidity: int, taken: Mapping[int, QueueId]
    ) -> None:
        super().record(mailbox, uidvalidity, taken)
        _die_at(Step.RECORDED, self.step)

    def keep_only(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> None:
        _die_at(Step.MOVED, self.step)
        super().keep_only(mailbox, uidvalidity, uids)


def main() -> None:
    given = json.load(sys.stdin)
    step = given["step"]
    folder = Path(given["folder"])
    spool = DyingSpool(folder / "spool", new_id=QueueIds(), clock=RealClock())
    ledger = DyingLedger(path=folder / "imap")
    spool.step = ledger.step = step
    account = Account(
        host=given["host"],
        port=given["port"],
        user=given["user"],
        password=given["password"],
        security=Security.NONE,
    )
    ImapIntake(
        mailbox=Mailbox(
            account=account, address=given["user"], hostname="gateway.example"
        ),
        spool=spool,
        ledger=ledger,
        clock=RealClock(),
        on_accept=lambda: _die_at(Step.ALL_RECORDED, step),
    ).look()


def _die_at(here: Step, step: str) -> None:
    if here == step:
        os._exit(KILLED)


if __name__ == "__main__":
    main()
