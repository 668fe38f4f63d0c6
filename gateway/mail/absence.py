"""Until when somebody is away, from the words of an automatic reply.

Rule: the first day on which the person is back, or nothing where it is not certain.
A stated return wins over the end of an absence; who is away until a day is back on the
next one, unless he says that he is *not back* until then.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from gateway.mail.days import (
    Mention,
    day_of,
    find_days,
    order_shown,
    plain,
    weekday_at,
)

TEXT_CHARS = 4000
"""Characters of an automatic reply that are searched for days."""

_LONGEST = timedelta(days=400)
_ONE_DAY = timedelta(days=1)
_BEFORE_CHARS, _AFTER_CHARS = 80, 40

_RETURN = (
    r"\b(?:i'm back|be back|am back|back (?:in|at|on|from|to|by|with|online)|return"
    r"|returns|returning|returned|return date|resume|resuming|be in (?:the )?office"
    r"|available again|first day back|reachable again|in (?:the )?office again"
    r"|wieder|zurück|rückkehr|retour|reviens|reviendrai|rentre|rentrerai|reprendrai"
    r"|regreso|regresaré|regresare|regresar|vuelta|vuelvo|volveré|volvere|volver"
    r"|reincorpor\w{1,6}"
    r"|rientro|rientrerò|rientrero|ritorno|ritornerò|tornerò|tornero|torno|di nuovo"
    r"|terug|weer|terugkeer|retorno|retornarei|regresso|regressarei|voltarei|volto"
    r"|de volta|tillbaka|tilbage|wracam|wrócę|powrót"
    r"|вернусь|вернется|вернётся|вернуться|возвращаюсь|возвращение|выйду|выхожу"
    r"|буду (?:снова|на работе|в офисе|доступен|доступна))\b"
)
_RETURN_BEFORE = re.compile(rf"{_RETURN}[^.!?;]{{0,48}}$")
_RETURN_CJK_BEFORE = re.compile(
    r"(?:返回(?:时间|日期|办公室)?|回来时间|回到(?:公司|办公室|岗位)?的?时间?"
    r"|返岗(?:时间|日期)?"
    r"|复工(?:时间|日期)?|归来|預計返回|预计返回|复귀일?|復帰(?:日|予定日?)?|出社(?:日|予定日?)?"
    r"|복귀(?:일|예정일?)?|恢复(?:办公|上班|工作)时间?)[:：]? ?(?:是|为|を|は)? ?$"
)
_RETURN_AFTER = re.compile(
    r"^[ ),]{0,3}(?:(?:才|再|后|後|早上|上午|下午|左右|开始|開始|正式|起|能|会|會|可|に"
    r"|から|より|에|부터|には|以降|의|,|，|我|将|將|就){0,4}) ?"
    r"(?:返回|回来|回來|回到|回公司|回办公|回國|回国|回岗|返岗|返公司|复工|復工|恢复|恢復|上班"
    r"|到岗|归队|正常(?:办公|上班|工作|回复)|出社|出勤|戻|復帰|業務を再開|再開|対応|통상|복귀|돌아|출근"
    r"|업무 ?(?:복귀|재개))"
)
_AGAIN_AFTER = re.compile(
    r"^[^.!?;。]{0,36}?\b(?:wieder|zurück|again|back|available|reachable|de retour"
    r"|de nouveau|à nouveau|disponible|de vuelta|di nuovo|nuovamente|weer|terug"
    r"|bereikbaar|aanwezig|de volta|disponível|снова|на рабочем месте|на связи)\b"
)
_START = re.compile(
    r"(?:\b(?:from|starting|as of|am|ab|ab dem|ab montag|à partir du|à partir de|dès le"
    r"|a partir de|a partir del|a partir do dia|desde el|dal|a partire dal|vanaf|с)"
    r")(?: the| den| dem| le| el| il| dia)? ?$"
)
_FILLERS = (
    r"(?: ?(?:the|den|dem|le|el|il|o|dia|zum|and including|including|,|:)){0,3} ?"
)
_UNTIL = re.compile(
    r"(?:\b(?:until|till|'til|untill|through|thru|up to|ending|ends|up until|bis"
    r"|bis zum|bis einschließlich|bis einschliesslich|bis inkl\.?|bis inklusive"
    r"|bis und mit|bis einschl\.?|jusqu'au|jusqu'à|jusque|hasta|fino al|fino all'"
    r"|fino a|sino al|tot|tot en met|t/m|até|até ao|até o|ate|до|по|t\.?o\.?m\.?"
    r"|till och med|til og med|til|do)|至|到|截止|截至|直到|直至|止)"
    rf"{_FILLERS}$"
)
_UNTIL_AFTER = re.compile(
    r"^ ?(?:\((?:[^()]{1,12})\) ?)?(?:まで|迄|까지|為止|为止|结束|結束|止)"
)
_NOT_BACK = re.compile(
    r"\b(?:not|won't|unable|cannot|can't|don't|isn't|no|ne|n'|niet|não|nao|non|не|nicht"
    r"|erst)\b[^.!?;]{0,60}$"
)
_NOT_BACK_CJK = re.compile(r"(?:才|방|야)(?:能|会|會|可)?")
_TO = re.compile(
    r"^ ?(?:\([^()]{1,12}\))? ?(?:to|-|–|—|~|〜|through|thru|until|till|and|bis|bis zum"
    r"|au|al|a|ao|à|até|tot|tot en met|t/m|до|по|至|到|から|부터|から、)"
    rf"{_FILLERS}$"
)
_DAY_TO = re.compile(
    r"(?<![\d./-])\d{1,2}(?:st|nd|rd|th|er|º|\.)? ?"
    rf"(?:to|-|–|—|~|until|till|through|bis|au|al|a|ao|à|tot|t/m|по){_FILLERS}$"
)
_BEFORE_DAY = re.compile(r"\b(?:avant le|antes del?|vóór|voor|vor dem) ?$")
_SENTENCE = re.compile(r"(?:[!?;。！？]|(?<=[^\W\d_]{3})\.) ?")
_WEEKDAY_RETURN = re.compile(
    r"\b(?:back(?: (?:in|at)(?: the)? (?:office|work|desk))?|return(?:ing)?"
    r"(?: to(?: the)? (?:office|work))?|wieder(?: da| zurück| im büro)?|zurück"
    r"|de retour|weer(?: aanwezig| terug)?|terug) (?:on|am|le|op) "
)
_DAY_FIRST = re.compile(
    r"\b(?:bis|wieder|abwesen\w{1,8}|jusqu'au|retour|absente?|hasta|regreso|vuelta"
    r"|ausente|fino|rientr\w{1,4}|ufficio|tot|terug|afwezig|até|retorno|regresso|volta"
    r"|вернусь|отпуске|до|tillbaka|tilbage|urlop\w{0,3})\b"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def read_return(text: str, subject: str, sent: date | None) -> date | None:
    """The first day on which the writer is back; None where it is not certain.

    ``sent`` is the day of the mail's Date; without it only a day with a year counts.
    """
    for where in (plain(text[:TEXT_CHARS]), plain(subject[:TEXT_CHARS])):
        found = _in(where, sent)
        if found is not None:
            return found
    return None


def _in(text: str, sent: date | None) -> date | None:
    mentions = find_days(text)
    day_first = _order(text, mentions)
    returns: set[date] = set()
    ends: set[date] = set()
    last: date | None = None
    for place, mention in enumerate(mentions):
        found = _named(mention, last, sent, day_first)
        last = found or last
        if found is None:
            continue
        if _is_return(text, mentions, place):
            returns.add(found)
        elif _is_end(text, mentions, place):
            ends.add(found + _ONE_DAY)
    if not mentions and sent is not None:
        returns = _by_weekday(text, sent)
    certain = returns or ends
    if len(certain) != 1:
        return None
    back = certain.pop()
    return back if sent is None or sent <= back <= sent + _LONGEST else None


def _named(
    mention: Mention,
    last: date | None,
    sent: date | None,
    day_first: bool | None,  # noqa: FBT001 - None, too, is an answer
) -> date | None:
    """A day without its month is of the month named before it: 11月23日至27日."""
    if mention.month:
        return day_of(mention, sent, day_first=day_first)
    if last is None or mention.day <= last.day:
        return None
    try:
        return last.replace(day=mention.day)
    except ValueError:
        return None


def _order(text: str, mentions: tuple[Mention, ...]) -> bool | None:
    shown = order_shown(mentions)
    if shown is not None:
        return shown
    if _CJK.search(text):
        return False
    return True if _DAY_FIRST.search(text) else None


def _is_return(text: str, mentions: Sequence[Mention], place: int) -> bool:
    before, after = _around(text, mentions, place)
    if _RETURN_AFTER.search(after) or _RETURN_CJK_BEFORE.search(before):
        return True
    if _UNTIL_AFTER.search(after) or _is_range(text, mentions, place):
        return False
    if _UNTIL.search(before):
        not_back = _NOT_BACK.search(before) or _NOT_BACK_CJK.match(after)
        return bool(not_back)
    if _BEFORE_DAY.search(before):
        return bool(_NOT_BACK.search(before))
    if _START.search(before) and _AGAIN_AFTER.search(after):
        return not _NOT_BACK.search(after)
    return bool(_RETURN_BEFORE.search(before))


def _is_end(text: str, mentions: Sequence[Mention], place: int) -> bool:
    before, after = _around(text, mentions, place)
    return bool(
        _is_range(text, mentions, place)
        or _UNTIL.search(before)
        or _UNTIL_AFTER.search(after)
    )


def _is_range(text: str, mentions: Sequence[Mention], place: int) -> bool:
    """Whether this day is the second of a pair: from 23 Nov to 27 Nov."""
    start = mentions[place].start
    if place and _TO.search(text[mentions[place - 1].end : start]):
        return True
    return bool(_DAY_TO.search(text[max(0, start - 24) : start]))


def _around(text: str, mentions: Sequence[Mention], place: int) -> tuple[str, str]:
    """What stands before and after a day, within its sentence and its neighbours."""
    mention = mentions[place]
    low = mentions[place - 1].end if place else 0
    high = mentions[place + 1].start if place + 1 < len(mentions) else len(text)
    before = text[max(low, mention.start - _BEFORE_CHARS) : mention.start]
    after = text[mention.end : min(high, mention.end + _AFTER_CHARS)]
    return _SENTENCE.split(before)[-1], _SENTENCE.split(after)[0]


def _by_weekday(text: str, sent: date) -> set[date]:
    """Back on Monday: the next one after the mail."""
    found = _WEEKDAY_RETURN.search(text)
    weekday = weekday_at(text[found.end() :]) if found else -1
    if weekday < 0:
        return set()
    ahead = (weekday - sent.weekday()) % 7 or 7
    return {sent + timedelta(days=ahead)}
