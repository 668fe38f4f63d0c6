"""What was filled in behind a label: ticks are read, blanks and prompts are none."""

import re

_TICK = r"(?:[■☑☒✓✔√●◉▣🗹✅]|\[\s?[xX✓√*]\s?\]|[(（]\s?[xX✓√*]\s?[)）]|【\s?[xX✓√]\s?】)"
_NO_TICK = r"(?:[□☐○◯]|\[\s?\]|[(（]\s?[)）]|【\s?】)"
_BOX = re.compile(rf"{_TICK}|{_NO_TICK}")
_OPTION = r"([^\s□☐○◯■☑☒✓✔√●◉▣🗹✅\[\]()（）【】/|,，、;；]{1,20})"
_BEFORE = re.compile(rf"{_TICK}\s{{0,3}}{_OPTION}")
_BEHIND = re.compile(rf"{_OPTION}\s{{0,3}}{_TICK}")
_NOTHING = re.compile(r"[\W_]*")
_PROMPT = re.compile(
    r"(?:请(?:填写|选择|输入)|please (?:fill|enter|select|choose))[^\n]{0,60}"
    r"|[\[(（【<＜{]\s?(?:请|必填|选填|待填|此处|在此|please|required|optional|enter|fill)"
    r"[^\n]{0,60}[\])）】>＞}]",
    re.IGNORECASE,
)


def filled_in(value: str) -> str:
    """The value as written, or what is ticked in it; empty where nothing is given."""
    bare = value.strip(" \t\r\n_;；,，|*")
    if not bare or _NOTHING.fullmatch(bare) or _PROMPT.fullmatch(bare):
        return _ticked(bare) if _BOX.search(bare) else ""
    if not _BOX.search(bare):
        return bare
    return _ticked(bare)


def _ticked(value: str) -> str:
    """What is ticked, with what was written behind the last box."""
    first = _BOX.search(value)
    if first is None:
        return ""
    if value[: first.start()].strip(" \t:："):
        # The boxes stand behind their words.
        return " ".join(found[1] for found in _BEHIND.finditer(value))
    ticked = [found[1] for found in _BEFORE.finditer(value)]
    if not ticked:
        return ""
    rest = _BOX.split(value)[-1]
    extra = rest.partition(ticked[-1])[2].strip() if ticked[-1] in rest else ""
    return " ".join([*ticked, extra]).strip()
