"""The words of the demo's story: the process manual's own case, in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SUPPORT = "support@example.com"
CUSTOMER = "anne@customer.example"
STAFF = "bart@example.com"
DUTY = "elle@example.com"
SUPERVISOR = DUTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people write. ``confirm`` stands before the code that a letter printed.

    ``quoted`` is what a mail client puts above the letter that it quotes.
    """

    locale: str
    customer_name: str
    staff_name: str
    subject: str
    request: str
    file_name: str
    file_inside: str
    file_text: str
    first_response: str
    work: str
    solved: str
    confirm: str
    thanks: str
    dispute: str
    quoted: str
    date: str


CHINESE = Words(
    locale="zh-CN",
    customer_name="李安妮",
    staff_name="Bart",
    subject="订单模块无法提交订单",
    request="""\
您好，订单模块今天突然用不了，请尽快看看。

公司：客户公司
联系人：李安妮
电话：13812345678
所属场景：客户
紧急程度：高（核心业务无法使用）
故障现象：客户系统订单模块无法提交订单，提示“连接超时”
影响范围：当日订单处理
已尝试步骤：重启浏览器无效

截图在附件里。谢谢！
李安妮
""",
    file_name="订单错误截图.zip",
    file_inside="订单错误截图.txt",
    file_text="提交订单\n错误：连接超时\n",
    first_response="""\
#通话 接通 电话联系客户，确认订单模块故障现象，提示“连接超时”
#受理
""",
    work="""\
#定位 10:20-11:30 数据库连接池满载，新订单拿不到连接
#预计 30m 正在重启数据库连接服务
#即时 重启数据库连接服务，连接恢复正常 同意=李安妮 11:20
#备注 需后续优化数据库配置
""",
    solved="""\
#测试 新建一张订单并提交，应提示“提交成功”
#测试 连续提交三张订单，均不再提示“连接超时”
#解决
""",
    confirm="确认",
    thanks="两步都试过了，订单可以正常提交，谢谢！",
    dispute="还是不行，第二张订单提交时又提示“连接超时”。",
    quoted='在 {date}，"{name}" <{address}> 写道：',
    date="%Y-%m-%d %H:%M:%S",
)

ENGLISH = Words(
    locale="en",
    customer_name="Anne Li",
    staff_name="Bart",
    subject="Orders cannot be submitted",
    request="""\
Hello, the order module stopped working today. Please have a look.

Company: Customer Ltd
Name: Anne Li
Phone: 13812345678
Scene: customer
Urgency: high (core business is down)
Symptom: submitting an order in the order module fails with "connection timed out"
Impact: today's orders
Already tried: restarting the browser did not help

A screenshot is attached. Thank you!
Anne Li
""",
    file_name="order-error-screenshot.zip",
    file_inside="order-error-screenshot.txt",
    file_text="Submit order\nError: connection timed out\n",
    first_response="""\
#call connected phoned the customer, confirmed the symptom: "connection timed out"
#take
""",
    work="""\
#cause 10:20-11:30 the database's connection pool was full: new orders got none
#eta 30m the connection service is being restarted
#fix restarted the connection service, connections are back consent="Anne Li" 11:20
#note the configuration of the database needs work later
""",
    solved="""\
#test submit one new order; you should see "submitted"
#test submit three in a row; the time-out must not come back
#resolve
""",
    confirm="CONFIRM",
    thanks="I did both checks and orders go through again. Thank you!",
    dispute="Still not working: the second order timed out again.",
    quoted="On {date}, {name} <{address}> wrote:",
    date="%a, %d %b %Y at %H:%M",
)

LANGUAGES: Mapping[str, Words] = MappingProxyType({"zh": CHINESE, "en": ENGLISH})
