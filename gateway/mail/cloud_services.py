"""The services where people leave files that are too big for mail: hosts and paths.

A link is of a service where its host is one of these, or ends in one behind a dot, and
its path and query hold the given piece. The names are keys of the letters' words.
"""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult

Row = tuple[str, str, str]

_PATHLESS: dict[str, str] = {
    "wecom": "drive.weixin.qq.com doc.weixin.qq.com",
    "weiyun": "weiyun.com",
    "tencent-docs": "docs.qq.com",
    "netease": "fs.163.com fs.126.com dashi.163.com u.163.com",
    "10086": "mail.10086.cn yun.139.com caiyun.139.com",
    "189": "cloud.189.cn",
    "sina": "vdisk.weibo.com",
    "aliyun": "aliyundrive.com alipan.com",
    "baidu": "pan.baidu.com yun.baidu.com",
    "wps": "kdocs.cn drive.wps.cn",
    "dingtalk": "alidocs.dingtalk.com space.dingtalk.com",
    "quark": "pan.quark.cn",
    "onedrive": "1drv.ms 1drv.com onedrive.live.com sharepoint.com sharepoint.cn",
    "google-drive": "drive.google.com docs.google.com drive.usercontent.google.com",
    "dropbox": "db.tt dropboxusercontent.com",
    "wetransfer": "we.tl",
    "yandex": "yadi.sk disk.yandex.ru disk.yandex.com disk.yandex.by disk.yandex.kz"
    " disk.yandex.com.tr disk.yandex.ua",
    "mail-ru": "cloud.mail.ru",
    "mega": "mega.nz mega.co.nz mega.io",
    "naver": "bigfile.mail.naver.com mybox.naver.com",
    "lanzou": "lanzou.com "
    + " ".join(f"lanzou{letter}.com" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "other": "fromsmash.com filemail.com transfernow.net swisstransfer.com gofile.io"
    " wormhole.app mediafire.com pcloud.link c.gmx.net c.web.de magentacloud.de"
    " ctfile.com cowtransfer.com wenshushu.cn musetransfer.com airportal.cn"
    " fangcloud.com pan.xunlei.com yunpan.360.cn hightail.com firestorage.jp"
    " gigafile.nu sendspace.com bigfile.mail.daum.net",
}
_WITH_PATH: tuple[Row, ...] = (
    ("qq", "mail.qq.com", "ftn"),
    ("qq", "exmail.qq.com", "ftn"),
    ("qq", "ftn.qq.com", ""),
    ("netease", "163.com", "attachment"),
    ("netease", "126.com", "attachment"),
    ("netease", "yeah.net", "attachment"),
    ("netease", "163.com", "filehub"),
    ("sina", "sina.com.cn", "filecenter"),
    ("sina", "sina.cn", "filecenter"),
    ("aliyun", "mail.aliyun.com", "file"),
    ("aliyun", "mail.aliyun.com", "attach"),
    ("aliyun", "qiye.aliyun.com", "file"),
    ("aliyun", "qiye.aliyun.com", "attach"),
    ("feishu", "feishu.cn", "/file/"),
    ("feishu", "feishu.cn", "/drive/"),
    ("feishu", "larksuite.com", "/file/"),
    ("feishu", "larksuite.com", "/drive/"),
    ("jianguoyun", "jianguoyun.com", "/p/"),
    ("123pan", "123pan.com", "/s/"),
    ("123pan", "123pan.cn", "/s/"),
    ("115", "115.com", "/s/"),
    ("115", "115cdn.com", "/s/"),
    ("icloud", "icloud.com", "/attachment"),
    ("icloud", "icloud.com", "/iclouddrive"),
    ("icloud", "icloud.com.cn", "/attachment"),
    ("icloud", "icloud.com.cn", "/iclouddrive"),
    ("dropbox", "dropbox.com", "/s/"),
    ("dropbox", "dropbox.com", "/sh/"),
    ("dropbox", "dropbox.com", "/t/"),
    ("dropbox", "dropbox.com", "/scl/"),
    ("wetransfer", "wetransfer.com", "/downloads/"),
    ("box", "box.com", "/s/"),
    ("box", "box.com", "/file/"),
    ("other", "proton.me", "/urls/"),
)
_ROWS: tuple[Row, ...] = (
    *((name, host, "") for name, hosts in _PATHLESS.items() for host in hosts.split()),
    *_WITH_PATH,
)
_BY_HOST: dict[str, tuple[Row, ...]] = {
    host: tuple(row for row in _ROWS if row[1] == host) for _, host, _ in _ROWS
}
_HOST = re.compile(r"://([^\s/\"'<>:?]{4,255})")
_LABELS = 6
"""No host of a service has more labels."""
SERVICES = frozenset(row[0] for row in _ROWS)
OTHER = "other"


def service_of(url: SplitResult) -> str:
    """The service that a link leads to; an empty string for any other place."""
    try:
        host = (url.hostname or "").rstrip(".")
    except ValueError:
        return ""
    where = f"{url.path}?{url.query}".lower()
    fitting = (name for name, _, piece in _known(host) if piece in where)
    return next(fitting, "")


def _known(host: str) -> Iterator[Row]:
    """The rows of a host, and of what it ends in."""
    labels = host.split(".")[-_LABELS:]
    for first in range(len(labels) - 1):
        yield from _BY_HOST.get(".".join(labels[first:]), ())


def mentions(html: str) -> bool:
    """Whether a page links to a host of any service at all: a cheap look first."""
    hosts = {match[1].lower() for match in _HOST.finditer(html)}
    return any(known for host in hosts for known in _known(host))
