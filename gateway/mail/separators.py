"""Rules with words that announce a quote: ``-----Original Message-----`` and its kin.

Rule: the words alone are no separator, people write them too; dashes around them, or a
header block below them, prove it. The words stand in ``separator_words``.
"""

import re

from gateway.mail.separator_words import BEGIN_FORWARDED, FORWARDED, ORIGINAL

RULE_CHARS = r"-_=*~—－‐–−─━"
RULE = rf"[{RULE_CHARS}]{{2,80}}"
_RULED = re.compile(
    rf"(?i)\A[\s>]{{0,8}}{RULE}\s{{0,8}}(?:{ORIGINAL})\s{{0,8}}"
    rf"[{RULE_CHARS}]{{0,80}}[:：]?\s*\Z"
)
_RULED_FORWARD = re.compile(
    rf"(?i)\A\s{{0,8}}{RULE}\s{{0,8}}(?:{FORWARDED})\s{{0,8}}"
    rf"[{RULE_CHARS}]{{0,80}}[:：]?\s*\Z"
    rf"|\A\s{{0,8}}(?:{BEGIN_FORWARDED})\s{{0,4}}[:：]\s*\Z"
)
_BARE_ORIGINAL = re.compile(rf"(?i)\A\s{{0,40}}(?:{ORIGINAL})\s{{0,3}}[:：]?\s*\Z")
_BARE_CHARS = 80


def is_ruled(line: str) -> bool:
    """``-----Original Message-----`` and its kin."""
    return bool(_RULED.match(line))


def is_forward_rule(line: str) -> bool:
    return bool(_RULED_FORWARD.match(line))


def is_bare_original(line: str) -> bool:
    """The words without a rule; a separator only above a header block."""
    return len(line) < _BARE_CHARS and bool(_BARE_ORIGINAL.match(line))
