"""What plain sentences tell of time and impact, where nobody filled in a form (R8).

Rule of this room: generous, and never clever. A sentence that names a time at which
something was so, or who is affected, is taken as it stands; it is the requester's own.
"""

import re
from collections.abc import Iterator, Mapping

from gateway.domain.needs import Asked

TEXT_LIMIT_CHARS = 20_000
"""Characters of a text that are looked at."""
SENTENCE_LIMIT_CHARS = 300
"""Characters of a sentence that are kept; one longer than this is no plain answer."""
FEWEST_LETTERS = 2
"""Letters or digits of words that tell anything at all."""

_SENTENCES = re.compile(r"[。！!；;\n]+|[.](?=\s|$)|(?<=[?？])")
_COUNTED = r"(?:\d{1,6}|[一二三四五六七八九十百千几两多]{1,4})\s?(?:多|余)?"
_TIME = re.compile(
    r"今天|今早|今晨|今晚|昨天|昨日|昨晚|昨夜|前天|前晚|上午|下午|中午|早上|晚上|凌晨|刚才|刚刚"
    r"|上周|这周|本周|(?:周|星期|礼拜)[一二三四五六日天]|\d{1,2}[:：]\d{2}"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[点時时](?!候|间|常)"
    r"|\d{1,2}\s?月\s?\d{1,2}\s?[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    rf"|{_COUNTED}\s?(?:分钟|个?小时|天|周|个?星期|个?月)(?:前|以前|之前|了)"
    r"|一直(?:以来)?都?|重启(?:之)?后|升级(?:之)?后|更新(?:之)?后"
    r"|\b(?:since|today|yesterday|tonight|(?:this|last)\s(?:morning|afternoon|evening"
    r"|night|week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|(?:on\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|just\snow|an\shour\sago"
    r"|\d{1,3}\s(?:minutes?|mins?|hours?|days?|weeks?)\sago"
    r"|half\san\shour\sago|\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.)|o'clock"
    r"|(?:after|since)\sthe\s(?:update|upgrade|restart|reboot))\b",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:人|用户|同事|员工|客户|门店|电脑|终端|订单|部门|公司|网点|分店|学生|老师"
    r"|医生|机器)"
)
_IMPACT = re.compile(
    r"全(?:部门|公司|体|员|厂|校|组|楼|院|店|线|市)"
    r"|整个(?:部门|公司|系统|团队|办公室|楼层|组|厂|业务|\S{1,6}[部组室科厂店])"
    rf"|所有(?:的)?{_PEOPLE}|大家|各部门|多个?{_PEOPLE}|{_COUNTED}\s?[个名位家台]?{_PEOPLE}"
    r"|(?:只有|就|仅|只是|仅仅)(?:是)?我|我(?:一个人|自己)|我们(?:部门|组|公司|团队|科室|办公室|都)"
    r"|(?:其他|别的)(?:人|同事)|影响(?!不)|(?:无法|不能|没法|没办法)(?:办公|工作|上班|开展|下单|接单|生产|营业|发货|收款)"
    r"|停工|停产|停业"
    r"|\b(?:everyone|everybody|nobody|no\sone|anyone|all\s(?:of\sus|users|staff|customers"
    r"|orders|employees|departments|colleagues)|(?:the\s)?(?:whole|entire)\s\w{3,20}"
    r"|(?:only|just)\s(?:me|i|my|us|one)|my\s(?:whole\s)?(?:team|department|colleagues)"
    r"|our\s(?:whole\s)?(?:team|department|office|company|customers)"
    r"|\d{1,6}\s(?:users|people|colleagues|customers|employees|staff|orders|stores|shops"
    r"|machines|pcs|desks)|several\s(?:users|people|colleagues|customers)"
    r"|affects?|affected|(?:cannot|can't|unable\sto)\swork)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"[?？]|能否|能不能|可否|可以吗|请(?!假)|麻烦|希望|尽快|明天|\b(?:please|could\syou|can\syou"
    r"|would\syou|tomorrow|asap|when\swill|hope)\b",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"开始|起[，,]?|出现|发现|突然|之后|以来|\b(?:since|started|began|first|suddenly)\b",
    re.IGNORECASE,
)


def told(text: str) -> Mapping[Asked, str]:
    """The first sentence that tells each of them, in the requester's own words."""
    found: dict[Asked, str] = {}
    for sentence in _sentences(text):
        wish = is_wish(sentence)
        began = not wish or _BEGAN.search(sentence) is not None
        if began and _TIME.search(sentence):
            found.setdefault(Asked.OCCURRED, sentence)
        if not wish and _IMPACT.search(sentence):
            found.setdefault(Asked.IMPACT, sentence)
    return found


def is_wish(sentence: str) -> bool:
    """Whether a sentence asks for something, so that its time is no past one."""
    return _WISH.search(sentence) is not None


def says_anything(text: str) -> bool:
    """Whether words are more than signs and blanks."""
    return sum(char.isalnum() for char in text[:TEXT_LIMIT_CHARS]) >= FEWEST_LETTERS


def _sentences(text: str) -> Iterator[str]:
    for piece in _SENTENCES.split(text[:TEXT_LIMIT_CHARS]):
        sentence = piece.strip(" \t\r>|，,")
        if sentence and len(sentence) <= SENTENCE_LIMIT_CHARS:
            yield sentence
