import pytest

from gateway.mail.fields import read_fields
from gateway.mail.message import FormFields

CHINESE = """\
公司/客户名称：客户信息技术有限公司
联系人：李颖
工号：A001
联系方式：010-5555-0188
所属场景：□内部员工 ■客户 □跨部门 □紧急
紧急程度：□低 □中 ☑高
紧急原因：今天发货
故障现象：订单模块无法提交订单
提示“连接超时”
发生时间：2023-10-01 09:30
影响范围：全部门 6 人
已尝试步骤：重启浏览器
"""
ENGLISH = """\
Company: Customer Ltd
Contact: Anne
Employee number: A001
Phone: +49 30 5555 0188
Scene: customer
Urgency: high
Reason: we ship today
Symptom: orders cannot be submitted
Occurred: 2023-10-01 09:30
Impact: six people
Tried: restarted the browser
"""


def test_the_chinese_form_is_read_whole() -> None:
    assert read_fields(CHINESE) == FormFields(
        company="客户信息技术有限公司",
        contact="李颖",
        employee_number="A001",
        phone="010-5555-0188",
        scene="客户",
        urgency="高",
        urgency_reason="今天发货",
        symptom="订单模块无法提交订单\n提示“连接超时”",
        occurred="2023-10-01 09:30",
        impact="全部门 6 人",
        tried="重启浏览器",
    )


def test_the_english_form_is_read_whole() -> None:
    assert read_fields(ENGLISH) == FormFields(
        company="Customer Ltd",
        contact="Anne",
        employee_number="A001",
        phone="+49 30 5555 0188",
        scene="customer",
        urgency="high",
        urgency_reason="we ship today",
        symptom="orders cannot be submitted",
        occurred="2023-10-01 09:30",
        impact="six people",
        tried="restarted the browser",
    )


@pytest.mark.parametrize(
    "line",
    [
        "紧急程度：高",
        "紧急程度: 高",
        "  紧急程度 ：  高  ",
        "【紧急程度】高",
        "1、紧急程度：高",
        "(2) 紧急程度：高",
        "• 紧急程度：高",
        "| 紧急程度 | 高 |",
        "紧急程度\t高",
        "紧急程度（低/中/高）：高",
        "紧急程度：□低□中■高",
        "紧急程度：[ ]低 [ ]中 [x]高",
        "紧急程度：\n高",
        "*紧急程度*：高",
        "URGENCY : 高",
        "Priority: 高",
    ],
)
def test_the_urgency_is_found_however_it_is_written(line: str) -> None:
    assert read_fields(line).urgency == "高"


def test_the_first_value_of_a_label_wins() -> None:
    assert read_fields("Urgency: low\nUrgency: high").urgency == "low"


def test_boxes_none_of_which_is_ticked_give_no_value() -> None:
    assert read_fields("紧急程度：□低 □中 □高").urgency == ""


def test_a_long_answer_ends_at_a_blank_line_or_the_next_label() -> None:
    fields = read_fields("Symptom: one\ntwo\nImpact: all\n\nnot this")
    assert fields.symptom == "one\ntwo"
    assert fields.impact == "all"


@pytest.mark.parametrize(
    "text",
    ["", "The problem is that it fails.", "https://x.example", "Hello: world", "12:30"],
)
def test_ordinary_sentences_hold_no_fields(text: str) -> None:
    assert read_fields(text) == FormFields()
