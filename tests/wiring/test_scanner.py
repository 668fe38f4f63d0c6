"""The virus scanner and the maker of jpgs, as an operator sets and checks them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.antivirus.clamd import ClamdScanner
from gateway.settings import Settings, SettingsError, load
from gateway.wiring import rooms
from gateway.wiring.checking import faults, remarks, warnings
from tests.support.configuration import a_configuration
from tests.support.servers.clamd import Clamd

KEY = 'clamd = ""'


def configured(folder: Path, new: str, old: str = KEY) -> Settings:
    return load(a_configuration(folder / "etc", gateway=(old, new)))


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    server = Clamd()
    server.start()
    yield server
    server.remove()


def test_without_an_address_nothing_scans_and_nothing_is_said(tmp_path: Path) -> None:
    settings = configured(tmp_path, KEY)
    assert rooms.scanner(settings) is None
    assert remarks(settings) == ()
    assert not [one for one in warnings(settings) if "attachments" in one]


def test_a_scanner_that_answers_is_named(tmp_path: Path, clamd: Clamd) -> None:
    settings = configured(tmp_path, f'clamd = "{clamd.socket}"')
    assert isinstance(rooms.scanner(settings), ClamdScanner)
    (remark,) = remarks(settings)
    assert remark.startswith("attachments.clamd: ClamAV ")


def test_a_scanner_that_is_silent_is_a_warning_and_no_fault(tmp_path: Path) -> None:
    settings = configured(tmp_path, f'clamd = "{tmp_path / "none.sock"}"')
    (said,) = [one for one in warnings(settings) if "attachments" in one]
    assert "no answer" in said
    assert "messages with files will wait" in said
    assert (faults(settings), remarks(settings)) == ((), ())


@pytest.mark.parametrize("address", ["clamd.ctl", "clamd:", "run/clamd.ctl"])
def test_an_address_that_cannot_work_is_a_fault(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match=r"attachments\.clamd: "):
        rooms.scanner(configured(tmp_path, f'clamd = "{address}"'))


def test_a_scan_must_end_before_its_worker_is_replaced(tmp_path: Path) -> None:
    config = a_configuration(tmp_path, gateway=(KEY, 'clamd = "/run/x"'))
    text = config.read_text("utf-8").replace('clamd-time = "20s"', 'clamd-time = "60s"')
    config.write_text(text, encoding="utf-8")
    (fault,) = faults(load(config))
    assert "attachments.clamd-time: must be below desk.message-time" in str(fault)


def test_without_pillow_an_operator_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.wiring.checking.can_convert", lambda: False)
    assert any("Pillow" in one for one in warnings(configured(tmp_path, KEY)))
    off = configured(
        tmp_path / "off", "convert-pictures = false", "convert-pictures = true"
    )
    assert not any("Pillow" in one for one in warnings(off))
