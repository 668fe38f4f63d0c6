"""``audit``: the accounting proof, printed."""

import sys
from pathlib import Path

import click

from gateway.cli.opening import open_facts, open_spool, state
from gateway.cli.options import config_option
from gateway.desk.auditing import Account, Books, balance
from gateway.spool.directory import DirectorySpool
from gateway.store import reports

LOOKS = 3
"""A gateway at work moves messages between two readings: a gap must stay to count."""


@click.command()
@config_option
def audit(config: Path | None) -> None:
    """Prove that every message ever accepted is in exactly one end state.

    Prints the sums; exit 1 on any gap.
    """
    _, where = state(config)
    spool = open_spool(where)
    open_facts(where)
    account = balance(_books(spool))
    for _ in range(LOOKS):
        if not account.gaps:
            break
        account = balance(_books(spool))
    _print(account)
    sys.exit(1 if account.gaps else 0)


def _books(spool: DirectorySpool) -> Books:
    return Books(
        receipts=reports.receipts(),
        originals=frozenset(spool.originals()),
        queues={one.queue_id: one.queue for one in spool.listing()},
    )


def _print(account: Account) -> None:
    click.echo(f"accepted  {account.accepted:8}")
    for state_name, count in account.ended.items():
        click.echo(f"  {state_name:<8}{count:8}")
        if state_name == "filed":
            for why, part in account.filed.items():
                click.echo(f"    {why:<24}{part:6}")
    click.echo(f"  {'held':<8}{account.held:8}")
    click.echo(f"  {'waiting':<8}{account.waiting:8}")
    sums = reports.letter_sums()
    click.echo(f"letters   {sum(sums.values()):8}")
    for name in sorted(sums):
        click.echo(f"  {name:<8}{sums[name]:8}")
    for gap in account.gaps:
        click.echo(f"GAP {gap.queue_id}: {gap.what}")
    click.echo("balanced" if not account.gaps else f"{len(account.gaps)} gaps")
