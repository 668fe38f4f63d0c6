"""What names or reaches a person is taken out of texts that go further (D13).

Knowledge articles tell of faults, not of people. What was taken out is counted and
told, so that somebody can look whether the text still makes sense.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from gateway.domain.people import Locale
from gateway.domain.request import Request

NAME_SHORTEST_CHARS = 2
"""Shorter ones stand in too many other words."""
NAMES_LIMIT = 200
STEM_SHORTEST_CHARS = 3
"""Of a company's name without its legal form."""

_TITLES = (
    "经理",
    "老师",
    "先生",
    "女士",
    "小姐",
    "主任",
    "总监",
    "主管",
    "工程师",
    "总",
)
_TITLE_WORDS = frozenset({"mrs", "miss", "prof", "team", "support", "service", "desk"})
_DOUBLE_SURNAMES = frozenset({"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "令狐"})
_CHINESE_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_COMPANY_ENDS = (
    *("股份有限公司", "有限责任公司", "有限公司", "集团", "公司"),
    *(" GmbH", " Ltd", " Ltd.", " Inc", " Inc.", " LLC", " AG", " Co., Ltd."),
)

_EMAIL = re.compile(
    r"(?:[.%+-]|[^\W\u2e80-\u9fff]){1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_PHONE = re.compile(
    r"(?<![\w.-])(?:"
    r"\+\d{1,3}[ -]?(?:\(?\d{1,5}\)?[ -]?){1,4}\d{2,5}"
    r"|1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
    r"|\(?0\d{2,3}\)?[ -]?\d{3,4}[ -]?\d{4}"
    r"|[48]00[ -]?\d{3}[ -]?\d{4}"
    r"|\(?\d{3}\)?[ -]\d{3}[ -]\d{4}"
    r")(?:[ ]?(?:ext\.?|转|分机)[ ]?\d{1,6})?(?![\w-])",
    re.ASCII,
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])", re.ASCII)

_PEM = re.compile(
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,16000}"
    r"(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?"
)
_TOKEN = re.compile(
    r"(?<![\w-])(?:(?:sk|pk|ghp|gho|ghs|glpat|xox[abprs])[-_]|AKIA|eyJ)"
    r"[A-Za-z0-9_-]{16,4000}(?:\.[A-Za-z0-9_-]{1,4000}){0,2}",
    re.ASCII,
)
_LABELLED = re.compile(
    r"(password|passwd|passphrase|pwd|api[-_ ]?key|access[-_ ]?key|secret|token|bearer"
    r"|密码|口令|密钥|令牌|验证码)"
    r"(\s{0,3}[:=：]\s{0,3}|(?:\s{0,3}(?:为|是)|\s{1,3}is)\s{0,3}(?=[^\s,，。;；]{0,64}\d)"
    r"|(?<=bearer)\s{1,3}(?=[^\s,，。;；]{0,64}\d))"
    r"[^\s,，。;；！？、（）\u2e80-\u9fff]{1,400}",
    re.IGNORECASE,
)
_URL_LOGIN = re.compile(r"(://)()[^\s/@:]{1,64}:[^\s/@]{1,200}(?=@)")


class Personal(StrEnum):
    """Kinds of what is taken out; each has its name in every locale."""

    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"
    IDENTITY = "identity"
    SECRET = "secret"  # noqa: S105 (a kind, not one of them)


_PLACES = {
    Locale.EN: {
        Personal.PHONE: "[phone]",
        Personal.ADDRESS: "[address]",
        Personal.NAME: "[name]",
        Personal.IDENTITY: "[ID number]",
        Personal.SECRET: "[secret]",
    },
    Locale.ZH_CN: {
        Personal.PHONE: "［电话］",
        Personal.ADDRESS: "［邮箱］",
        Personal.NAME: "［姓名］",
        Personal.IDENTITY: "［证件号］",
        Personal.SECRET: "［密钥］",
    },
}


@dataclass(frozen=True, slots=True)
class Removed:
    """How often something of a kind was taken out."""

    kind: Personal
    count: int


@dataclass(slots=True)
class Scrubber:
    """Takes personal data out of texts, and counts what it took."""

    names: tuple[str, ...]
    locale: Locale
    _counts: dict[Personal, int] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        text = _PEM.sub(self._place(Personal.SECRET), text)
        text = _TOKEN.sub(self._place(Personal.SECRET), text)
        for labelled in (_URL_LOGIN, _LABELLED):
            text = labelled.sub(self._behind(Personal.SECRET), text)
        for kind, pattern in (
            (Personal.ADDRESS, _EMAIL),
            (Personal.IDENTITY, _IDENTITY),
            (Personal.PHONE, _PHONE),
        ):
            text = pattern.sub(self._place(kind), text)
        for name in self.names:
            text = _named(name).sub(self._place(Personal.NAME), text)
        return text

    def _place(self, kind: Personal) -> Callable[[re.Match[str]], str]:
        def place(_: re.Match[str]) -> str:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            return _PLACES[self.locale][kind]

        return place

    def _behind(self, kind: Personal) -> Callable[[re.Match[str]], str]:
        """What stands behind a label goes; the label and its sign stay."""
        place = self._place(kind)
        return lambda found: f"{found[1]}{found[2]}{place(found)}"

    @property
    def removed(self) -> tuple[Removed, ...]:
        return tuple(Removed(kind, count) for kind, count in self._counts.items())


def names_of(request: Request, others: Iterable[str] = ()) -> tuple[str, ...]:
    """The names by which a request knows its requester, the longest first."""
    form = request.form
    people = [*form.contact.split("/"), request.requester_name, *others]
    given = [
        *people,
        form.company,
        form.employee_number,
        *_stems(form.company),
        *(part for name in people for part in _parts(name)),
    ]
    names = {" ".join(name.split()) for name in given}
    fitting = (name for name in names if len(name) >= NAME_SHORTEST_CHARS)
    return tuple(sorted(fitting, key=lambda name: (-len(name), name)))[:NAMES_LIMIT]


def _parts(name: str) -> tuple[str, ...]:
    """The words of a Latin name; a Chinese surname with the titles that follow it."""
    if name.isascii():
        words = re.findall(r"[A-Za-z]{3,40}", name)
        return tuple(word for word in words if word.casefold() not in _TITLE_WORDS)
    if _CHINESE_NAME.fullmatch(name):
        surname = name[:2] if name[:2] in _DOUBLE_SURNAMES else name[:1]
        return tuple(surname + title for title in _TITLES)
    return ()


def _stems(company: str) -> tuple[str, ...]:
    """A company's name without its legal form; one too short says too little."""
    for end in _COMPANY_ENDS:
        stem = company.removesuffix(end).strip(" ,")
        if stem != company and len(stem) >= STEM_SHORTEST_CHARS:
            return (stem,)
    return ()


def _named(name: str) -> re.Pattern[str]:
    """A Latin name as whole words; a Chinese one wherever it stands."""
    literal = re.escape(name)
    if name.isascii():
        literal = rf"(?<![A-Za-z0-9]){literal}(?![A-Za-z0-9])"
    return re.compile(literal, re.IGNORECASE)
