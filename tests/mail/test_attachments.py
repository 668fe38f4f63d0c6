import base64
import hashlib
import io
import zipfile

import pytest

from gateway.mail.limits import Limits
from gateway.mail.message import Attachment, ZipMember
from gateway.mail.names import safe_filename
from tests.mail.mails import file_part, mixed, multipart, read, text_part

JPEG = b"\xff\xd8\xff\xe0\x00\x10" + b"p" * 14 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 9


def a_zip(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            # A ZipInfo has a fixed date: the bytes name tests, and must not change.
            entry = zipfile.ZipInfo(name)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


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
        ("report.pdf", b"%PDF-1.7", "wrong-type"),
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


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/cron.d/x.txt", "x.txt"),
        ("C:\\TEMP\\a.txt", "a.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("  订单 截图 .jpg ", "订单 截图 .jpg"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("..", ""),
        ("/", ""),
    ],
)
def test_a_name_keeps_no_path_control_or_direction_sign(name: str, safe: str) -> None:
    assert safe_filename(name, Limits()) == safe


def test_a_long_name_is_cut_at_a_whole_character_and_keeps_its_extension() -> None:
    cut = safe_filename("订" * 200 + ".txt", Limits(filename_bytes=20))
    assert cut == "订订订订订.txt"
