"""The files of a person's mail: scanned, told apart, converted, kept, and told."""

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from gateway.desk.batch import SCANNER_POLICY
from gateway.desk.ports_reading import Clean, Infected, ScannerUnavailable, ScanVerdict
from gateway.domain.classification_details import Paging
from gateway.domain.notices import Notice
from gateway.domain.request import RequestNumber
from gateway.domain.submission_details import Acknowledged, FileMark, RefusedFor
from gateway.mail.envelope import Envelope
from gateway.store import reports
from gateway.store.reports import ListedFile
from tests.support.builders import NUMBER
from tests.support.desk import SUPPORT, PlainLetter, World, a_world, rendering

ANNE = "anne@customer.example"


@dataclass(slots=True)
class FakeScanner:
    """See ``ports_reading.Scanner``. Dislikes one word; may be away."""

    away: bool = False
    scanned: list[bytes] = field(default_factory=list)

    def scan(self, contents: Sequence[bytes]) -> tuple[ScanVerdict, ...]:
        if self.away:
            raise ScannerUnavailable("no answer in time")
        self.scanned += contents
        return tuple(
            Infected("Bad.Word") if b"worm" in c else Clean() for c in contents
        )


@dataclass(slots=True)
class Collected:
    """A renderer that keeps the notices."""

    notices: list[Notice] = field(default_factory=list)

    def render(self, notice: Notice, *, reply_address: str) -> PlainLetter:
        self.notices.append(notice)
        return PlainLetter(f"[-] {notice.code}", f"{notice.code}\n", "<p></p>")

    @property
    def acknowledged(self) -> Acknowledged:
        """What the customer was told last (C01)."""
        found = [one.detail for one in self.notices]
        return [one for one in found if isinstance(one, Acknowledged)][-1]

    @property
    def paged(self) -> Paging:
        """What staff were told last (S01)."""
        found = [one.detail for one in self.notices]
        return [one for one in found if isinstance(one, Paging)][-1]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as opened:
        yield opened


def png(side: int = 200, colour: tuple[int, ...] = (200, 30, 30, 255)) -> bytes:
    """A screenshot: large enough to be no decoration, since noise does not pack."""
    picture = Image.effect_noise((side, side), 90).convert("RGBA")
    picture.paste(colour, (0, 0, side // 2, side // 2))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def part(name: str, content: bytes, disposition: str = "attachment") -> str:
    lines = [
        f'Content-Type: application/octet-stream; name="{name}"',
        f'Content-Disposition: {disposition}; filename="{name}"',
        *([f"Content-ID: <{name}>"] if disposition == "inline" else []),
        "Content-Transfer-Encoding: base64",
        "",
        base64.encodebytes(content).decode(),
    ]
    return "\n".join(lines)


def arrive(world: World, *parts: str, words: str = "see the file") -> None:
    text = f"Content-Type: text/plain; charset=utf-8\n\n{words}\n"
    body = "".join(f"--cut\n{one}\n" for one in (text, *parts)) + "--cut--\n"
    count = len(world.spool.kept)
    head = (
        f"From: {ANNE}\nTo: {SUPPORT}\nSubject: fire\n"
        f"Message-ID: <m{count}@a.example>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=cut\n\n"
    )
    envelope = Envelope(
        mail_from=ANNE,
        rcpt_to=(SUPPORT,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
    )
    world.spool.accept(envelope, (head + body).replace("\n", "\r\n").encode())
    world.work()


def files(number: str = NUMBER) -> dict[str, ListedFile]:
    shown = reports.show(RequestNumber(number))
    assert shown is not None
    return {file.filename: file for file in shown.files}


def scanned_by(world: World, scanner: FakeScanner) -> None:
    world.desk.context = replace(world.desk.context, scanner=scanner)


# --- the virus scanner ---------------------------------------------------------


def test_what_the_scanner_dislikes_is_not_kept_and_its_name_is_for_staff_alone(
    world: World, tmp_path: Path
) -> None:
    told = Collected()
    rendering(world, told)
    scanned_by(world, FakeScanner())
    arrive(world, part("bad.txt", b"a worm"), part("good.txt", b"words"))

    listed = files()
    assert (listed["bad.txt"].refused, listed["good.txt"].refused) == ("infected", None)
    kept = [
        path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()
    ]
    assert kept == [b"words"]
    assert [file.why for file in told.acknowledged.refused] == [RefusedFor.INFECTED]
    assert "Bad.Word" not in str(told.acknowledged)
    (note,) = told.paged.notes
    assert (note.marks, note.signature) == ((FileMark.INFECTED,), "Bad.Word")


def test_nothing_is_kept_or_answered_while_the_scanner_is_away(
    world: World, tmp_path: Path
) -> None:
    scanner = FakeScanner(away=True)
    scanned_by(world, scanner)
    arrive(world, part("good.txt", b"words"))
    assert world.letters() == ()
    assert not list((tmp_path / "files").rglob("*"))

    scanner.away = False
    world.clock.advance(hours=1)
    world.work()
    assert world.letters("C01")
    assert scanner.scanned == [b"words"]


def test_a_mail_without_files_does_not_wait_for_the_scanner(world: World) -> None:
    scanned_by(world, FakeScanner(away=True))
    assert [letter.code for letter in world.send(ANNE, "no file")][:1] == ["C01"]


def test_a_message_waits_for_the_scanner_over_two_hours_then_it_is_held(
    world: World,
) -> None:
    scanned_by(world, FakeScanner(away=True))
    arrive(world, part("good.txt", b"words"))
    for _ in range(SCANNER_POLICY.tries - 1):
        assert [one.queue for one in world.spool.listing()] == ["deferred"]
        world.clock.advance(minutes=5)
        world.work()
    assert [one.queue for one in world.spool.listing()] == ["hold"]
    waits = [SCANNER_POLICY.wait(tries) for tries in range(SCANNER_POLICY.tries)]
    assert sum(waits, timedelta()) > timedelta(hours=2)


# --- pictures ------------------------------------------------------------------


def test_a_pasted_picture_is_kept_and_a_jpg_is_made_of_it(
    world: World, tmp_path: Path
) -> None:
    told = Collected()
    rendering(world, told)
    original = png()
    arrive(world, part("image001.png", original, "inline"))

    listed = files()
    assert set(listed) == {"image001.png", "image001.jpg"}
    assert listed["image001.jpg"].derived_from == listed["image001.png"].sha256
    digest = listed["image001.jpg"].sha256
    path = tmp_path / "files" / digest[:2] / digest[2:4] / digest
    with Image.open(path) as picture:
        assert (picture.format, picture.size) == ("JPEG", (200, 200))
    assert told.acknowledged.kept == ("image001.png",)


def test_no_jpg_is_made_where_that_is_switched_off(world: World) -> None:
    world.desk.context = replace(world.desk.context, convert_pictures=False)
    arrive(world, part("image001.png", png(), "inline"))
    assert set(files()) == {"image001.png"}


def test_a_copy_of_a_mail_is_known_though_a_jpg_was_made_of_its_picture(
    world: World,
) -> None:
    picture = part("image001.png", png(), "inline")
    arrive(world, picture)
    (first,) = world.spool.kept
    raw = world.spool.open(first).read()
    envelope = Envelope(
        mail_from=ANNE,
        rcpt_to=(SUPPORT,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
    )
    world.spool.accept(envelope, raw)
    world.work()
    assert world.last_end() == ("filed", "duplicate")


def test_a_picture_that_all_mails_of_a_sender_bear_is_decoration(world: World) -> None:
    told = Collected()
    rendering(world, told)
    logo = part("logo.png", png(), "inline")
    for _ in range(3):
        arrive(world, logo)
    third = files("TS20261116003")
    assert third["logo.png"].marks == "decoration"
    assert set(third) == {"logo.png"}
    assert set(files("TS20261116002")) == {"logo.png", "logo.jpg"}
    assert told.acknowledged.kept == ()


def test_a_small_pasted_picture_is_listed_but_not_told(world: World) -> None:
    told = Collected()
    rendering(world, told)
    arrive(world, part("line.png", png(side=20), "inline"))
    assert files()["line.png"].marks == "decoration"
    assert told.paged.files == ()


# --- links ---------------------------------------------------------------------


def test_a_link_to_a_big_attachment_is_told_to_both_sides(world: World) -> None:
    told = Collected()
    rendering(world, told)
    url = "https://wx.mail.qq.com/ftn/download?func=3&code=ant"
    world.send(ANNE, f"dump.rar (1.2G, 2026年12月08日 17:32 到期) {url}")

    (refused,) = told.acknowledged.refused
    assert (refused.filename, refused.why) == ("dump.rar", RefusedFor.CLOUD_LINK)
    (note,) = told.paged.notes
    assert (note.url, note.expires) == (url, "2026年12月08日 17:32")
    assert files()["dump.rar"].refused == "cloud-link"


def test_a_reply_with_a_link_is_answered_with_what_to_do(world: World) -> None:
    first = world.send(ANNE, "Smoke")[0]
    letters = world.answer(first, "here: https://we.tl/t-abc")
    assert (
        sorted(letter.code for letter in letters)
        == ["C14", "S04", "S04"][: len(letters)]
    )
