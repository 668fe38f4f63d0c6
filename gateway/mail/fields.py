"""The labelled lines of the registration form, wherever people put them.

Rule: values stay as written; what they mean (urgency, scene) is the desk's to say.
The first value of a label wins: what follows may be a quoted or copied form.
R48-R55 of the process; Chinese and English, half and full width, tick boxes.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gateway.mail.message import FormFields

_SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "company": (
            "公司",
            "公司名称",
            "客户名称",
            "客户",
            "单位",
            "公司/客户名称",
            "客户公司",
            "单位名称",
            "company",
            "company name",
            "customer",
            "customer name",
            "organisation",
            "organization",
        ),
        "contact": (
            "联系人",
            "姓名",
            "联系人姓名",
            "申请人",
            "报障人",
            "contact",
            "contact person",
            "contact name",
            "name",
            "requester",
        ),
        "employee_number": (
            "工号",
            "员工号",
            "员工编号",
            "工号/姓名",
            "员工工号",
            "employee number",
            "employee id",
            "employee no",
            "staff number",
            "staff id",
            "id",
            "emp no",
            "emp id",
        ),
        "phone": (
            "联系方式",
            "电话",
            "手机",
            "联系电话",
            "手机号",
            "手机号码",
            "电话号码",
            "企业微信",
            "微信",
            "phone",
            "telephone",
            "mobile",
            "tel",
            "phone number",
            "contact number",
            "contact details",
            "callback",
        ),
        "scene": (
            "所属场景",
            "场景",
            "支持场景",
            "请求类型",
            "scene",
            "scenario",
            "request type",
        ),
        "urgency": (
            "紧急程度",
            "紧急度",
            "紧急性",
            "优先级",
            "紧急级别",
            "urgency",
            "priority",
            "severity",
            "urgency level",
        ),
        "urgency_reason": (
            "紧急原因",
            "紧急说明",
            "紧急理由",
            "原因说明",
            "加急原因",
            "reason",
            "urgency reason",
            "reason for urgency",
            "why urgent",
            "urgent because",
        ),
        "symptom": (
            "故障现象",
            "问题描述",
            "现象",
            "问题",
            "故障描述",
            "问题现象",
            "故障",
            "symptom",
            "symptoms",
            "problem",
            "issue",
            "description",
            "problem description",
            "fault",
            "what happens",
        ),
        "occurred": (
            "发生时间",
            "故障时间",
            "出现时间",
            "开始时间",
            "首次发生时间",
            "when",
            "occurred",
            "occurred at",
            "time of occurrence",
            "since",
            "started",
            "start time",
            "when did it happen",
            "time",
        ),
        "impact": (
            "影响范围",
            "影响",
            "影响人数",
            "影响程度",
            "impact",
            "scope",
            "affected",
            "scope of impact",
            "who is affected",
            "affected users",
        ),
        "tried": (
            "已尝试",
            "已尝试步骤",
            "已尝试的步骤",
            "已做尝试",
            "尝试步骤",
            "已采取措施",
            "已尝试操作",
            "tried",
            "steps tried",
            "already tried",
            "what you tried",
            "steps taken",
            "what have you tried",
        ),
    }
)
_FIELD_OF = {
    name.replace(" ", ""): field for field, names in _SYNONYMS.items() for name in names
}
_LINE = re.compile(
    r"\A[\s>|*_#•·●○◆■□▪\-–—【\[]{0,16}"
    r"(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.、．]{1,2}\s{0,4}(?!\d))?"
    r"([^\s:：=\t|【】\[\]*][^:：=\t|【】\[\]*]{0,40}?)\s{0,8}"
    r"(?:[】\]*]{0,4}\s{0,4}[:：=\t|]|[】\]])[*\s|]{0,8}(.*)\Z"
)
_LABEL_ALONE = re.compile(
    r"\A[\s>|*_#•【\[]{0,8}([^\s:：][^:：]{0,30}?)[】\]*:：\s]{0,8}\Z"
)
_NOTE = re.compile(r"[(（][^()（）]{0,60}[)）]")
_TICKED = re.compile(
    r"(?:[■☑☒✓✔√●◉▣🗹]|\[[xX✓√*]\]|\([xX✓√*]\)|（[xX✓√]）|【[xX✓√]】)\s{0,3}"
    r"([^\s■□☐☑☒✓✔√●○◉▣🗹\[\]()（）【】/|,，、;；]{1,20})"
)
_BOX = re.compile(r"[■□☐☑☒✓✔√●○◉▣🗹]|\[[ xX✓√*]?\]|【[ xX✓√]?】")
_VALUE_CHARS = 2000
_TEXT_CHARS = 65_536
_LINES = 2000
_LABEL_CHARS = 48
_MULTILINE = frozenset({"symptom", "impact", "tried", "urgency_reason"})
_CONTINUED_LINES = 20


def read_fields(text: str) -> FormFields:
    """The fields given in ``text``; empty strings where none are."""
    found: dict[str, str] = {}
    lines = text[:_TEXT_CHARS].split("\n")[:_LINES]
    for place, field, value in _labelled(lines):
        if field in found:
            continue
        if not value or field in _MULTILINE:
            value = _continued(lines, place, value)  # noqa: PLW2901 - the same value, whole
        ticked = _tick(value)
        if ticked:
            found[field] = ticked[:_VALUE_CHARS]
    return FormFields(**found)


def _labelled(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    for place, line in enumerate(lines):
        if not line or line.isspace():
            continue
        found = _LINE.match(line)
        field = _field(found[1]) if found else ""
        if found and field:
            yield place, field, found[2].strip(" \t*|")
            continue
        alone = _LABEL_ALONE.match(line) if len(line) < _LABEL_CHARS else None
        field = _field(alone[1]) if alone else ""
        if alone and field and _looks_like_label(line):
            yield place, field, ""


def _looks_like_label(line: str) -> bool:
    return line.rstrip(" *").endswith((":", "：", "】", "]"))


def _field(label: str) -> str:
    bare = _NOTE.sub("", label) if "(" in label or "（" in label else label
    name = "".join(bare.split()).lower()
    return _FIELD_OF.get(name, "")


def _continued(lines: list[str], place: int, value: str) -> str:
    """The value, with the lines below it up to a blank one or the next label."""
    parts = [value] if value else []
    for line in lines[place + 1 : place + 1 + _CONTINUED_LINES]:
        if not line.strip() or _is_next_label(line):
            break
        parts.append(line.strip(" \t*|"))
    return "\n".join(parts)


def _is_next_label(line: str) -> bool:
    found = _LINE.match(line)
    return bool(found and _field(found[1])) or line.lstrip().startswith(
        ("--", "__", "==", "##")
    )


def _tick(value: str) -> str:
    """What is ticked, where the value holds boxes; untouched where it holds none."""
    if not _BOX.search(value):
        return value.strip(" \t;；,，")
    ticked = [found[1] for found in _TICKED.finditer(value)]
    if ticked:
        rest = _BOX.split(value)[-1]
        extra = rest.partition(ticked[-1])[2].strip() if ticked[-1] in rest else ""
        return " ".join([*ticked, extra]).strip()
    return ""
