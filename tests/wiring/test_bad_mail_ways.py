"""What is wrong with a mailbox or a relay is told by its key, before the first mail."""

from pathlib import Path

import pytest

from gateway.intake.imap_look import Mailbox
from gateway.mail.envelope import FolderOrder, FolderVerb
from gateway.settings import Fault, SettingsError, load
from gateway.wiring import intake, rooms
from tests.support.configuration import a_configuration

BY = 'folders-by = "elle@example.com"'


def with_mailbox(folder: Path, *lines: str) -> tuple[Mailbox, ...]:
    """The mailboxes of a configuration that has one, with these lines."""
    password = folder / "password"
    folder.mkdir()
    password.write_text("x", encoding="utf-8")
    password.chmod(0o600)
    table = "\n".join(
        (
            "[[imap]]",
            'host = "imap.example.com"',
            'user = "support@example.com"',
            f'password-file = "{password}"',
            *lines,
            "",
        )
    )
    config = a_configuration(folder, gateway=("[dkim]", f"{table}\n[dkim]"))
    settings = load(config)
    where = rooms.places(settings)
    made = intake.mailboxes(settings, where, rooms.spool(where), lambda: None)
    return tuple(one.mailbox for one in made)


def fault_of(folder: Path, *lines: str) -> Fault:
    with pytest.raises(SettingsError) as told:
        with_mailbox(folder, *lines)
    return told.value.faults[0]


def test_folders_are_orders_in_the_name_of_a_person(tmp_path: Path) -> None:
    folders = 'folders = { "新建/Customer" = "new", "垃圾" = "junk" }'
    (box,) = with_mailbox(tmp_path / "etc", folders, BY)
    by = "elle@example.com"
    assert box.orders == {
        "新建/Customer": FolderOrder(verb=FolderVerb.NEW, by=by),
        "垃圾": FolderOrder(verb=FolderVerb.JUNK, by=by),
    }


def test_a_folder_can_be_a_command_in_any_language(tmp_path: Path) -> None:
    folders = 'folders = { "Bob" = "＃指派 @bart" }'
    (box,) = with_mailbox(tmp_path / "etc", folders, BY)
    assert box.orders["Bob"].verb is FolderVerb.COMMAND
    assert box.orders["Bob"].text == "＃指派 @bart"


def test_without_folders_nothing_is_ordered(tmp_path: Path) -> None:
    (box,) = with_mailbox(tmp_path / "etc")
    assert box.orders == {}


@pytest.mark.parametrize(
    ("lines", "key", "reason"),
    [
        (('folders = { "a" = "close" }', BY), "imap[0].folders[...]", "write "),
        (('folders = { "a" = "#jump" }', BY), "imap[0].folders", "cannot be a folder"),
        (('folders = { "a" = "#close x" }', BY), "imap[0].folders", "cannot be"),
        (('folders = { "a" = "#new for=x y" }', BY), "imap[0].folders", "cannot be"),
        (('folders = { "a" = "new" }',), "imap[0].folders-by", "nobody"),
        (
            ('folders = { "a" = "new" }', 'folders-by = "x@y.example"'),
            "imap[0].folders-by",
            "nobody",
        ),
        (('folders = { "inbox" = "new" }', BY), "imap[0].folders", "another use"),
        (('folders = { "Held" = "new" }', BY), "imap[0].folders", "another use"),
        (('folders = { " / " = "new" }', BY), "imap[0].folders", "another use"),
    ],
)
def test_a_folder_that_cannot_be_an_order_is_told(
    tmp_path: Path, lines: tuple[str, ...], key: str, reason: str
) -> None:
    fault = fault_of(tmp_path / "etc", *lines)
    assert (fault.key, reason in fault.reason) == (key, True), fault


@pytest.mark.parametrize(
    ("trust", "user", "reason"),
    [
        ("dane", "", "certificate"),
        ("opportunistic", "", "certificate"),
        ("verify", "x", "password"),
    ],
)
def test_a_relay_that_cannot_be_what_is_asked_is_told(
    tmp_path: Path, trust: str, user: str, reason: str
) -> None:
    config = a_configuration(tmp_path / "etc")
    text = config.read_text("utf-8")
    relay = text[text.index("[relay]") :]
    changed = relay
    for old, new in (
        ('host = ""', 'host = "relay.example.com"'),
        ('security = "starttls"', 'security = "none"'),
        ('trust = "verify"', f'trust = "{trust}"'),
        ('user = ""', f'user = "{user}"'),
    ):
        changed = changed.replace(f"\n{old}\n", f"\n{new}\n", 1)
    config.write_text(text.replace(relay, changed), encoding="utf-8")
    settings = load(config)
    with pytest.raises(SettingsError) as told:
        rooms.couriers(settings, rooms.places(settings))
    assert reason in str(told.value)
