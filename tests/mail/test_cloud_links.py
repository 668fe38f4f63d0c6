"""Files that came as links: by the services' forms, in the sender's words only."""

import time

import pytest

from gateway.mail.cloud_services import SERVICES, mentions
from gateway.mail.limits import Limits
from gateway.mail.message import CloudFile
from tests.mail.mails import mixed, read, text_part

QQ = "http://mail.qq.com/cgi-bin/ftnExs_download?k=2d39&t=exs_ftn_download&code=1b53"


def linked(text: str, html: str = "") -> tuple[CloudFile, ...]:
    if not html:
        return read("Content-Type: text/plain; charset=utf-8", text).cloud_files
    body = mixed(text_part(text), text_part(html, "html"))
    return read("Content-Type: multipart/alternative; boundary=cut", body).cloud_files


def test_the_big_attachments_of_qq_are_told_with_size_and_expiry() -> None:
    text = (
        "附上日志。\n\n从QQ邮箱发来的超大附件\n\n"
        f"server-log.rar (45.30M, 2023年11月08日 17:32 到期)进入下载页面：{QQ}\n"
        f"dump 2.zip (1.2G, 无限期)进入下载页面：{QQ}x\n"
    )
    assert linked(text) == (
        CloudFile(
            name="server-log.rar",
            url=QQ,
            service="qq",
            size_text="45.30M",
            expires_text="2023年11月08日 17:32",
        ),
        CloudFile(name="dump 2.zip", url=f"{QQ}x", service="qq", size_text="1.2G"),
    )


def test_the_lines_around_a_link_of_netease_tell_of_the_file() -> None:
    url = "https://mail.163.com/large-attachment-download/index.html?p=X&file=abc"
    text = (
        "您好\n\n从网易163邮箱发来的云附件\n\n数据库备份.zip\n大小：1.53GB\n"
        f"有效期：2024-01-05 10:20 到期\n下载链接：{url}\n"
    )
    assert linked(text) == (
        CloudFile(
            name="数据库备份.zip",
            url=url,
            service="netease",
            size_text="1.53GB",
            expires_text="2024-01-05 10:20",
        ),
    )


def test_links_that_only_the_html_shows_are_found_and_buttons_are_not_files() -> None:
    url = "https://fs.163.com/fs/display/?p=HUGE&file=zz"
    html = (
        f'<div>请看附件</div><div><a href="{url}">日志包.zip</a></div>'
        "<div>103.5M, 2023年12月01日 12:00 到期</div>"
        f'<div><a href="{url}&x=1">下载</a></div>'
    )
    (found,) = linked("请看附件", html)
    assert (found.name, found.size_text) == ("日志包.zip", "103.5M")


@pytest.mark.parametrize(
    ("text", "service", "name"),
    [
        (
            "trace.zip\n<https://drive.google.com/file/d/1/view>",
            "google-drive",
            "trace.zip",
        ),
        (
            "see crash.dmp<https://x-my.sharepoint.com/:u:/g/E?e=1>",
            "onedrive",
            "crash.dmp",
        ),
        ("https://1drv.ms/u/s!Ab", "onedrive", ""),
        (
            "Click to Download\nhttps://www.icloud.com/attachment/?\ndiag.tar.gz\n3 MB",
            "icloud",
            "diag.tar.gz",
        ),
        ("here: https://we.tl/t-AbCdEf.", "wetransfer", ""),
        (
            "https://www.dropbox.com/scl/fi/x/report.zip?rlkey=1",
            "dropbox",
            "report.zip",
        ),
        ("【金山文档】 日报.xlsx https://www.kdocs.cn/l/c", "wps", "日报.xlsx"),
        ("链接：https://pan.baidu.com/s/1abc 提取码：x1y2", "baidu", ""),
        ("Файл crash.zip: https://disk.yandex.ru/d/abc", "yandex", "crash.zip"),
        ("https://wx.mail.qq.com/ftn/download?func=3&k=1", "qq", ""),
        ("https://exmail.qq.com/cgi-bin/ftnExs_download?k=1", "qq", ""),
        ("https://drive.weixin.qq.com/s?k=AF", "wecom", ""),
        ("https://appmail.mail.10086.cn/m6/html/big.html?x=1", "10086", ""),
        ("https://wwi.lanzoup.com/iabc", "lanzou", ""),
        ("https://www.alipan.com/s/abc", "aliyun", ""),
        ("超大附件：\nhttps://files.partner.example/x/y", "other", ""),
    ],
)
def test_links_of_each_service_are_known(text: str, service: str, name: str) -> None:
    (found,) = linked(text)
    assert (found.service, found.name) == (service, name)
    assert found.service in SERVICES


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.com/a.zip",
        "https://www.dropbox.com/help and https://mail.qq.com/",
        "https://mail.qq.com.evil.example/ftn/x",
        "https://notdropbox.com/s/a http://[bad/s/ https://",
        "http://drive.google.com@evil.example/x",
        "our 超大附件 never work",
    ],
)
def test_other_links_are_nobodys_files(text: str) -> None:
    assert linked(text) == ()


def test_what_is_quoted_was_told_when_it_came() -> None:
    text = (
        "Any news?\n\nOn Mon, 9 Oct 2023 at 09:30, Bart <bart@example.com> wrote:\n"
        "> take it from https://we.tl/t-old\n"
    )
    assert linked(text) == ()
    assert len(linked(f"new one: https://we.tl/t-new\n\n{text}")) == 1


def test_links_are_bounded_in_number_and_length() -> None:
    many = "\n".join(f"https://we.tl/t-{n}" for n in range(500))
    assert len(linked(many)) == Limits().cloud_files
    assert linked("https://we.tl/t-" + "a" * 3000) == ()


@pytest.mark.parametrize(
    "text",
    [
        "https://we.tl/" * 30_000,
        "a.b" * 100_000 + " https://we.tl/t-1",
        ("x" * 199 + ".") * 2000 + "\nhttps://we.tl/t-1",
        "2023年1月 " * 50_000 + "\nhttps://we.tl/t-1",
        "https://we.tl/t-1\n" * 30_000,
    ],
)
def test_no_text_around_links_makes_the_reading_slow(text: str) -> None:
    started = time.process_time()
    linked(text)
    assert time.process_time() - started < 2


def test_a_page_without_a_service_is_not_read_twice() -> None:
    assert not mentions('<a href="https://example.com/drive.google.com">x</a>')
    assert mentions('<a href="https://drive.google.com/x">x</a>')
