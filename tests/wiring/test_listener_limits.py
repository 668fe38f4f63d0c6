"""Each key of [smtp] and [lmtp] becomes the limit that it names."""

from dataclasses import asdict
from pathlib import Path

import pytest

from gateway.intake.smtp_limits import SmtpLimits
from gateway.settings import SettingsError, load
from gateway.wiring.intake import limits, local_socket
from tests.support.configuration import a_configuration

GIVEN = {
    "sessions": ("3", 3),
    "sessions-per-address": ("4", 4),
    "recipients": ("5", 5),
    "message-size": ('"6KiB"', 6144),
    "line-length": ("7", 7),
    "command-time": ('"8s"', 8.0),
    "data-time": ('"9m"', 540.0),
    "bytes-in-flight": ('"10B"', 10),
    "backlog": ("11", 11),
    "backlog-wait": ('"12ms"', 0.012),
    "mails-per-minute": ("13", 13),
    "recipients-per-minute": ("14", 14),
    "unknown-recipients": ("15", 15),
    "soft-errors": ("16", 16),
    "tarpit": ('"17ms"', 0.017),
    "greet-pause": ('"18s"', 18.0),
    "free-disk": ('"19B"', 19),
}
NAMES = {
    "message-size": "size_bytes",
    "line-length": "line_octets",
    "command-time": "command_seconds",
    "data-time": "data_seconds",
    "backlog-wait": "backlog_wait_seconds",
    "tarpit": "tarpit_seconds",
    "greet-pause": "greet_seconds",
    "free-disk": "free_octets",
}


def configured(tmp_path: Path, table: str, line: str) -> Path:
    file = a_configuration(tmp_path)
    text = file.read_text(encoding="utf-8")
    key = line.partition(" ")[0]
    head, mark, rest = text.partition(f"\n[{table}]\n")
    kept = [one for one in rest.splitlines() if not one.startswith(f"{key} = ")]
    # Only the first table that follows lacks the key, and there it is written anew.
    file.write_text(f"{head}{mark}{line}\n" + "\n".join(kept), encoding="utf-8")
    return file


@pytest.mark.parametrize("key", GIVEN)
def test_a_key_is_the_limit_that_it_names(tmp_path: Path, key: str) -> None:
    text, value = GIVEN[key]
    settings = load(configured(tmp_path, "smtp", f"{key} = {text}"))

    found = asdict(limits(settings.gateway.smtp))

    assert found[NAMES.get(key, key.replace("-", "_"))] == value


def test_off_is_no_pause_and_no_tarpit(tmp_path: Path) -> None:
    for key, name in (("tarpit", "tarpit_seconds"), ("greet-pause", "greet_seconds")):
        settings = load(configured(tmp_path, "smtp", f'{key} = "off"'))
        assert asdict(limits(settings.gateway.smtp))[name] == 0


def test_the_shipped_configuration_says_the_defaults(tmp_path: Path) -> None:
    shipped = limits(load(a_configuration(tmp_path)).gateway.smtp)

    # The room to be left on the disk is a matter of the host, not of the listener.
    assert shipped == SmtpLimits(free_octets=200 * 1024 * 1024)


@pytest.mark.parametrize(
    ("table", "line", "advice"),
    [
        ("smtp", 'tarpit = "0s"', 'write "off" or a span'),
        ("smtp", "mails-per-minute = 0", ">= 1"),
        ("lmtp", 'mode = "slow"', 'write "spool" or "sync"'),
        ("lmtp", 'socket-mode = "rw-"', "three octal digits"),
        ("lmtp", 'line-ends = "keep"', 'write "normalize" or "refuse"'),
    ],
)
def test_a_value_that_is_none_is_told_with_what_to_write(
    tmp_path: Path, table: str, line: str, advice: str
) -> None:
    with pytest.raises(SettingsError, match=advice):
        load(configured(tmp_path, table, line))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('path = "/nowhere/at/all/lmtp.sock"', "there is no folder /nowhere/at/all"),
        (f'path = "/tmp/{"x" * 104}"', "longer than 107 octets"),
        (
            'path = "/tmp/x"\nsocket-group = "no-such-group"',
            "nobody is 'no-such-group'",
        ),
        ('path = "/tmp/x"\nsocket-user = "no-such-user"', "nobody is 'no-such-user'"),
    ],
)
def test_a_socket_file_that_cannot_be_is_told_by_check(
    tmp_path: Path, line: str, fault: str
) -> None:
    file = a_configuration(tmp_path)
    head = file.read_text(encoding="utf-8").partition("\n[lmtp]\n")[0]
    file.write_text(f"{head}\n[lmtp]\nenabled = true\n{line}\n", encoding="utf-8")

    with pytest.raises(SettingsError, match=fault):
        local_socket(load(file))


def test_without_a_path_or_unless_enabled_there_is_no_socket_file(
    tmp_path: Path,
) -> None:
    assert local_socket(load(a_configuration(tmp_path))) is None
