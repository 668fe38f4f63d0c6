"""``audit``: the accounting proof, printed."""

import sys
from pathlib import Path

import click

from gateway.cli.opening import open_facts, open_spool, state
from gateway.cli.options import config_option
from gateway.desk.auditing import Account, Books, balance
from gateway.spool.directory import DirectorySpool
from gateway.store import reports
from gateway.store.chain import Chain

LOOKS = 3
"""A gateway at work moves messages between two readings: a gap must stay to count."""


@click.command()
@click.option("--chain", "of_chain", is_flag=True, help="Look over the record's chain.")
@click.option("--head", help="A chain head that was mailed; it must be in the chain.")
@config_option
def audit(config: Path | None, head: str | None, *, of_chain: bool) -> None:
    """Prove that every message ever accepted is in exactly one end state.

    Prints the sums; exit 1 on any gap. With --chain or --head: that no row
    of the process record was changed, put in or taken out; exit 1 on any break.
    """
    _, where = state(config)
    spool = open_spool(where)
    facts = open_facts(where)
    if of_chain or head:
        sys.exit(0 if _sound(facts.chain(head or ""), head) else 1)
    account = balance(_books(spool))
    for _ in range(LOOKS):
        if not account.gaps:
            break
        account = balance(_books(spool))
    _print(account)
    sys.exit(1 if account.gaps else 0)


def _sound(found: Chain, wanted: str | None) -> bool:
    click.echo(f"rows      {found.rows:8}")
    click.echo(f"  {'erased':<8}{found.erased:8}")
    click.echo(f"head      {found.head or '-'}")
    for one in found.breaks:
        click.echo(f"BREAK {one.row_id} ({one.number}): {one.what}")
    missing = wanted and found.head_at is None
    if missing:
        click.echo(f"BREAK the head {wanted} is not in this chain")
    elif wanted:
        click.echo(f"the head {wanted} is that of row {found.head_at}")
    broken = bool(found.breaks or missing)
    click.echo("broken" if broken else "unbroken")
    return not broken


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
