import pytest

from gateway.mail.part_text import unflow
from tests.mail.mails import file_part, mixed, multipart, read, text_part


def test_of_alternatives_the_plain_text_is_read_and_the_html_kept() -> None:
    message = multipart(
        "alternative", text_part("plain words"), text_part("<p>rich words</p>", "html")
    )
    assert message.text.strip() == "plain words"
    assert message.html == "<p>rich words</p>"
    assert message.attachments == ()


def test_html_alone_is_read_as_text() -> None:
    message = read(
        "Content-Type: text/html; charset=gb18030", "<p>订单<br>失败</p>".encode("gbk")
    )
    assert message.reply_text == "订单\n失败"


def test_a_charset_that_only_the_html_names_is_used() -> None:
    html = '<meta http-equiv=x content="text/html; charset=gbk"><p>订</p>'
    assert read("Content-Type: text/html", html.encode("gbk")).text == "订"


@pytest.mark.parametrize(
    "stub",
    [
        "Please view this message in an HTML viewer.",
        "您的邮件客户端不支持 html 格式，请换一个。",
        "",
    ],
)
def test_a_stub_that_points_to_the_html_is_not_the_message(stub: str) -> None:
    html = "<p>The order module fails for everyone in our whole department.</p>" * 2
    message = multipart("alternative", text_part(stub), text_part(html, "html"))
    assert "order module fails" in message.reply_text


def test_texts_around_a_picture_are_all_read_in_order() -> None:
    picture = "Content-Type: image/png\r\nContent-ID: <p>\r\n\r\nx"
    message = multipart("mixed", text_part("above"), picture, text_part("below"))
    assert message.text.split() == ["above", "below"]


def test_the_root_of_related_parts_is_the_body() -> None:
    inner = "Content-Type: text/html\r\nContent-ID: <r>\r\n\r\n<p>root</p>"
    other = "Content-Type: image/gif\r\nContent-ID: <g>\r\n\r\nGIF89a"
    head = "Content-Type: multipart/related; boundary=cut; start=<r>"
    message = read(head, mixed(other, inner))
    assert message.text == "root"
    assert len(message.attachments) == 1


def test_a_signed_mail_is_read_and_its_signature_no_file() -> None:
    signature = "Content-Type: application/pgp-signature\r\n\r\nxyz"
    message = multipart("signed", text_part("signed words"), signature)
    assert message.text.strip() == "signed words"
    assert message.attachments == ()


def test_an_enclosed_mail_is_a_file_and_its_words_are_not_the_senders() -> None:
    enclosed = "Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nCONFIRM"
    message = multipart("mixed", text_part("see below"), enclosed)
    assert "CONFIRM" not in message.text
    assert [file.filename for file in message.attachments] == ["in.eml"]
    assert message.attachments[0].refused == "wrong-type"


def test_a_named_text_is_a_file_unless_there_is_no_other_text() -> None:
    both = multipart("mixed", text_part("words"), file_part("a.txt", b"log line"))
    alone = read('Content-Type: text/plain; name="a.txt"', "only this")
    assert both.text.strip() == "words"
    assert both.attachments[0].content == b"log line"
    assert alone.text == "only this"
    assert alone.attachments == ()


def test_a_multipart_without_its_boundary_is_still_a_readable_text() -> None:
    assert "hello" in read("Content-Type: multipart/mixed", "hello").text
    assert "hello" in read("Content-Type: multipart/mixed; boundary=no", "hello").text


def test_flowed_lines_are_joined_and_their_quotes_kept_apart() -> None:
    flowed = "> one \n> two\nthree \nfour\n-- \nAnne"
    assert unflow(flowed, delete_space=False) == "> one two\nthree four\n-- \nAnne"
    assert unflow("订单 \n失败", delete_space=True) == "订单失败"
    message = read("Content-Type: text/plain; format=flowed; delsp=yes", "ab \ncd")
    assert message.text == "abcd"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", "aGVsbG8gd29ybGQ"),
        ("base64", "aGVsbG8g\r\nd29ybGQ=\r\n"),
        ("base64", "aGVs!bG8gd29ybGQ="),
        ("quoted-printable", "hello=\r\n w=6Frld"),
        ("x-unknown", "hello world"),
    ],
)
def test_a_text_is_read_however_its_encoding_is_broken(
    encoding: str, body: str
) -> None:
    assert read(f"Content-Transfer-Encoding: {encoding}", body).text == "hello world"
