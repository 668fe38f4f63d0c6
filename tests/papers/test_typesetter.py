"""The press: pages come as they are asked for, or do not, and nobody waits."""

import logging
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.desk.ports_papers import Page
from gateway.papers.typesetter import REST_SECONDS, Typesetter
from tests.support.papers import (
    MOMENT,
    a_seal,
    fonts_of,
    needs_press,
    python_without,
    text_of,
)

STYLE = "<style>@page{size:A4}body{font-family:'Noto Sans CJK SC',sans-serif}</style>"
PAGE = Page(
    html=f"<html lang=zh-CN>{STYLE}<h1>问题解决确认书</h1><p id=seal>seal</p></html>",
    created=MOMENT,
)
SEALED = replace(PAGE, stamp="<p>电子签章</p>", signer="Example Support")


@pytest.fixture
def typesetter() -> Iterator[Typesetter]:
    needs_press()
    made = Typesetter(seconds=60)
    yield made
    made.close()


def made_by(python: tuple[str, ...], seconds: float = 20) -> Typesetter:
    return Typesetter(seconds=seconds, python=python)


def test_chinese_is_selectable_and_its_font_embedded_as_a_subset(
    typesetter: Typesetter, tmp_path: Path
) -> None:
    pdf = typesetter.pdf(PAGE)

    assert pdf is not None
    assert "问题解决确认书" in text_of(pdf)
    fonts = fonts_of(pdf, tmp_path)
    assert fonts
    assert all(embedded and subset for _, embedded, subset in fonts)
    assert any("Noto-Sans-CJK-SC" in name for name, _, _ in fonts)


def test_the_same_page_gives_the_same_bytes(typesetter: Typesetter) -> None:
    first = typesetter.pdf(PAGE)
    typesetter.close()

    assert first is not None
    assert typesetter.pdf(PAGE) == first


def test_nothing_that_a_page_names_is_fetched(
    typesetter: Typesetter, tmp_path: Path
) -> None:
    asked = tmp_path / "style.css"
    asked.write_text("body{display:none}", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        names = (
            f'<img src="http://127.0.0.1:{port}/a.png">'
            f'<link rel="stylesheet" href="{asked.as_uri()}">'
            f"<style>@import url(http://127.0.0.1:{port}/b.css);"
            f"p{{background:url({asked.as_uri()})}}</style>"
        )
        pdf = typesetter.pdf(replace(PAGE, html=PAGE.html + names))

        assert pdf is not None
        assert "问题解决确认书" in text_of(pdf)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_press_that_is_too_slow_is_ended_and_left_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    slow = made_by(("sh", "-c", "exec sleep 60"), seconds=0.3)
    now = [0.0]
    slow.monotonic = lambda: time.monotonic() + now[0]

    with caplog.at_level(logging.WARNING):
        began = time.monotonic()
        assert slow.pdf(PAGE) is None
        assert slow.pdf(PAGE) is None
        assert time.monotonic() - began < 5

    assert len(caplog.records) == 1
    now[0] += REST_SECONDS + 1
    assert slow.pdf(PAGE) is None
    assert len(caplog.records) == 2


@pytest.mark.parametrize("script", ["exit 3", "echo hello; sleep 60", "head -c 999999"])
def test_a_press_that_dies_or_talks_nonsense_costs_one_line(
    script: str, caplog: pytest.LogCaptureFixture
) -> None:
    broken = made_by(("sh", "-c", script), seconds=2)

    with caplog.at_level(logging.WARNING):
        assert broken.pdf(PAGE) is None
        assert broken.pdf(PAGE) is None

    assert len(caplog.records) == 1


def test_without_the_library_there_is_no_pdf_and_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bare = made_by(python_without("weasyprint", tmp_path))

    with caplog.at_level(logging.WARNING):
        assert bare.pdf(PAGE) is None
        assert bare.pdf(PAGE) is None

    assert [one.getMessage().count("weasyprint") for one in caplog.records] == [1]


def test_a_press_that_died_while_nobody_asked_begins_anew(
    typesetter: Typesetter,
) -> None:
    assert typesetter.pdf(PAGE) is not None
    press = typesetter._press
    assert press is not None
    press.send_signal(signal.SIGKILL)
    press.wait()

    assert typesetter.pdf(PAGE) is not None


def test_a_page_is_sealed_where_a_certificate_is_given(tmp_path: Path) -> None:
    needs_press()
    sealing = Typesetter(seconds=60, seal=a_seal(tmp_path / "seal"))

    pdf = sealing.pdf(SEALED)
    sealing.close()

    assert pdf is not None
    assert b"/ETSI.CAdES.detached" in pdf
    assert "电子签章" in text_of(pdf)


def test_a_stamp_without_a_certificate_gives_nothing_that_looks_sealed(
    typesetter: Typesetter,
) -> None:
    assert not typesetter.seals
    assert typesetter.pdf(SEALED) is None
    assert typesetter.pdf(PAGE) is not None
