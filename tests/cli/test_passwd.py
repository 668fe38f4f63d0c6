"""``passwd``: a file of hashes that the listener reads."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from gateway.cli.passwd import passwd
from gateway.intake.logins import Logins
from tests.support.configuration import a_configuration

BART = "bart@example.com"
PASSWORD = "correct horse battery staple"  # noqa: S105 - of a test


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "logins"


@pytest.fixture
def config(tmp_path: Path, file: Path) -> Path:
    named = ('logins-file = ""', f'logins-file = "{file}"')
    return a_configuration(tmp_path / "etc", gateway=named)


def _passwd(config: Path, *arguments: str, password: str = PASSWORD) -> tuple[int, str]:
    given = ("--config", str(config), *arguments)
    done = CliRunner().invoke(passwd, given, input=f"{password}\n")
    return done.exit_code, done.output


def test_a_password_is_kept_as_a_hash_that_lets_its_owner_in(
    config: Path, file: Path
) -> None:
    assert _passwd(config, BART) == (0, f"{BART}: password set\n")
    assert PASSWORD not in file.read_text()
    assert file.stat().st_mode & 0o007 == 0
    assert Logins(path=file).verify(BART, PASSWORD) == BART
    assert Logins(path=file).verify(BART, "another") == ""


def test_one_is_taken_away_and_the_others_stay(config: Path, file: Path) -> None:
    for who in (BART, "dave@example.com"):
        _passwd(config, who)
    logins = Logins(path=file)
    assert logins.verify(BART, PASSWORD) == BART
    assert _passwd(config, BART, "--remove")[0] == 0
    assert logins.verify(BART, PASSWORD) == ""
    assert logins.verify("dave@example.com", PASSWORD) == "dave@example.com"


@pytest.mark.parametrize(
    ("who", "password", "told"),
    [
        ("anne@customer.example", PASSWORD, "nobody of the address"),
        (BART, "short", "12 characters or more"),
        (BART, "x" * 1025, "1024 octets or fewer"),
    ],
)
def test_what_cannot_be_a_login_is_told(
    config: Path, file: Path, who: str, password: str, told: str
) -> None:
    code, said = _passwd(config, who, password=password)
    assert code == 1
    assert told in said
    assert not file.exists()


def test_without_a_file_the_setting_is_named(tmp_path: Path) -> None:
    code, said = _passwd(a_configuration(tmp_path / "etc"), BART)
    assert code == 1
    assert "smtp.logins-file" in said
