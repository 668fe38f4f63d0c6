"""How the demo looks in a terminal: one panel a mail, the quoted part cut short."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from types import MappingProxyType

from rich.box import Box
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

FRAME = Box("╭── \n│   \n├── \n│   \n├── \n├── \n│   \n╰── \n")
"""No right edge: terminals differ in how wide they draw ☎ and Chinese quotes."""

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
        Act.ASKS: ("写信报障", "asks for help"),
        Act.ACKNOWLEDGED: ("登记，给出编号", "gives the request a number"),
        Act.DUTY_CALLED: ("紧急：呼叫值班", "urgent: calls the person on duty"),
        Act.TO_ASSIGN: ("请人受理", "asks for an owner"),
        Act.ACCEPTS: ("电话联系客户，受理", "phones, takes the request by reply"),
        Act.ACCEPTED: ("告知客户已受理", "tells the customer who has it"),
        Act.WORKS: ("定位原因，修复", "has found the cause, fixed it"),
        Act.RESOLVES: ("测试通过，提交解决", "has tested it, calls it resolved"),
        Act.TRANSCRIPT: ("逐行回报命令结果", "answers the commands line by line"),
        Act.CONFIRM_PLEASE: ("请客户验证并确认", "asks the customer to check"),
        Act.CONFIRMS: ("确认已解决", "confirms that it is resolved"),
        Act.RECEIPT: ("寄出问题解决确认书", "sends the resolution certificate"),
        Act.DISPUTES: ("答复：没有解决", "says that it is not resolved"),
        Act.REOPENED: ("重新打开，升级处理", "opens it again, escalated"),
        Act.OUTCOME: ("告知负责人", "tells the engineer"),
        Act.ESCALATED: ("报告主管", "tells the supervisor"),
    }
)
"""What happens in a mail, in Chinese and in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A Chinese story is captioned in both languages, an English one in English."""

    console: Console
    chinese: bool

    def say(self, chinese: str, english: str, between: str = " ") -> None:
        said = self._both(chinese, english, between)
        self.console.print(Text(said, style="bold"))

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
            title=Text(f" {place}  {self._both(*who)}: {self._both(*what, ' · ')} "),
            title_align="left",
            box=FRAME,
            border_style=COLOURS[scene.speaker],
            width=min(WIDTH, self.console.width),
        )
        self.console.print(panel)

    def _both(self, chinese: str, english: str, between: str = " ") -> str:
        return f"{chinese}{between}{english}" if self.chinese else english


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
