"""R41 by sockets: what a customer wrote is found by mail and in the shell."""

from pathlib import Path

from gateway.cli.demo_post import text_of
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, BART, SUPPORT, a_mail, a_reply, number_of


def test_what_came_by_mail_is_found_by_staff_and_in_the_shell(daemon: Daemon) -> None:
    post = daemon.post()
    post.send(ANNE, SUPPORT, a_mail("三楼的打印机冒烟了。", subject="打印机冒烟"))
    to_assign = post.wait_for("S01", BART)
    number = number_of(to_assign)
    content, sender, to = a_reply(to_assign, "#搜索 冒烟")
    post.send(sender, to, content)
    answer = post.wait_for("S23", BART)

    found = daemon.command("search", "打印机")
    nothing = daemon.command("search", "zeppelin")
    again = daemon.command("search", "--rebuild", "冒烟")

    assert number in text_of(answer)
    assert found.code == again.code == 0
    assert number in found.out
    assert "1 requests and articles can be found" in again.out
    assert number in again.out
    assert (nothing.code, nothing.out.strip()) == (1, "0 found")


def test_r43_the_manual_is_written_at_any_time(daemon: Daemon, tmp_path: Path) -> None:
    empty = daemon.command("manual", "--out", str(tmp_path / "manual"))

    assert empty.code == 0
    assert "0 articles" in empty.out
    assert list((tmp_path / "manual").iterdir()) == []
