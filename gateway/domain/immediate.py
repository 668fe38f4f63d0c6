"""What may be done at once, and what wants a plan (D9, D10; R26, R28).

Rule of this room: an action is told by its words, and the words are settings. A change
of a version or of an environment is never immediate, whatever else is said of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from gateway.domain.phrases import fold

DEFAULT_ACTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "restart": (
            *("restart", "restarted", "restarting", "reboot", "rebooted", "reload"),
            *("reloaded", "重启", "重新启动", "重载"),
        ),
        "configuration": (
            *("config", "configuration", "setting", "settings", "set", "raised"),
            *("配置", "设置", "参数", "调整", "上限"),
        ),
        "permission": (
            *("permission", "permissions", "access", "grant", "granted", "unlock"),
            *("unlocked", "password", "权限", "授权", "解锁", "密码", "账号"),
        ),
        "cache": (
            *("cache", "caches", "cleared", "clear", "purge", "purged"),
            *("缓存", "清理", "清空"),
        ),
        "rollback": ("roll back", "rolled back", "rollback", "回滚", "回退", "恢复"),
        "part": (
            *("replace", "replaced", "swap", "swapped", "new", "drum", "paper"),
            *("toner", "cable", "更换", "换", "耗材", "插拔"),
        ),
    }
)
"""The white list: names of actions, and the words by which each is known."""

DEFAULT_CHANGES: tuple[str, ...] = (
    *("upgrade", "upgraded", "upgrading", "new version", "version", "release"),
    *("deploy", "deployed", "deployment", "install", "installed", "reinstall"),
    *("reinstalled", "migrate", "migrated", "migration", "patch", "patched"),
    *("hotfix", "environment", "升级版本", "版本", "升级", "部署", "上线", "发版"),
    *("安装", "重装", "迁移", "补丁", "环境变更", "环境调整", "更新程序", "更新系统"),
)
"""Words of a change of version or environment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Immediate:
    """The white list. ``listed_only``: what it does not name wants a plan, too."""

    actions: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: DEFAULT_ACTIONS
    )
    changes: tuple[str, ...] = DEFAULT_CHANGES
    listed_only: bool = False

    def is_change(self, text: str) -> bool:
        """Whether the words tell of a change of version or environment.

        A rollback is the stop of a loss (D9), whatever it is that is rolled back.
        """
        folded = fold(text)
        if _holds(folded, self.actions.get("rollback", ())):
            return False
        return _holds(folded, self.changes)

    def action(self, text: str) -> str:
        """The listed action that the words tell of; empty where they tell of none."""
        folded = fold(text)
        named = (name for name, words in self.actions.items() if _holds(folded, words))
        return next(named, "")


def _holds(folded: str, words: tuple[str, ...]) -> bool:
    return any(_stands(word, folded) for word in words)


def _stands(word: str, folded: str) -> bool:
    """Whether a word is in a text; a Latin one as a whole word alone."""
    at = folded.find(word)
    while at >= 0:
        around = (folded[at - 1 : at], folded[at + len(word) :][:1])
        glued = any(one.isascii() and one.isalnum() for one in around)
        if not (word.isascii() and glued):
            return True
        at = folded.find(word, at + 1)
    return False
