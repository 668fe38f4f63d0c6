import time

import pytest

from gateway.mail.headers import (
    Headers,
    decode_field,
    decode_words,
    unfold,
)
from gateway.mail.limits import Limits
from gateway.mail.parameters import parse_parameters

LIMITS = Limits()


def raw(octets: bytes) -> str:
    """As the standard library hands over octets that are not ASCII."""
    return octets.decode("ascii", "surrogateescape")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?B?6K6i5Y2V?=", "订单"),
        ("=?UTF-8?Q?a_b=C3=A9?=", "a bé"),
        ("=?utf-8?B?6K6i?= =?utf-8?B?5Y2V?=", "订单"),
        # 订 is cut between the two words.
        ("=?utf-8?B?6K4=?=\r\n =?utf-8?B?ouWNlQ==?=", "订单"),
        ("Re: =?gb2312?B?tqm1pQ==?= 2", "Re: 订单 2"),
        ("=?utf-8*zh?B?6K6i5Y2V?=", "订单"),
        ("=?nonsense?B?6K6i5Y2V?=", "订单"),
        ("=?utf-8?B?6K6i5Y2V", "订单"),
        ("=?utf-8?B?6K6i 5Y2V?=", "订单"),
        ("=?utf-8?B?6K6i5Y2V??=", "订单"),
        ("=?utf-8?Q?what?_really?=", "what? really"),
        ("=?utf-8?B?6K6i5Y2V?==?utf-8?B?6K6i5Y2V?=", "订单订单"),
        ("[=?utf-8?B?6K6i?=]=?utf-8?B?5Y2V?=", "[订]单"),
        ("=?utf-8?Q?a?= and =?utf-8?B?5Y2V?=b", "a and 单b"),
        ("=?gbk?B?6K6i5Y2V5rW36YeP?=", "订单海量"),
        ("=?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=", "テスト"),
        ("=?utf-8?X?6K6i5Y2V?=", "=?utf-8?X?6K6i5Y2V?="),
        ("=?utf-8?B?77u/6K6i5Y2V?=", "订单"),
    ],
)
def test_encoded_words_are_read(value: str, text: str) -> None:
    assert decode_field(value, LIMITS) == text


def test_raw_octets_are_utf_8_or_gb18030() -> None:
    assert unfold(raw("订单模块".encode()), LIMITS) == "订单模块"
    assert unfold(raw("订单模块".encode("gbk")), LIMITS) == "订单模块"


@pytest.mark.parametrize("codec", ["big5", "cp949", "cp932", "cp1251", "utf-8"])
def test_raw_octets_of_other_charsets_are_told_by_their_letters(codec: str) -> None:
    text = {
        "big5": "系統發生錯誤",
        "cp949": "시스템에 로그인",
        "cp932": "お世話になっております",
        "cp1251": "Система не работает",
        "utf-8": "Größe",
    }[codec]
    assert unfold(raw(text.encode(codec)), LIMITS) == text


def test_raw_octets_inside_an_encoded_word_are_of_its_charset() -> None:
    value = raw(b"=?iso-8859-1?Q?J\xfcrgen?= =?iso-8859-1?Q?_M\xfcller?=")
    assert decode_field(value, LIMITS) == "Jürgen Müller"
    assert decode_words(unfold(value, LIMITS), LIMITS) == "Jürgen Müller"


def test_a_value_never_spans_lines() -> None:
    injected = "=?utf-8?Q?x=0D=0ABcc:_evil=40customer.example?="
    assert decode_field("a\r\n b", LIMITS) == "a b"
    assert decode_field(injected, LIMITS) == "x Bcc: evil@customer.example"


def test_beyond_the_limit_encoded_words_stay_as_they_came() -> None:
    read = decode_words("=?utf-8?Q?a?= " * 5, Limits(encoded_words=2))
    assert read == "aa =?utf-8?Q?a?= =?utf-8?Q?a?= =?utf-8?Q?a?= "


def test_fields_and_their_length_are_bounded() -> None:
    limits = Limits(headers=2, field_chars=4)
    headers = Headers([("A", "123456"), ("B", "x"), ("C", "y")], limits)
    assert headers.raw("a") == "1234"
    assert "c" not in headers


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('attachment; filename="a b.txt"', "a b.txt"),
        ("attachment; filename=a.txt", "a.txt"),
        ("attachment; filename*=utf-8''%E8%AE%A2%E5%8D%95.txt", "订单.txt"),
        ("attachment; filename*=gb18030''%B6%A9%B5%A5.txt", "订单.txt"),
        ("attachment; filename*0=one; filename*1=two", "onetwo"),
        ("attachment; filename*1*=%8D%95; filename*0*=utf-8''%E8%AE%A2%E5", "订单"),
        ('attachment; filename="=?utf-8?B?6K6i5Y2V?=.txt"', "订单.txt"),
        ('attachment; filename="a\\"b;c.txt"', 'a"b;c.txt'),
        ('attachment; filename="open.txt', "open.txt"),
        ('; filename="a.txt"', "a.txt"),
        ('attachment filename="a.txt"', "a.txt"),
        ("attachment; filename==?utf-8?B?6K6i5Y2VLnR4dA==?=", "订单.txt"),
        ('attachment; filename="=?utf-8?B?6K6i?=\r\n =?utf-8?B?5Y2V?="', "订单"),
        ('attachment; filename*0="=?utf-8?B?6K6i"; filename*1="5Y2V?="', "订单"),
        ('attachment; filename="%E8%AE%A2%E5%8D%95.txt"', "订单.txt"),
        ('attachment; filename="100%25.txt"', "100%25.txt"),
        ("attachment; filename*=%E8%AE%A2.txt", "订.txt"),
        ("attachment; filename*=\"utf-8''%E8%AE%A2.txt\"", "订.txt"),
        (
            "attachment; filename*0*=gbk''%B6%A9; filename*1*=%B5%A5; filename*2=.x",
            "订单.x",
        ),
        ("attachment; filename=a.txt; filename*=utf-8''%FF%FE%FF", "a.txt"),
        (raw('attachment; filename="订单.txt"'.encode("gbk")), "订单.txt"),
        (raw("attachment; filename*=UTF-8''订单.txt".encode()), "订单.txt"),
    ],
)
def test_parameters_are_read_in_every_style(value: str, name: str) -> None:
    assert parse_parameters(unfold(value, LIMITS), LIMITS)[1]["filename"] == name


@pytest.mark.parametrize(
    ("value", "main", "parameters"),
    [
        ('multipart/mixed\r\n\tboundary="b"', "multipart/mixed", {"boundary": "b"}),
        ("text/plain (why); charset=gbk", "text/plain", {"charset": "gbk"}),
        (
            "text/plain; charset=utf-8 format=flowed",
            "text/plain",
            {"charset": "utf-8", "format": "flowed"},
        ),
        ('a/b; name="x charset=y"', "a/b", {"name": "x charset=y"}),
    ],
)
def test_missing_semicolons_and_comments_are_seen_through(
    value: str, main: str, parameters: dict[str, str]
) -> None:
    assert parse_parameters(unfold(value, LIMITS), LIMITS) == (main, parameters)


@pytest.mark.parametrize(
    "bomb",
    [
        "=?a?Q?",
        "=?a?Q?x",
        "=?utf-8?B?" + "A" * 60 + "?= ",
        "\udc80=?a?Q?\udc80",
        "=?a?Q??",
    ],
)
def test_no_encoded_word_costs_more_than_its_length(bomb: str) -> None:
    value = bomb * (65_536 // len(bomb))
    started = time.process_time()
    decode_field(value, LIMITS)
    unfold(value + "\udc80", LIMITS)
    assert time.process_time() - started < 1


def test_parameters_are_bounded_in_count_and_length() -> None:
    many = "text/plain; " + "; ".join(f"a{n}=1" for n in range(100))
    assert len(parse_parameters(many, Limits(parameters=3))[1]) == 3
    assert parse_parameters(many, Limits(parameter_chars=18))[1] == {"a0": "1"}
