"""``passwd``: who may hand in mail by SMTP with a password."""

import os
import sys
from pathlib import Path

import click

from gateway.cli.opening import state
from gateway.cli.options import config_option
from gateway.domain.people import address
from gateway.intake.logins import PASSWORD_LIMIT_OCTETS, hashed, read_logins
from gateway.safeio import sync_folder, write_synced
from gateway.wiring import values

SHORTEST_CHARACTERS = 12


@click.command()
@click.argument("who")
@click.option("--remove", is_flag=True, help="Take the password of WHO away.")
@config_option
def passwd(config: Path | None, who: str, *, remove: bool) -> None:
    """Set the password with which WHO, an address of people.toml, logs in by SMTP.

    It is asked for twice, or read as one line where standard input is no terminal. It
    is kept as a hash in the file that smtp.logins-file names. Mail that is handed in
    with it commands as an answer with its token does.
    """
    settings, _ = state(config)
    file = settings.gateway.smtp.logins_file
    if not file:
        raise click.ClickException("smtp.logins-file is not set; name a file there")
    name = address(who)
    people = values.people(settings)
    if name not in people.members and not remove:
        raise click.ClickException(f"people.toml has nobody of the address {name}")
    path = Path(file)
    try:
        known = read_logins(path.read_text(encoding="utf-8")) if path.exists() else {}
        kept = {**known, name: "" if remove else hashed(_password())}
        _write(path, {user: one for user, one in kept.items() if one})
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{path}: {error}") from error
    click.echo(f"{name}: {'has no password any more' if remove else 'password set'}")


def _password() -> str:
    if sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    password = str(given)
    if len(password) < SHORTEST_CHARACTERS:
        raise click.ClickException(
            f"a password has {SHORTEST_CHARACTERS} characters or more"
        )
    if len(password.encode()) > PASSWORD_LIMIT_OCTETS:
        raise click.ClickException(
            f"a password has {PASSWORD_LIMIT_OCTETS} octets or fewer"
        )
    return password


def _write(path: Path, kept: dict[str, str]) -> None:
    """All at once, so that the listener never reads half a file."""
    lines = [f"{user} {one}\n" for user, one in sorted(kept.items())]
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    mode = path.stat().st_mode & 0o770 if path.exists() else 0o640
    write_synced(beside, "".join(lines).encode(), os.O_CREAT | os.O_EXCL, mode)
    beside.replace(path)
    sync_folder(path.parent)
