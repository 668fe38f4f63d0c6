"""D13: what names or reaches a person, or opens a door, stays out of articles."""

import time
from dataclasses import replace

import pytest

from gateway.domain.people import Locale
from gateway.domain.request import Form
from gateway.domain.scrubbing import NAMES_LIMIT, Personal, Removed, Scrubber, names_of
from tests.support.builders import a_new_request


def scrub(text: str, *names: str) -> str:
    return Scrubber(names=names, locale=Locale.EN)(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("call 13800005678 today", "call [phone] today"),
        ("电话138-0000-5678找我", "电话[phone]找我"),
        ("+86 138 0000 5678", "[phone]"),
        ("010-5555-0101转 8012 即可", "[phone] 即可"),
        ("400-820-1234", "[phone]"),
        ("write to anne.li@customer.example.", "write to [address]."),
        ("邮箱anne@qq.com，谢谢", "邮箱[address]，谢谢"),
        ("身份证 11010519491231002X", "身份证 [ID number]"),
        ("password: hunter2, then", "password: [secret], then"),
        ("密码：Abc123！重启", "密码：[secret]！重启"),
        ("the password is hunter2 now", "the password is [secret] now"),
        ("密码为8848abc，请改", "密码为[secret]，请改"),
        ("api_key=abcdef token: xyz", "api_key=[secret] token: [secret]"),
        ("https://bart:pw1@host.example/x", "https://[secret]@host.example/x"),
        ("key ghp_" + "a1B2" * 9, "key [secret]"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
            "[secret]",
        ),
    ],
)
def test_what_reaches_a_person_or_opens_a_door_is_taken_out(
    text: str, left: str
) -> None:
    assert scrub(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "密码错误，请重试",
        "the password is wrong",
        "reset the password and the token",
        "ORA-12541 at 10.0.0.1:1521",
        "将连接上限由 200 调至 400",
        "工单 TS20231001001 见 KB-0007",
        "version 4.2.10-20231009",
        "2023-10-09 09:30:00",
        "error 0x80070005, code 1045",
    ],
)
def test_what_tells_of_the_fault_stays(text: str) -> None:
    assert scrub(text) == text


def test_a_requester_is_known_by_every_name_that_the_form_tells() -> None:
    form = Form(contact="李安", company="蓝鲸物流有限公司", employee_number="A001")
    request = replace(a_new_request(), form=form, requester_name="Anne Li")

    text = "李经理（李安，蓝鲸物流）、Anne 与 A001 都见过；annealing 没有"
    left = Scrubber(names=names_of(request), locale=Locale.ZH_CN)(text)

    assert left == (
        "［姓名］（［姓名］，［姓名］）、［姓名］ 与 ［姓名］ 都见过；annealing 没有"
    )


def test_what_was_taken_out_is_counted_by_kind() -> None:
    scrubber = Scrubber(names=("Anne",), locale=Locale.EN)
    scrubber("Anne, 13800005678; anne@customer.example")
    scrubber("Anne again")

    assert set(scrubber.removed) == {
        Removed(Personal.NAME, 2),
        Removed(Personal.PHONE, 1),
        Removed(Personal.ADDRESS, 1),
    }


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 50_000,
        "a" * 50_000 + "@",
        "+1" + " 1" * 20_000,
        "password" * 6_000,
        "密码为" * 15_000,
        "-----BEGIN PRIVATE KEY-----" * 1_500,
        "eyJ" * 15_000,
        "://a:" * 10_000,
        "a." * 25_000 + "@" + "a." * 25_000,
    ],
)
def test_the_time_that_it_takes_grows_with_the_text_alone(hostile: str) -> None:
    began = time.process_time()
    scrub(hostile)

    assert time.process_time() - began < 2


def test_so_many_names_are_looked_for_and_short_ones_are_not() -> None:
    others = tuple(f"Name{n:04d}" for n in range(NAMES_LIMIT * 2))
    assert len(names_of(a_new_request(), others)) == NAMES_LIMIT
    alone = replace(a_new_request(), form=Form(contact="李"), requester_name="")
    assert names_of(alone) == ()
