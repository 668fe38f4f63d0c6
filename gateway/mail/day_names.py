"""The names of months and weekdays, and their short forms, in the languages of mail.

Rule: tables only, lower case; a name that is two things (mar, mo) stands where more
people mean it.
"""

from collections.abc import Mapping
from types import MappingProxyType

MONTHS = (
    (
        "jan january januar jänner januari janvier janv ene enero gennaio gen janeiro"
        " января янв stycznia"
    ),
    (
        "feb february februar februari fév févr février fevrier febrero febbraio fev"
        " fevereiro февраля фев lutego"
    ),
    (
        "mar march märz maerz mär mrz mars marts marzo maart mrt março marco марта мар"
        " marca"
    ),
    "apr april avril avr abril abr aprile апреля апр kwietnia",
    "may mai mayo maggio mag mei maio maj мая maja",
    "jun june juni juin junio giugno giu junho июня июн czerwca",
    "jul july juli juillet juil julio luglio lug julho июля июл lipca",
    "aug august août aout agosto ago augustus augusti августа авг sierpnia",
    (
        "sep sept september septembre septiembre setiembre settembre set setembro"
        " сентября сен września"
    ),
    (
        "oct october oktober okt octobre octubre ottobre ott outubro out октября окт"
        " października"
    ),
    "nov november novembre noviembre novembro ноября ноя listopada",
    (
        "dec december dezember dez décembre decembre déc diciembre dic dicembre"
        " dezembro декабря дек grudnia"
    ),
)
WEEKDAYS = (
    (
        "monday mon montag mo lundi lun lunes lunedì lunedi maandag ma segunda-feira"
        " segunda понедельник måndag mandag poniedziałek 周一 星期一 週一 礼拜一 月曜日"
        " 月曜 월요일"
    ),
    (
        "tuesday tue tues dienstag di mardi martes martedì martedi dinsdag terça-feira"
        " terça вторник tisdag tirsdag wtorek 周二 星期二 週二 礼拜二 火曜日"
        " 火曜 화요일"
    ),
    (
        "wednesday wed mittwoch mi mercredi miércoles miercoles mercoledì mercoledi"
        " woensdag quarta-feira quarta среда среду onsdag środa 周三 星期三 週三 礼拜三"
        " 水曜日 水曜 수요일"
    ),
    (
        "thursday thu thur thurs donnerstag do jeudi jueves giovedì giovedi donderdag"
        " quinta-feira quinta четверг torsdag czwartek 周四 星期四 週四 礼拜四 木曜日"
        " 木曜 목요일"
    ),
    (
        "friday fri freitag fr vendredi viernes venerdì venerdi vrijdag sexta-feira"
        " sexta пятница пятницу fredag piątek 周五 星期五 週五 礼拜五 金曜日"
        " 金曜 금요일"
    ),
    (
        "saturday sat samstag sa samedi sábado sabado sabato zaterdag суббота субботу"
        " lördag lørdag sobota 周六 星期六 週六 礼拜六 土曜日 土曜 토요일"
    ),
    (
        "sunday sun sonntag so dimanche domingo domenica zondag воскресенье söndag"
        " søndag niedziela 周日 星期日 星期天 週日 礼拜天 日曜日 日曜 일요일"
    ),
)


def numbered(names: tuple[str, ...], first: int) -> dict[str, int]:
    return {
        name: number
        for number, row in enumerate(names, first)
        for name in row.split(" ")
    }


MONTH_OF: Mapping[str, int] = MappingProxyType(numbered(MONTHS, 1))
"""1 is January."""
WEEKDAY_OF: Mapping[str, int] = MappingProxyType(numbered(WEEKDAYS, 0))
"""0 is Monday, as in ``date.weekday``."""
