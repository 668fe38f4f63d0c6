"""Which part is the message: the forms that clients, gateways and reports send."""

import pytest

from gateway.mail.part_text import strip_enriched, unescape_from
from tests.mail.mails import file_part, mixed, multipart, read, text_part

HTML = "<p>The order module fails for everyone since this morning.</p>"
WORDS = "The order module fails for everyone since this morning."


def test_apples_texts_around_pictures_and_files_are_joined_in_order() -> None:
    inner = mixed(
        text_part("<p>above</p>", "html"),
        file_part("a.pdf", b"%PDF-1"),
        text_part("<p>below</p>", "html"),
    ).replace("--cut", "--in")
    form = f"Content-Type: multipart/mixed; boundary=in\r\n\r\n{inner}"
    message = multipart("alternative", form)
    assert message.text.split() == ["above", "below"]
    assert [file.filename for file in message.attachments] == ["a.pdf"]


@pytest.mark.parametrize(
    "stub",
    [
        "This is an HTML message. Please view it in a browser.",
        "Ihr E-Mail-Programm unterstützt kein HTML.",
        "Si ce message ne s'affiche pas, ouvrez-le dans votre navigateur: afficher",
        "Diese Nachricht im Browser anzeigen",
        "您的邮件客户端不支持HTML格式，请在浏览器中打开",
        "您的郵件軟體無法顯示 HTML 郵件",
        "このメールはHTML形式です。",
        "이 메일은 HTML 형식입니다.",
        "[cid:image001.png@01D9]",
        "https://news.example/view/1",
        "\u00a0\n.\n",
    ],
)
def test_a_stub_in_any_language_is_not_the_message(stub: str) -> None:
    message = multipart("alternative", text_part(stub), text_part(HTML * 3, "html"))
    assert message.reply_text.startswith(WORDS)


def test_words_that_speak_of_html_are_words() -> None:
    said = "The HTML format of your letters is broken, see the browser view. " * 12
    message = multipart("alternative", text_part(said), text_part(HTML, "html"))
    assert message.text.startswith("The HTML format")


def test_a_text_and_its_html_side_by_side_are_shown_once() -> None:
    message = multipart("mixed", text_part(WORDS), text_part(HTML, "html"))
    assert message.text.strip() == WORDS
    other = multipart("mixed", text_part(WORDS), text_part("<p>more</p>", "html"))
    assert other.text.split("\n") == [WORDS, "more"]


def test_the_plain_form_wins_over_the_enriched_one() -> None:
    rich = "Content-Type: text/enriched\r\n\r\n<bold>rich</bold>"
    assert multipart("alternative", text_part("plain"), rich).text.strip() == "plain"
    assert multipart("alternative", rich).text.strip() == "rich"


def test_amp_is_never_read() -> None:
    amp = text_part("<html amp4email>gone", "x-amp-html")
    message = multipart("alternative", text_part("words"), amp)
    assert (message.text.strip(), message.attachments) == ("words", ())


def test_a_markdown_text_is_read_and_a_private_one_is_a_file() -> None:
    assert (
        multipart("mixed", text_part("# words", "markdown")).text.strip() == "# words"
    )
    both = multipart("mixed", text_part("words"), text_part("data", "x-private"))
    assert both.text.strip() == "words"
    assert len(both.attachments) == 1


def test_a_rich_text_alone_is_read() -> None:
    message = read("Content-Type: text/rtf", rb"{\rtf1\ansi only words}")
    assert message.text == "only words"


@pytest.mark.parametrize(
    "disposition", ["inline; filename=a.txt", "attachment", "inline"]
)
def test_a_text_that_is_all_there_is_is_the_message(disposition: str) -> None:
    part = text_part("all of it").replace(
        "\r\n\r\n", f"\r\nContent-Disposition: {disposition}\r\n\r\n", 1
    )
    assert multipart("mixed", part).text.strip() == "all of it"


def test_a_fragment_of_a_mail_is_named_unreadable() -> None:
    head = "Content-Type: message/partial; id=ant@customer.example; number=2; total=3"
    message = read(head, "and the rest of it")
    assert message.unreadable == "partial"
    assert "partial" in message.defects
    assert message.reply_text == ""


def test_a_pointer_to_a_file_elsewhere_is_named_and_never_followed() -> None:
    pointer = (
        'Content-Type: message/external-body; access-type=URL; name="big.zip"\r\n\r\n'
        "Content-Type: application/zip\r\n\r\n"
    )
    message = multipart("mixed", text_part("see"), pointer)
    assert "external-body" in message.defects
    assert [file.filename for file in message.attachments] == ["big.zip"]


def test_an_enclosed_mail_is_named_by_its_subject() -> None:
    enclosed = (
        "Content-Type: message/rfc822\r\n\r\nFrom: cris@customer.example\r\n"
        "Subject: =?utf-8?B?6K6i5Y2V?=\r\n failed\r\n\r\nSubject: not this"
    )
    message = multipart("mixed", text_part("see"), enclosed)
    assert [file.filename for file in message.attachments] == ["订单 failed.eml"]


def test_the_human_part_of_a_report_is_its_text() -> None:
    status = "Content-Type: message/delivery-status\r\n\r\nAction: failed"
    message = multipart("report", text_part("could not be delivered"), status)
    assert message.text.strip() == "could not be delivered"
    assert "Action: failed" in multipart("report", status).text


@pytest.mark.parametrize(
    "body",
    [
        "words before\r\n--cut\r\nContent-Type: image/gif\r\n\r\nGIF89a\r\n--cut--\r\n",
        "--cut\r\nContent-Type: image/gif\r\n\r\nGIF89a\r\n--cut--\r\nwords before\r\n",
    ],
)
def test_text_outside_the_parts_is_read_where_it_is_the_only_one(body: str) -> None:
    message = read("Content-Type: multipart/mixed; boundary=cut", body)
    assert message.text.strip() == "words before"
    assert "text-outside-parts" in message.defects


def test_what_every_client_writes_before_the_parts_is_no_text() -> None:
    body = "This is a multi-part message in MIME format.\r\n" + mixed(
        "Content-Type: image/gif\r\n\r\nGIF89a"
    )
    assert read("Content-Type: multipart/mixed; boundary=cut", body).text == ""


def test_a_mailbox_files_escape_is_undone_outside_quotes() -> None:
    assert unescape_from("a\n>From now on\nb") == "a\nFrom now on\nb"
    quoted = "> a\n>From now on\n> b"
    assert unescape_from(quoted) == quoted


def test_enriched_text_loses_its_commands() -> None:
    text = "<bold>A</bold>\nB\n\nC <<x <color><param>red</param>D</color>"
    assert strip_enriched(text) == "A B\nC <x D"


@pytest.mark.parametrize(
    "content",
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 400, bytes(range(256)) * 4],
)
def test_a_text_that_is_none_is_a_file(content: bytes) -> None:
    message = read("Content-Type: text/plain; charset=utf-8", content)
    assert message.text == ""
    assert len(message.attachments) == 1


def test_a_wide_text_is_a_text() -> None:
    wide = "The order module fails. 订单模块失败。".encode("utf-16-le")
    labelled = read("Content-Type: text/plain; charset=utf-16le", wide)
    assert labelled.text == "The order module fails. 订单模块失败。"
    assert read("Subject: x", "words only".encode("utf-16-be")).text == "words only"


def test_a_page_of_html_called_plain_is_read_as_html() -> None:
    page = "<!DOCTYPE html>\n<html><body><p>one</p><p>two</p></body></html>"
    assert read("Content-Type: text/plain", page).text == "one\n\ntwo"
    assert read("Subject: x", page).text == "one\n\ntwo"
    shown = "look: <html> is a tag"
    assert read("Subject: x", shown).text == shown
