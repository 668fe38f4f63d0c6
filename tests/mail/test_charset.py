import pytest

from gateway.mail.charset import decode_text
from gateway.mail.charset_names import codec_of


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("gb2312", "gb18030", "赵喆——订单"),
        ("GBK", "gb18030", "赵喆"),
        ("big5", "big5hkscs", "訂單模組"),
        ("iso-2022-jp", "iso2022_jp_2", "注文できません"),
        ("shift_jis", "cp932", "①注文"),
        ("ks_c_5601-1987", "cp949", "주문 똠방"),
        ("iso-8859-1", "cp1252", "„Größe“"),
        ("utf-16le", "utf-16-le", "订单"),
        ("koi8-r", "koi8-r", "заказ"),
        ("hz-gb-2312", "hz", "订单"),
    ],
)
def test_a_labelled_text_is_read_in_the_charset_that_is_meant(
    label: str, codec: str, text: str
) -> None:
    assert decode_text(text.encode(codec), label) == text


@pytest.mark.parametrize("label", ["", "unknown-8bit", "x-no-such", "us-ascii"])
@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("utf-8", "订单模块无法提交"),
        ("gb18030", "订单模块无法提交"),
        ("cp1252", "Die Hasen und die Frösche"),
        ("big5", "訂單模組已於今天恢復"),
    ],
)
def test_an_unlabelled_text_is_guessed_by_its_octets(
    label: str, codec: str, text: str
) -> None:
    assert decode_text(text.encode(codec), label) == text


@pytest.mark.parametrize(
    "label", ["zlib", "rot13", "unicode_escape", "idna", "punycode", "hex", "undefined"]
)
def test_no_codec_of_python_that_is_no_charset_is_ever_asked(label: str) -> None:
    assert codec_of(label) is None
    assert decode_text(b"\\u0041 x", label) == "\\u0041 x"


def test_a_label_that_lies_gives_way_to_utf_8() -> None:
    assert decode_text("订单".encode(), "big5") == "订单"


def test_utf_7_is_read_without_lone_surrogates() -> None:
    assert "\ud800" not in decode_text(b"a +2AA- b", "utf-7")
    assert decode_text(b"+ZeVnLA- 1 +- 1", "utf-7") == "日本 1 + 1"


def test_nul_and_other_controls_never_pass() -> None:
    assert decode_text(b"a\x00b\x07c\td\n", "utf-8") == "abc\td\n"


@pytest.mark.parametrize(
    ("label", "octets"),
    [
        ("iso-2022-jp", b"\x1b$B%F%9%H\x1b(B"),
        ("", b"\x1b$B%F%9%H\x1b(B"),
        ("iso-2022-jp-ms", b"\x1b$B%F%9%H\x1b(B"),
        ("utf-16", "テスト".encode("utf-16")),
        ("utf-16", "テスト".encode("utf-16-le")),
        ("utf-16", "テスト".encode("utf-16-be")),
        ("utf-8", "テスト".encode("utf-16")),
        ("utf-32", "テスト".encode("utf-32")),
        ("utf-8", b"\xef\xbb\xbf" + "テスト".encode()),
        ("x-sjis", "テスト".encode("cp932")),
    ],
)
def test_escapes_and_byte_order_marks_speak_for_themselves(
    label: str, octets: bytes
) -> None:
    assert decode_text(octets, label) == "テスト"


@pytest.mark.parametrize(
    ("label", "octets", "text"),
    [
        ("hz-gb-2312", b"see ~{<:Ky2;~}, ~~", "see 己所不, ~~"),
        ("", b"~{<:Ky2;~}", "己所不"),
        ("iso-2022-cn", b"\x1b$)A\x0e=;;;\x0f", "交换"),
        ("iso-2022-kr", b"\x1b$)C\x0eGQ\x0f", "한"),
        ("utf-7", b"+T2BZfQ-, 1 +- 1", "你好, 1 + 1"),
        ("utf-7", b"2+2 is 4", "2+2 is 4"),
        ("x-imap4-modified-utf7", b"&T2BZfQ- &-", "你好 &"),
        ("utf-16", b"plain after all", "plain after all"),
        ("", "Hello".encode("utf-16-le"), "Hello"),
        ("", "订单 is lost".encode("utf-16-be"), "订单 is lost"),
        ("macintosh", b"caf\x8e", "café"),
        ("windows-874", "ระบบ".encode("cp874"), "ระบบ"),
        ("koi8-u", "їжак".encode("koi8-u"), "їжак"),
        ("utf-8*zh", "订单".encode(), "订单"),
        ("'GBK'", "订单".encode("gbk"), "订单"),
    ],
)
def test_the_rarer_charsets_of_mail_are_read(
    label: str, octets: bytes, text: str
) -> None:
    assert decode_text(octets, label) == text


@pytest.mark.parametrize(
    "label", ["zlib", "rot13", "idna", "unicode_escape", "hex", "punycode", "mbcs"]
)
def test_codecs_that_are_no_charset_of_mail_are_unknown(label: str) -> None:
    assert codec_of(label) is None
    assert decode_text("订单".encode(), label) == "订单"
