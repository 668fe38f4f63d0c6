"""The registration form: from labelled words as written to the domain's values."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.request import Form, Scene, Urgency
from gateway.mail.message import FormFields

URGENCY_WORDS: Mapping[str, Urgency] = MappingProxyType(
    {
        "低": Urgency.LOW,
        "low": Urgency.LOW,
        "中": Urgency.MEDIUM,
        "普通": Urgency.MEDIUM,
        "一般": Urgency.MEDIUM,
        "medium": Urgency.MEDIUM,
        "normal": Urgency.MEDIUM,
        "高": Urgency.HIGH,
        "紧急": Urgency.HIGH,
        "high": Urgency.HIGH,
        "urgent": Urgency.HIGH,
    }
)
SCENE_WORDS: Mapping[str, Scene] = MappingProxyType(
    {
        "内部": Scene.INTERNAL,
        "internal": Scene.INTERNAL,
        "客户": Scene.CUSTOMER,
        "customer": Scene.CUSTOMER,
        "跨部门": Scene.CROSS_TEAM,
        "跨团队": Scene.CROSS_TEAM,
        "cross": Scene.CROSS_TEAM,
        "紧急": Scene.EMERGENCY,
        "emergency": Scene.EMERGENCY,
    }
)


def form_of(fields: FormFields) -> Form:
    """Read the two closed fields; a word that is none of theirs is as if not given."""
    scene, urgency = fields.scene.casefold(), fields.urgency.casefold()
    reason = fields.urgency_reason or _reason_in(fields.urgency)
    return Form(
        company=fields.company,
        contact=fields.contact,
        employee_number=fields.employee_number,
        phone=fields.phone,
        scene=next((s for word, s in SCENE_WORDS.items() if word in scene), None),
        urgency=next(
            (u for w, u in URGENCY_WORDS.items() if urgency.startswith(w)), None
        ),
        urgency_reason=reason,
        symptom=fields.symptom,
        occurred=fields.occurred,
        impact=fields.impact,
        tried=fields.tried,
    )


def _reason_in(urgency: str) -> str:
    """R52's example gives the reason in brackets: ``高（核心业务无法使用）``."""
    opened = urgency.replace("（", "(").replace("）", ")").partition("(")[2]
    return opened.rpartition(")")[0].strip() or opened.strip()
