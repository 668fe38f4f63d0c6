"""Texts whose label is missing or lies, and texts encoded twice."""

import pytest

from gateway.mail.charset import decode_text

CHINESE = "订单模块全部失败，请尽快处理，谢谢！"
TRADITIONAL = "訂單模組全部失敗，請儘快處理，謝謝！"
JAPANESE = "システムにログインできません。至急対応お願いします。"
KOREAN = "시스템에 로그인할 수 없습니다. 빨리 처리해 주세요."
RUSSIAN = "Система не работает, помогите пожалуйста"
GREEK = "Δεν μπορώ να συνδεθώ στο σύστημα"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (CHINESE, "gb18030"),
        ("张伟", "gb18030"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "cp1253"),
        ("לא ניתן להתחבר למערכת שלום", "cp1255"),
        ("ไม่สามารถเข้าสู่ระบบได้", "cp874"),
        ("لا يمكن الدخول الى النظام", "cp1256"),
        ("Très bien, ça marche déjà à côté", "cp1252"),
        ("JÖRG MÜLLER", "cp1252"),
        ("“quoted” – it’s 5 €", "cp1252"),
    ],
)
@pytest.mark.parametrize("label", ["", "us-ascii", "utf-8", "unknown-8bit", "x-user"])
def test_octets_without_a_true_label_are_told_by_their_letters(
    text: str, codec: str, label: str
) -> None:
    assert decode_text(text.encode(codec), label) == text
    assert decode_text(f"Hello,\n{text}\n".encode(codec), label).endswith(f"{text}\n")


@pytest.mark.parametrize("label", ["gb2312", "big5", "iso-8859-1", "euc-kr", "koi8-r"])
@pytest.mark.parametrize("text", [CHINESE, TRADITIONAL, JAPANESE, KOREAN])
def test_utf8_is_known_whatever_it_is_called(text: str, label: str) -> None:
    assert decode_text(text.encode(), label) == text


@pytest.mark.parametrize("text", ["Größe", "café", "Москва"])
def test_short_utf8_is_known_beside_an_east_asian_label(text: str) -> None:
    assert decode_text(text.encode(), "gb2312") == text


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (CHINESE, "gb18030", "iso-8859-1"),
        ("张伟", "gb18030", "iso-8859-1"),
        (TRADITIONAL, "big5", "gb2312"),
        (CHINESE, "gb18030", "big5"),
        (RUSSIAN, "cp1251", "iso-8859-1"),
        (RUSSIAN, "koi8-r", "windows-1252"),
    ],
)
def test_a_label_that_the_octets_refute_is_not_believed(
    text: str, codec: str, label: str
) -> None:
    assert decode_text(text.encode(codec), label) == text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Die Hasen und die Frösche", "iso-8859-1"),
        ("ÀÉÎÕÜ", "iso-8859-1"),
        ("Żółć gęślą jaźń", "windows-1250"),
        ("Ошибка", "koi8-r"),
        ("Ошибка входа", "windows-1251"),
        ("καλημέρα", "iso-8859-7"),
        ("şğıİ çok iyi", "windows-1254"),
        ("昆明", "gb2312"),
    ],
)
def test_a_true_label_stays_believed(text: str, label: str) -> None:
    codec = {"gb2312": "gb18030"}.get(label, label)
    assert decode_text(text.encode(codec), label) == text


@pytest.mark.parametrize("cut", [1, 2])
def test_utf8_that_was_cut_in_a_character_stays_utf8(cut: int) -> None:
    text = decode_text(CHINESE.encode()[:-cut], "utf-8")
    assert text == CHINESE[:-1] + "\ufffd"


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        (CHINESE, "latin-1"),
        ("José Müller", "latin-1"),
        ("it’s “fine”", "cp1252"),
        (RUSSIAN, "cp1251"),
    ],
)
def test_what_was_encoded_twice_is_undone(text: str, read_as: str) -> None:
    mangled = text.encode().decode(read_as, "replace")
    if "\ufffd" not in mangled:
        assert decode_text(mangled.encode()) == text


def test_utf8_read_as_gbk_is_undone_with_its_lost_ends() -> None:
    mangled = CHINESE.encode().decode("gb18030", "replace")
    assert decode_text(mangled.encode())[:-1] == CHINESE[:-1]


@pytest.mark.parametrize(
    "text",
    ["乱码如下：ä½ å¥½", "NÃO", "São João", "Ã", "ÄÖÜ", "Ångström", "Привет", CHINESE],
)
def test_a_true_text_is_never_taken_for_a_mangled_one(text: str) -> None:
    assert decode_text(text.encode()) == text


def test_telling_a_charset_costs_no_more_for_a_large_text() -> None:
    # A text of one line without a break has no place to cut but the sample's end.
    data = (CHINESE * 20_000).encode("gb18030")
    assert decode_text(data) == CHINESE * 20_000


def test_a_text_cut_in_its_last_character_is_read_as_its_label_says() -> None:
    assert decode_text("姓名".encode("gb18030")[:-1], "gb2312") == "姓\ufffd"
