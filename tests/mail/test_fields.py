import time

import pytest

from gateway.mail.fields import read_fields
from gateway.mail.message import FormFields
from tests.mail.mails import read

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


@pytest.mark.parametrize(
    "line",
    [
        "紧急程度 - 高",
        "紧急程度——高",
        "紧急程度 高",
        "緊急程度：高",
        "您的紧急程度：高",
        "紧急程度 Urgency：高",
        "紧急程度/Urgency: 高",
        "①紧急程度：高",
        "三、紧急程度：高",
        "★紧急程度：高",
        "**紧急程度**：高",
        "1️⃣ 紧急程度：高".replace("️⃣", "."),
        "| 紧急程度 | 高 |\n|---|---|",
        "紧急程度：____高____",
        "紧急程度：低□ 中□ 高☑",
        "紧急程度：( )低 ( )中 (√)高",
        "紧急程度（必填）：高",
        "紧急程度：\n\n高",
        "【紧急程度】\n高",
        "紧急程度\n高",
        "Your urgency: 高",
        "How urgent is it: 高",
        "所属场景：客户　紧急程度：高",
        "所属场景：客户；紧急程度：高",
        "所属场景：客户 紧急程度：高 联系人：李颖",
        "Scene: customer  Urgency: 高  Contact: Anne",
        "所属场景\t客户\t紧急程度\t高",
        "| 所属场景 | 客户 | 紧急程度 | 高 |",
        "| 所属场景 | 紧急程度 |\n|---|---|\n| 客户 | 高 |",
        "所属场景\t紧急程度\n客户\t高",
        "紧急程度：\n紧急程度：高",
        "紧急程度：（请填写）\n紧急程度：高",
    ],
)
def test_the_urgency_is_found_in_every_layout(line: str) -> None:
    assert read_fields(line).urgency == "高"


def test_several_labels_on_one_line_each_have_their_value() -> None:
    assert read_fields("公司：星河  联系人：李颖，电话：138 0013 8000") == FormFields(
        company="星河", contact="李颖", phone="138 0013 8000"
    )
    assert read_fields("Company: ACME; Contact: Anne; Phone: 138") == FormFields(
        company="ACME", contact="Anne", phone="138"
    )


def test_a_value_with_colons_in_it_stays_whole() -> None:
    line = "故障现象：提示 error: timeout, code: 5，时间 10:30"
    assert read_fields(line).symptom == "提示 error: timeout, code: 5，时间 10:30"


def test_a_value_of_several_paragraphs_ends_at_the_next_label() -> None:
    text = "故障现象：\n第一段\n\n第二段\n影响范围：全部\n\n谢谢"
    fields = read_fields(text)
    assert fields.symptom == "第一段\n第二段"
    assert fields.impact == "全部"


@pytest.mark.parametrize(
    "text",
    [
        "1. 大约几点开始打不开：九点左右\n2. 只有您，还是同部门都打不开：全部门",
        "1. 大约几点开始打不开：\n九点左右\n2. 只有您，还是同部门都打不开：\n全部门",
        "> 1. 大约几点开始打不开：九点左右\n> 2. 只有您，还是同部门都打不开：全部门",
        "> 1. 大约几点开始：\n九点左右\n> 2. 只有您，还是同部门都打不开：\n全部门",
    ],
)
def test_answers_under_our_numbered_questions_are_read(text: str) -> None:
    assert read_fields(text) == FormFields(occurred="九点左右", impact="全部门")


def test_english_answers_under_our_numbered_questions_are_read() -> None:
    text = (
        "1. About what time did it start: nine\n"
        "2. Is it only you, or the whole department: everyone\n"
    )
    assert read_fields(text) == FormFields(occurred="nine", impact="everyone")


def test_what_is_quoted_is_no_answer() -> None:
    quoted = "谢谢\n> 紧急程度：高\n> 公司：星河\n>   联系人：李颖\n"
    assert read_fields(quoted) == FormFields()


@pytest.mark.parametrize(
    "text",
    [
        "Time: 3/9/2006 3:50 PM\nResult: sent",
        "Name: x",
        "The time: it is late",
        "问题：为什么",
        "Reason: none given",
        "公司：________",
        "电话：（请填写手机或座机）",
        "电话：...........",
        "联系方式变了，请更新",
        "影响范围很大，请尽快处理",
        "故障现象已经没有了",
        "10:30 - 11:00 meeting",
        "http://a.example/?id=5&name=x",
    ],
)
def test_a_common_word_alone_is_no_label(text: str) -> None:
    assert read_fields(text) == FormFields()


def test_common_words_count_beside_another_label() -> None:
    fields = read_fields("Name: Anne\nPhone: 138\nTime: nine\nIssue: no print")
    assert fields == FormFields(
        contact="Anne", phone="138", occurred="nine", symptom="no print"
    )


def test_a_form_in_a_table_of_html_is_read() -> None:
    rows = "".join(
        f"<tr><td><p>{label}</p></td><td><p>{value}</p></td></tr>"
        for label, value in (
            ("公司", "星河"),
            ("紧急程度", "□低 ☑高"),
            ("故障现象", "打不开<br>报错"),
        )
    )
    message = read("Content-Type: text/html; charset=utf-8", f"<table>{rows}</table>")
    assert message.fields == FormFields(
        company="星河", urgency="高", symptom="打不开\n报错"
    )


def test_a_reply_of_nothing_but_our_letter_gives_no_fields() -> None:
    letter = "------ 请在此行以上回复 / Reply above this line ------\n紧急程度：高\n"
    head = "In-Reply-To: <bee@example.com>\nSubject: Re: x"
    assert read(head, letter).fields == FormFields()


@pytest.mark.parametrize(
    "text",
    [
        "公司：" * 20_000,
        "公司：x  " * 8000,
        "| 公司 " * 10_000,
        "\t" * 60_000,
        " " * 60_000 + "公司：",
        "1. " + "几点" * 30_000,
        "(" * 60_000,
        "【" * 60_000,
        "紧急程度：" + "□" * 60_000,
        "公司：\n" * 10_000,
        "故障现象：" + "a, b " * 10_000,
    ],
)
def test_no_text_makes_the_labels_slow(text: str) -> None:
    started = time.process_time()
    read_fields(text)
    assert time.process_time() - started < 0.5
