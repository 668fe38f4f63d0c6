"""When the writer of an automatic reply is back. Every mail is of 23 November 2026."""

from datetime import date

import pytest

from gateway.mail.absence import read_return

SENT = date(2026, 11, 23)

RETURNS = (
    # English
    ("I return on 2026-12-01.", "2026-12-01"),
    ("I will be back on Monday 7 December.", "2026-12-07"),
    ("I'll be back in the office on December 7th, 2026.", "2026-12-07"),
    ("I am out of the office until 3 December.", "2026-12-04"),
    ("I will be out of the office through Friday, December 4.", "2026-12-05"),
    ("I'm on leave from 23 Nov to 27 Nov and have no access to mail.", "2026-11-28"),
    ("On vacation 23-27 November. Call Dave.", "2026-11-28"),
    ("Away from November 23 until November 30, returning December 1.", "2026-12-01"),
    ("I will not be back until 3 December.", "2026-12-03"),
    ("I won't be able to read your mail until Dec 3rd.", "2026-12-03"),
    ("I am away and will be returning to work on the 4th of January.", "2027-01-04"),
    ("Return date: 01 Dec 2026", "2026-12-01"),
    ("I am on parental leave until 2027-03-01.", "2027-03-02"),
    ("From 1 December I am available again.", "2026-12-01"),
    ("I shall be back on Tuesday, 1 December, at nine.", "2026-12-01"),
    ("Out of office 11/23 - 12/1.", "2026-12-02"),
    ("I am out from 23/11/2026 to 04/12/2026.", "2026-12-05"),
    ("I will be back on Wednesday 12/2.", "2026-12-02"),
    ("I will be back on Monday.", "2026-11-30"),
    ("Out until Nov. 30, 2026. Best, Anne", "2026-12-01"),
    ("I am travelling\nand will be back\non 30\nNovember.", "2026-11-30"),
    # German
    ("Ich bin bis einschließlich 5.12. nicht im Büro.", "2026-12-06"),
    ("Ich bin vom 23.11. bis 27.11.2026 im Urlaub.", "2026-11-28"),
    ("Ich bin ab dem 7. Dezember wieder für Sie da.", "2026-12-07"),
    ("Ab Montag, dem 30.11.2026, bin ich wieder erreichbar.", "2026-11-30"),
    ("Am 1.12.2026 bin ich zurück im Büro. Wieder da am 1.12.", "2026-12-01"),
    ("Ich bin am 30.11. wieder im Haus.", "2026-11-30"),
    ("Ich bin bis zum 4. Dezember 2026 abwesend.", "2026-12-05"),
    ("Ich bin erst wieder am 7.12. im Büro.", "2026-12-07"),
    ("Abwesend bis 03/12.", "2026-12-04"),
    # French
    ("Je suis absente jusqu'au 5 décembre inclus.", "2026-12-06"),
    ("Je serai de retour le lundi 7 décembre 2026.", "2026-12-07"),
    ("Absent du 23 au 27 novembre.", "2026-11-28"),
    ("En congés du 23/11/2026 au 03/12/2026.", "2026-12-04"),
    ("Je ne serai pas de retour avant le 1er décembre.", "2026-12-01"),
    ("De retour à partir du 30 novembre.", "2026-11-30"),
    # Spanish
    ("Estaré fuera de la oficina hasta el 4 de diciembre.", "2026-12-05"),
    ("Regreso el 7 de diciembre de 2026.", "2026-12-07"),
    ("De vacaciones del 23 al 27 de noviembre.", "2026-11-28"),
    ("Volveré el lunes 30 de noviembre.", "2026-11-30"),
    # Italian
    ("Sono assente fino al 4 dicembre.", "2026-12-05"),
    ("Rientrerò in ufficio il 30 novembre.", "2026-11-30"),
    ("Sarò in ferie dal 23 al 27 novembre 2026.", "2026-11-28"),
    # Dutch
    ("Ik ben afwezig t/m 4 december.", "2026-12-05"),
    ("Ik ben terug op maandag 30 november.", "2026-11-30"),
    ("Vanaf 1 december ben ik weer bereikbaar.", "2026-12-01"),
    ("Ik ben tot en met 27-11-2026 met vakantie.", "2026-11-28"),
    # Portuguese
    ("Estarei ausente até 4 de dezembro.", "2026-12-05"),
    ("Estarei de volta em 7 de dezembro de 2026.", "2026-12-07"),
    ("Retorno no dia 30 de novembro.", "2026-11-30"),
    # Russian
    ("Я в отпуске до 4 декабря.", "2026-12-05"),
    ("Вернусь 30 ноября.", "2026-11-30"),
    ("Нахожусь в отпуске с 23 по 27 ноября.", "2026-11-28"),
    # Chinese
    ("您好，我正在出差，将于11月28日返回。", "2026-11-28"),
    ("我将于2026年12月1日回来上班，急事请联系同事。", "2026-12-01"),
    ("本人11月23日至11月27日休假。", "2026-11-28"),
    ("本人11月23日至27日休假，有事请电话联系。", "2026-11-28"),
    ("休假中（11月23日-27日），28日返回。", "2026-11-28"),
    ("外出至12月3日，期间无法查看邮件。", "2026-12-04"),
    ("我在休年假，12月7日（周一）恢复办公。", "2026-12-07"),
    ("返回时间：2026-12-01", "2026-12-01"),
    ("直到12月3日才能回复您的邮件。", "2026-12-03"),
    ("预计返回日期：2026/12/1", "2026-12-01"),
    ("休假到12月3号", "2026-12-04"),
    ("本人於11月30日返回辦公室。", "2026-11-30"),
    # Japanese
    ("12月4日まで休暇をいただいております。", "2026-12-05"),
    ("12月7日(月)より出社いたします。", "2026-12-07"),
    ("11月23日から11月27日まで不在です。", "2026-11-28"),
    # Korean
    ("12월 4일까지 휴가입니다.", "2026-12-05"),
    ("12월 7일에 복귀합니다.", "2026-12-07"),
    ("11월 23일부터 11월 27일까지 부재중입니다.", "2026-11-28"),
)
UNSURE = (
    "I am out of the office.",
    "I am out of the office until further notice.",
    "Back soon!",
    # Day and month could be either.
    "I will be back on 07/12.",
    "I am away until 05/06/2027.",
    # There is no such day.
    "I will be back on 31 November.",
    "将于2月30日返回。",
    "I am back on Tuesday 7 December.",  # which is a Monday
    # It has gone by, or lies beyond any absence.
    "I was back on 20 November.",
    "I return on 2026-11-01.",
    "I return on 2031-01-01.",
    # Only a beginning.
    "From 1 December our prices will rise.",
    "Since 1 November the office is at another place.",
    # Two words for one thing.
    "I will be back on 1 December. I will be back on 4 December.",
    # Days of other things.
    "Thanks for your mail of 20 November; we answer within two days.",
    "Version 7.12 is out. Call +49 30 12.34.56",
    "感谢来信，我们会在3日内回复。",
    "下周一返回。",
)


@pytest.mark.parametrize(("text", "back"), RETURNS)
def test_the_first_day_back_is_read(text: str, back: str) -> None:
    assert read_return(text, "", SENT) == date.fromisoformat(back)


@pytest.mark.parametrize("text", UNSURE)
def test_where_it_is_not_certain_nothing_is_said(text: str) -> None:
    assert read_return(text, "", SENT) is None


def test_the_subject_may_say_it() -> None:
    subject = "Out of office until 3 December Re: orders"
    assert read_return("Thank you for your mail.", subject, SENT) == date(2026, 12, 4)


def test_without_a_date_only_a_day_with_its_year_counts() -> None:
    assert read_return("I return on 1 December 2026.", "", None) == date(2026, 12, 1)
    assert read_return("I return on 1 December.", "", None) is None


def test_an_absence_over_the_turn_of_the_year_ends_in_the_next() -> None:
    text = "I am away from 21 December to 3 January."
    assert read_return(text, "", date(2026, 12, 22)) == date(2027, 1, 4)


def test_many_days_and_long_text_are_bounded() -> None:
    text = "back on 1 December " * 50_000
    assert read_return(text, "", SENT) == date(2026, 12, 1)
