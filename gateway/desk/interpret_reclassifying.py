"""How the verbs that correct the class of a request are read."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.arguments import Read, Reader, Surroundings, first_word
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Refusal
from gateway.domain.people import Locale
from gateway.domain.reclassifying_commands import Classify, SetLocale
from gateway.domain.request import Priority, Scene
from gateway.mail.directives import Directive

DOMAINS: Mapping[str, str] = MappingProxyType(
    {
        "软件应用": "software",
        "软件": "software",
        "硬件设备": "hardware",
        "硬件": "hardware",
        "网络环境": "network",
        "网络": "network",
        "数据安全": "security",
        "其他": "other",
    }
)
"""The Chinese names of the shipped domains; others are written as they are named."""
PRIORITIES: Mapping[str, Priority] = MappingProxyType(
    {
        "低": Priority.LOW,
        "中": Priority.MEDIUM,
        "高": Priority.HIGH,
        **{one.name.lower(): one for one in Priority},
    }
)
SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "内部员工": Scene.INTERNAL,
        "内部": Scene.INTERNAL,
        "客户": Scene.CUSTOMER,
        "跨部门": Scene.CROSS_TEAM,
        "紧急": Scene.EMERGENCY,
        **{str(one): one for one in Scene},
    }
)
LOCALES: Mapping[str, Locale] = MappingProxyType(
    {
        "中文": Locale.ZH_CN,
        "汉语": Locale.ZH_CN,
        "zh": Locale.ZH_CN,
        "zh-cn": Locale.ZH_CN,
        "chinese": Locale.ZH_CN,
        "英文": Locale.EN,
        "英语": Locale.EN,
        "en": Locale.EN,
        "english": Locale.EN,
    }
)
KEYS: Mapping[str, str] = MappingProxyType(
    {
        "domain": "domain",
        "领域": "domain",
        "priority": "priority",
        "优先级": "priority",
        "scene": "scene",
        "场景": "scene",
    }
)
WANTED = "domain= | priority= | scene="


def _classify(directive: Directive, _: Surroundings) -> Read:
    """``domain= [priority=] [scene=] [reason]``; at least one of the three."""
    given = {KEYS[key]: value.casefold() for key, value in directive.pairs}
    if not any(given.values()):
        return Refusal(Reason.MISSING_ARGUMENT, WANTED)
    domain = given.get("domain", "")
    priority, scene = given.get("priority", ""), given.get("scene", "")
    for named, known in ((priority, PRIORITIES), (scene, SCENES)):
        if named and named not in known:
            return Refusal(Reason.BAD_ARGUMENT, named)
    return Classify(
        domain=DOMAINS.get(domain, domain),
        priority=PRIORITIES.get(priority),
        scene=SCENES.get(scene),
        reason=directive.argument.strip(),
    )


def _scene(directive: Directive, _: Surroundings) -> Read:
    word, reason = first_word(directive.argument)
    if not word:
        return Refusal(Reason.MISSING_ARGUMENT, " | ".join(Scene))
    scene = SCENES.get(word.casefold())
    if scene is None:
        return Refusal(Reason.BAD_ARGUMENT, word)
    return Classify(scene=scene, reason=reason.strip())


def _lang(directive: Directive, _: Surroundings) -> Read:
    named = directive.argument.strip().casefold()
    locale = LOCALES.get(named)
    if locale is None:
        reason = Reason.BAD_ARGUMENT if named else Reason.MISSING_ARGUMENT
        return Refusal(reason, " | ".join(Locale))
    return SetLocale(locale=locale)


READERS: Mapping[Verb, Reader] = MappingProxyType(
    {Verb.CLASSIFY: _classify, Verb.SCENE: _scene, Verb.LANG: _lang}
)
