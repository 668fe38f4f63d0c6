"""The story of ``ticket-gateway demo``, in every way in which it can be told."""

import html
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from gateway.cli.demo_post import text_of
from gateway.cli.demo_story import Act, Draft, Dress, Scene, Story, headed, plain
from gateway.cli.demo_words import CHINESE, ENGLISH, LANGUAGES, Words
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, a_mail


def _told(
    daemon: Daemon, words: Words, *, dispute: bool = False, dress: Dress = plain
) -> dict[Act, Scene]:
    story = Story(post=daemon.post(), words=words, dress=dress)
    return {scene.act: scene for scene in story.tell(dispute=dispute)}


def _text(scenes: dict[Act, Scene], act: Act) -> str:
    return " ".join(text_of(scenes[act].mail).split())


def _balances(daemon: Daemon) -> None:
    audit = daemon.command("audit")
    assert (audit.code, audit.out.splitlines()[-1]) == (0, "balanced")


def html_in_gb18030(draft: Draft) -> bytes:
    """As a Chinese web mailer writes: HTML alone, the quote below a banner of words."""
    above, _, letter = draft.quote.partition("\n")
    parts = [f"<div>{line or '<br>'}</div>" for line in draft.text.splitlines()]
    if letter:
        banner = "------------------&nbsp;原始邮件&nbsp;------------------"
        rows = (("发件人", "技术支持中心"), ("主题", draft.subject))
        parts += [f"<div>{banner}</div>", f"<div>{above}</div>"]
        parts += [f"<div><b>{name}:</b> {value}</div>" for name, value in rows]
        parts += [f"<div>{line or '<br>'}</div>" for line in letter.splitlines()]
    page = f"<html><body>{''.join(parts)}</body></html>"
    mail = headed(draft)
    mail.set_content(page, subtype="html", charset="gb18030", cte="base64")
    if draft.attachment is not None:
        name, content = draft.attachment
        mail.add_attachment(content, "application", "zip", filename=name)
    return mail.as_bytes()


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_a_customer_gets_from_a_first_mail_to_a_certificate(
    daemon: Daemon, words: Words
) -> None:
    scenes = _told(daemon, words)

    number = str(scenes[Act.ACKNOWLEDGED].mail["X-Ticket"])
    assert f"[{number}]" in str(scenes[Act.ACKNOWLEDGED].mail["Subject"])
    assert "5678" in _text(scenes, Act.ACKNOWLEDGED)
    assert words.file_name in _text(scenes, Act.ACKNOWLEDGED)
    assert words.staff_name in _text(scenes, Act.ACCEPTED)
    assert f"{number}-C1" in _text(scenes, Act.RECEIPT)
    code_line = text_of(scenes[Act.CONFIRMS].mail).splitlines()[0]
    assert code_line in _text(scenes, Act.RECEIPT)
    shown = daemon.command("request", "show", number).out
    assert "confirmed" in shown
    assert "10:20-11:30" in shown
    assert words.file_name in shown
    _balances(daemon)


def test_a_confirmation_with_its_code_is_evidence_of_the_first_class(
    daemon: Daemon,
) -> None:
    scenes = _told(daemon, ENGLISH)

    assert "Evidence: A (" in _text(scenes, Act.RECEIPT)


def test_a_customer_who_writes_html_in_gb18030_is_read_like_any_other(
    daemon: Daemon,
) -> None:
    scenes = _told(daemon, CHINESE, dress=html_in_gb18030)

    number = str(scenes[Act.ACKNOWLEDGED].mail["X-Ticket"])
    assert CHINESE.subject in str(scenes[Act.ACKNOWLEDGED].mail["Subject"])
    assert "证据等级：A" in _text(scenes, Act.RECEIPT)
    shown = daemon.command("request", "show", number).out
    for value in ("客户公司", "李安妮", "13812345678", "重启浏览器无效"):
        assert value in shown
    assert CHINESE.file_name in shown
    _balances(daemon)


@pytest.mark.parametrize("dress", [plain, html_in_gb18030])
def test_still_not_working_reopens_and_raises(daemon: Daemon, dress: Dress) -> None:
    scenes = _told(daemon, CHINESE, dispute=True, dress=dress)

    number = str(scenes[Act.REOPENED].mail["X-Ticket"])
    assert CHINESE.dispute.rstrip("。") in _text(scenes, Act.REOPENED)
    assert "处理轮次：2" in _text(scenes, Act.REOPENED)
    assert "Round: 2" in _text(scenes, Act.OUTCOME)
    shown = daemon.command("request", "show", number).out
    assert "in-progress" in shown
    _balances(daemon)


def test_after_a_dispute_only_the_new_code_confirms(daemon: Daemon) -> None:
    story = Story(post=daemon.post(), words=ENGLISH)
    list(story.tell(dispute=True))
    old = story.code
    list(story.work())
    list(story.resolve())

    story.answer(Act.CONFIRMS, f"CONFIRM {old}\n")
    asked_again = text_of(story.post.wait_for("C11", "anne@customer.example"))

    assert story.code != old
    assert f'"CONFIRM {old}"' in asked_again
    assert f"    CONFIRM {story.code}" in asked_again
    assert story.post.letters("C12", "anne@customer.example") == ()
    receipt = next(s for s in story.confirm() if s.act is Act.RECEIPT)
    assert f"{receipt.mail['X-Ticket']}-C2" in text_of(receipt.mail)
    _balances(daemon)


def test_a_priority_below_the_highest_goes_one_step_up(daemon: Daemon) -> None:
    medium = ENGLISH.request.replace("high (core business is down)", "medium")
    story = Story(post=daemon.post(), words=replace(ENGLISH, request=medium))
    asked = story.ask()
    assert [next(asked).act, next(asked).act] == [Act.ASKS, Act.ACKNOWLEDGED]
    story.to_assign = story.post.wait_for("S01", "bart@example.com")
    for chapter in (story.accept, story.work, story.resolve):
        list(chapter())
    story.answer(Act.DISPUTES, "Still not working.\n")

    reopened = story.post.wait_for("C13", "anne@customer.example")
    assert "Priority: HIGH" in text_of(reopened)


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize(("button", "code"), [(0, "C12"), (1, "C13")])
def test_a_button_says_by_itself_what_it_reads(
    daemon: Daemon, words: Words, button: int, code: str
) -> None:
    story = Story(post=daemon.post(), words=words)
    for chapter in (story.ask, story.accept, story.work, story.resolve):
        list(chapter())

    page = html.unescape(text_of(story.confirm_please, "html"))
    links = re.findall(r'"mailto:([^?"]+)\?subject=([^&"]*)&body=([^"]*)"', page)
    to, subject, text = map(unquote, links[button])
    # A mail that the button opens is a new one: it names no letter that it answers.
    daemon.send(a_mail(text, to=to, subject=subject), ANNE, to)

    assert len(links) == 2
    assert story.post.wait_for(code, ANNE)["X-Ticket"] == story.to_assign["X-Ticket"]
