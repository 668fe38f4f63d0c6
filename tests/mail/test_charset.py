import pytest

from gateway.mail.charset import codec_of, decode_text


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
