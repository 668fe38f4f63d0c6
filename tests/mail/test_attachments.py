import base64
import hashlib
import struct

import pytest

from gateway.mail.limits import Limits
from gateway.mail.message import Attachment, ZipMember
from tests.mail.mails import file_part, mixed, multipart, read, text_part
from tests.mail.zips import a_zip

JPEG = b"\xff\xd8\xff\xe0\x00\x10" + b"p" * 14 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 9


BIG_PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">2L", 800, 600) + b"p" * 11_000
)


def one(name: str, content: bytes, limits: Limits | None = None) -> Attachment:
    head = "Content-Type: multipart/mixed; boundary=cut"
    body = mixed(text_part("see file"), file_part(name, content))
    (found,) = read(head, body, limits).attachments
    return found


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("screen.jpg", JPEG, "image/jpeg"),
        ("SCREEN.JPEG", JPEG, "image/jpeg"),
        ("error.txt", "错误 5012\n".encode("gbk"), "text/plain"),
        ("server.log", b"line\n", "text/plain"),
    ],
)
def test_the_three_types_are_kept_with_their_digest(
    name: str, content: bytes, kind: str
) -> None:
    found = one(name, content)
    assert found == Attachment(
        filename=name,
        content_type=kind,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def test_a_zip_is_kept_with_its_listing() -> None:
    content = a_zip(("a.log", b"x" * 100))
    assert one("logs.zip", content) == Attachment(
        filename="logs.zip",
        content_type="application/zip",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        members=(ZipMember(name="a.log", size_bytes=100, packed_bytes=6),),
    )


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tool.exe", b"MZ\x90\x00", "wrong-type"),
        ("screen.png", PNG, "picture-not-jpg"),
        ("noname", b"words", "wrong-type"),
        ("tool.txt", b"MZ\x90\x00" * 9, "name-and-content-differ"),
        ("screen.jpg", b"MZ\x90\x00", "name-and-content-differ"),
        ("screen.jpg", PNG, "name-and-content-differ"),
        ("words.jpg", b"words", "name-and-content-differ"),
        ("logs.zip", JPEG, "name-and-content-differ"),
        ("logs.zip", b"\x1f\x8b\x08", "name-and-content-differ"),
        ("logs.zip", a_zip(("a", b"x" * 200))[:60], "zip-cut"),
        ("empty.txt", b"", "empty"),
    ],
)
def test_other_files_are_refused_by_name_and_reason(
    name: str, content: bytes, reason: str
) -> None:
    found = one(name, content)
    assert (found.filename, found.refused, found.content) == (name, reason, b"")


def test_a_pdf_is_refused_but_its_bytes_stay_for_staff_to_file() -> None:
    """R36: it may be a certificate that was signed elsewhere."""
    found = one("report.pdf", b"%PDF-1.7")
    assert (found.refused, found.content) == ("wrong-type", b"%PDF-1.7")


def test_the_size_limit_is_inclusive_and_counts_decoded_octets() -> None:
    limits = Limits(attachment_size_bytes=1000)
    exact, over = one("a.txt", b"x" * 1000, limits), one("a.txt", b"x" * 1001, limits)
    far_over = one("a.txt", b"x" * 5000, limits)
    assert (exact.refused, exact.size_bytes) == (None, 1000)
    assert (over.refused, over.size_bytes) == ("too-large", 1001)
    # Refused without decoding: the size is the estimate, the digest unknown.
    assert (far_over.refused, far_over.size_bytes) == ("too-large", 5000)
    assert far_over.sha256 == ""


def test_ten_mebibytes_are_kept_and_one_octet_more_is_not() -> None:
    limit = Limits().attachment_size_bytes
    assert limit == 10 * 1024 * 1024
    assert one("a.txt", b"x" * limit).refused is None
    assert one("a.txt", b"x" * (limit + 1)).refused == "too-large"


def test_more_files_than_the_limit_are_told_and_not_kept() -> None:
    parts = [file_part(f"{n}.txt", b"x") for n in range(4)]
    head = "Content-Type: multipart/mixed; boundary=cut"
    found = read(head, mixed(*parts), Limits(attachments=2)).attachments
    assert [file.refused for file in found] == [None, None, "too-many", "too-many"]


def test_the_logos_of_a_long_thread_leave_room_for_its_files() -> None:
    logos = [file_part(f"{n}.png", PNG, f"Content-ID: <{n}>\r\n") for n in range(9)]
    inline = [logo.replace("attachment;", "inline;") for logo in logos]
    head = "Content-Type: multipart/mixed; boundary=cut"
    body = mixed(*inline, file_part("a.txt", b"words"))
    found = read(head, body, Limits(attachments=1)).attachments
    assert {file.marks for file in found[:-1]} == {("decoration",)}
    assert (found[-1].filename, found[-1].refused) == ("a.txt", None)
    bounded = read(head, body, Limits(listed_files=5)).attachments
    assert [file.refused for file in bounded] == [None] * 5 + ["too-many"] * 5


def test_broken_base64_is_unreadable_and_the_mail_is_kept() -> None:
    part = file_part("a.txt", b"words").rsplit("\r\n\r\n", 1)[0] + "\r\n\r\nab!!c*d"
    message = multipart("mixed", text_part("see file"), part)
    assert message.text.strip() == "see file"
    assert message.attachments[0].refused == "unreadable"


def test_a_pasted_picture_is_kept_where_it_stands_in_the_text() -> None:
    html = text_part('<p>see <img src="cid:p1"></p>', "html")
    extra = "Content-ID: <p1>\r\n"
    picture = file_part("image001.png", PNG, extra).replace("attachment", "inline")
    (found,) = multipart("related", html, picture).attachments
    assert (found.refused, found.inline) == (None, True)
    assert (found.content_type, found.content) == ("image/png", PNG)


def test_files_without_a_name_get_one_by_place_and_content() -> None:
    bare = "Content-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    picture, words = (base64.b64encode(data).decode() for data in (JPEG, b"words"))
    message = multipart("mixed", text_part("x"), bare + picture, bare + words, bare)
    assert [(file.filename, file.refused) for file in message.attachments] == [
        ("part-1.jpg", None),
        ("part-2.txt", None),
        ("part-3.txt", "empty"),
    ]


# --- by their bytes ------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "\ufeffwords in sixteen bits".encode("utf-16-le")),
        ("a.txt", "words without a mark".encode("utf-16-le")),
        ("a.txt", "\ufeff日志".encode()),
        ("a.log", b"<?xml version='1.0'?><log/>"),
        ("a.txt", b"line\n" * 200 + b"\x00" * 9),
        ("a.txt", b"#!/bin/sh\necho words\n"),
        ("a.jpg", JPEG + b"\0" * 5000),
        ("a.jpg", JPEG + JPEG),
    ],
)
def test_odd_but_honest_files_are_kept(name: str, content: bytes) -> None:
    assert one(name, content).refused is None


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"<!DOCTYPE html><p>x", "name-and-content-differ"),
        ("a.txt", b"\xef\xbb\xbf\n <HTML><script>", "name-and-content-differ"),
        (
            "a.txt",
            b"<?xml version='1.0'?>\n<svg onload='x'>",
            "name-and-content-differ",
        ),
        ("a.log", b"words" * 9 + b"\x00\x01" * 9, "name-and-content-differ"),
        ("a.jpg", JPEG + a_zip(("x.txt", b"x")), "name-and-content-differ"),
        ("a.jpg", JPEG + b"MZ\x90\x00" * 300, "name-and-content-differ"),
        ("a.zip", b"MZ" + a_zip(("x.txt", b"x")), "name-and-content-differ"),
        ("a.docx", a_zip(("word/document.xml", b"x")), "wrong-type"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + b"x" * 9, "picture-not-jpg"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "picture-not-jpg"),
        ("a.gif", b"GIF89a" + b"x" * 9, "picture-not-jpg"),
        ("a.bmp", b"BM" + bytes(30), "picture-not-jpg"),
        ("a.zip", a_zip(("../x", b"x")), "path-tricks"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused(
    name: str, content: bytes, reason: str
) -> None:
    assert one(name, content).refused == reason


def test_a_jpeg_that_breaks_off_is_kept_and_marked() -> None:
    found = one("a.jpg", JPEG[:-2])
    assert (found.refused, found.marks) == (None, ("truncated",))


def test_two_files_of_one_name_are_told_apart() -> None:
    parts = [file_part("a.txt", words) for words in (b"one", b"two", b"three")]
    head = "Content-Type: multipart/mixed; boundary=cut"
    found = read(head, mixed(*parts)).attachments
    assert [file.filename for file in found] == ["a.txt", "a (2).txt", "a (3).txt"]


# --- pasted pictures -----------------------------------------------------------


def pasted(header: str, html: str = "<p>see</p>", name: str = "x.png") -> Attachment:
    """A picture with these header lines, beside this body."""
    encoded = base64.b64encode(BIG_PNG).decode()
    part = f"{header}Content-Transfer-Encoding: base64\r\n\r\n{encoded}"
    start = f'Content-Type: image/png; name="{name}"\r\n'
    (found,) = multipart("related", text_part(html, "html"), start + part).attachments
    return found


@pytest.mark.parametrize(
    ("header", "html"),
    [
        ("Content-Disposition: inline\r\nContent-ID: <a@b>\r\n", "<p>see</p>"),
        ("Content-ID: <a@b>\r\n", '<img src="cid:a@b">'),
        ("Content-Disposition: inline\r\n", "<p>see</p>"),
        ("", "<p>see</p>"),
        (
            "Content-Disposition: attachment\r\nContent-ID: <A%25@b>\r\n",
            "<img src='cid:a%2525@b'>",
        ),
        (
            "Content-Disposition: attachment\r\nContent-Location: img/x.png\r\n",
            "<img src=img/x.png>",
        ),
    ],
)
def test_a_picture_that_the_text_shows_is_kept(header: str, html: str) -> None:
    found = pasted(header, html)
    assert (found.refused, found.inline, found.marks) == (None, True, ())


def test_a_picture_that_is_attached_beside_the_text_is_refused() -> None:
    header = "Content-Disposition: attachment\r\nContent-ID: <a@b>\r\n"
    assert pasted(header).refused == "picture-not-jpg"


def test_a_pasted_picture_may_bear_the_name_of_another_kind_of_picture() -> None:
    header = "Content-ID: <a@b>\r\n"
    assert pasted(header, name="image001.jpg").refused is None
    assert pasted(header, name="").refused is None
    assert pasted(header, name="tool.exe").refused == "wrong-type"
    assert pasted(header, name="notes.txt").refused == "name-and-content-differ"


@pytest.mark.parametrize(
    "content",
    [BIG_PNG[: 10 * 1024], BIG_PNG[:16] + struct.pack(">2L", 900, 32) + BIG_PNG[24:]],
    ids=["few octets", "a line"],
)
def test_a_small_or_thin_picture_of_the_text_is_decoration(content: bytes) -> None:
    extra = "Content-ID: <p1>\r\n"
    part = file_part("logo.png", content, extra).replace("attachment", "inline")
    (found,) = multipart("related", text_part("<p>x", "html"), part).attachments
    assert (found.refused, found.marks) == (None, ("decoration",))
