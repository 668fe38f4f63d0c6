import pytest

from gateway.mail.headers import (
    Headers,
    decode_field,
    decode_words,
    parse_parameters,
    unfold,
)
from gateway.mail.limits import Limits

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
        ("=?utf-8?B?6K6i5Y2V", "=?utf-8?B?6K6i5Y2V"),
    ],
)
def test_encoded_words_are_read(value: str, text: str) -> None:
    assert decode_field(value, LIMITS) == text


def test_raw_octets_are_utf_8_or_gb18030() -> None:
    assert unfold(raw("订单模块".encode()), LIMITS) == "订单模块"
    assert unfold(raw("订单模块".encode("gbk")), LIMITS) == "订单模块"


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
    ],
)
def test_parameters_are_read_in_every_style(value: str, name: str) -> None:
    assert parse_parameters(value, LIMITS)[1]["filename"] == name


def test_parameters_are_bounded_in_count_and_length() -> None:
    many = "text/plain; " + "; ".join(f"a{n}=1" for n in range(100))
    assert len(parse_parameters(many, Limits(parameters=3))[1]) == 3
    assert parse_parameters(many, Limits(parameter_chars=18))[1] == {"a0": "1"}
