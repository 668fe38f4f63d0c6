"""The story that the specimens tell: the guide's own example; nobody in it exists."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gateway.domain.people import Address, Locale
from gateway.domain.request import (
    Form,
    Priority,
    Request,
    RequestNumber,
    Scene,
    Urgency,
)

ANNE = Address("anne@customer.example")
BART = Address("bart@example.com")
SUBMITTED = datetime(2023, 10, 9, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def text(locale: Locale, english: str, chinese: str) -> str:
    return chinese if locale is Locale.ZH_CN else english


def customer_name(locale: Locale) -> str:
    return text(locale, "Anne Li", "李安")


def solved(taken: Request, locale: Locale) -> Request:
    return replace(
        taken,
        cause=text(
            locale,
            "the database connection pool was full, so new orders got no connection",
            "数据库连接池占满，新订单拿不到连接",
        ),
        solution=text(
            locale,
            "restarted the pool at 11:28 and raised its limit from 200 to 400 at 11:35",
            "11:28 重启连接服务，11:35 将连接上限由 200 调至 400",
        ),
        test_result=text(
            locale,
            'Orders > New: submit a test order; you should see "Submitted"\n'
            "Submit three orders in a row; the time-out must not come back",
            "打开“订单-新建”，提交一张测试订单，应提示“提交成功”\n"
            "连续提交 3 张，均不再出现“连接超时”",
        ),
        resolved_at=SUBMITTED + 130 * MINUTE,
    )


def fresh(locale: Locale) -> Request:
    return Request(
        number=RequestNumber("TS20231009001"),
        subject=text(locale, "Orders cannot be submitted", "订单模块无法提交订单"),
        description=text(
            locale,
            "Submitting an order fails with a time-out.\nRestarting did not help.",
            "提交订单时提示“连接超时”。\n重启浏览器无效。",
        ),
        requester=ANNE,
        requester_name=customer_name(locale),
        locale=locale,
        scene=Scene.CUSTOMER,
        urgency=Urgency.HIGH,
        urgent=True,
        priority=Priority.HIGH,
        form=_form(locale),
        submitted_at=SUBMITTED,
        first_message_id="<ant@customer.example>",
    )


def _form(locale: Locale) -> Form:
    return Form(
        company=text(locale, "Customer Ltd", "客户有限公司"),
        contact=customer_name(locale),
        phone="13800005678",
        scene=Scene.CUSTOMER,
        urgency=Urgency.HIGH,
        urgency_reason=text(locale, "no orders at all", "订单全部停下"),
        symptom=text(
            locale,
            'submitting an order fails with "connection timed out"',
            "提交订单时提示“连接超时”，重启浏览器无效",
        ),
        occurred="2023-10-09 09:10",
        impact=text(locale, "all of today's orders", "当日全部订单"),
        tried=text(locale, "restarted the browser", "重启浏览器"),
    )
