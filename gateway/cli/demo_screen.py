"""How the demo looks in a terminal: one panel a mail, the quoted part cut short."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from types import MappingProxyType

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from gateway.cli.demo_post import text_of
from gateway.cli.demo_story import Act, Scene, Speaker

WIDTH = 88
"""Columns of the panels, where the terminal has as many."""
QUOTED_LINES = 2
"""Lines of a quoted letter that are shown."""

COLOURS: Mapping[Speaker, str] = MappingProxyType(
    {Speaker.CUSTOMER: "cyan", Speaker.STAFF: "green", Speaker.GATEWAY: "magenta"}
)
SPEAKERS: Mapping[Speaker, tuple[str, str]] = MappingProxyType(
    {
        Speaker.CUSTOMER: ("客户", "CUSTOMER"),
        Speaker.STAFF: ("工程师", "STAFF"),
        Speaker.GATEWAY: ("网关", "GATEWAY"),
    }
)
CAPTIONS: Mapping[Act, tuple[str, str]] = MappingProxyType(
    {
        Act.ASKS: ("客户写信报障", "the customer asks for help"),
        Act.ACKNOWLEDGED: ("登记回执，带编号", "the request has a number"),
        Act.DUTY_CALLED: ("紧急：呼叫值班", "urgent, so the person on duty is called"),
        Act.TO_ASSIGN: ("待分派", "somebody has to take it"),
        Act.ACCEPTS: ("电话联系客户并受理", "Bart phones, and takes it by reply"),
        Act.ACCEPTED: ("已受理，告知客户负责人", "the customer learns who has it"),
        Act.WORKS: ("定位原因并修复", "the cause, and the fix"),
        Act.RESOLVES: ("测试并提交解决", "tested; is it solved?"),
        Act.TRANSCRIPT: ("命令结果，逐行回报", "what each command did"),
        Act.CONFIRM_PLEASE: ("请客户验证并确认", "the customer is asked to check"),
        Act.CONFIRMS: ("客户确认已解决", "the customer confirms"),
        Act.RECEIPT: ("问题解决确认书", "the resolution certificate"),
        Act.DISPUTES: ("客户：没有解决", "the customer says no"),
        Act.REOPENED: ("已重新打开", "open again, with raised priority"),
        Act.OUTCOME: ("告知负责人结果", "the engineer learns of it"),
    }
)
"""What happens in a mail, in Chinese and in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A Chinese story is captioned in both languages, an English one in English."""

    console: Console
    chinese: bool

    def say(self, chinese: str, english: str) -> None:
        self.console.print(Text(self._both(chinese, english), style="bold"))

    def show(self, place: int, scene: Scene) -> None:
        """Show one mail as it arrives."""
        who, what = SPEAKERS[scene.speaker], CAPTIONS[scene.act]
        parts: list[RenderableType] = [
            _headers(scene.mail),
            Rule(style="dim"),
            Text(shortened(text_of(scene.mail)).rstrip()),
        ]
        panel = Panel(
            Group(*parts),
            title=Text(f" {place}  {self._both(*who)}: {self._both(*what)} "),
            title_align="left",
            border_style=COLOURS[scene.speaker],
            width=min(WIDTH, self.console.width),
        )
        self.console.print(panel)

    def _both(self, chinese: str, english: str) -> str:
        return f"{chinese} {english}" if self.chinese else english


def shortened(text: str) -> str:
    """The text with each quoted run cut after its first lines."""
    return re.sub(r"(?:^>.*\n?)+", _cut, text, flags=re.MULTILINE)


def _cut(quoted: re.Match[str]) -> str:
    lines = quoted[0].splitlines()
    left = len(lines) - QUOTED_LINES
    if left <= 1:
        return quoted[0]
    return "\n".join([*lines[:QUOTED_LINES], f"> … ({left} lines more)\n"])


def _headers(mail: EmailMessage) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name in ("From", "To", "Subject"):
        table.add_row(name, Text(str(mail[name]), style="bold"))
    files = ", ".join(
        f"{part.get_filename()} ({len(part.get_content()):,} B)"
        for part in mail.iter_attachments()
    )
    if files:
        table.add_row("File", Text(files))
    return table
