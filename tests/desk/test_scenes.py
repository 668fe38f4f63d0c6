"""R1-R4, R7, R9, R10, R63: which scene a mail is of, by its sender or its form."""

import pytest

from gateway.domain.codes import NoticeCode as N
from gateway.domain.request import Priority, Scene, Urgency
from tests.desk.test_timekeeping import look
from tests.support.builders import ANNE, BART, DAVE, ELLE
from tests.support.desk import World

FAY = "fay@example.com"
"""Of our own house, and no staff of the support team."""
STRANGER = "ray@elsewhere.example"


@pytest.mark.parametrize(
    ("sender", "scene"),
    [(FAY, Scene.INTERNAL), (ANNE, Scene.CUSTOMER), (STRANGER, Scene.CUSTOMER)],
)
def test_r1_r2_the_senders_domain_tells_the_scene(
    world: World, sender: str, scene: Scene
) -> None:
    world.send(sender, "I cannot log in to the mail program.")
    assert world.request().scene is scene


@pytest.mark.parametrize(
    ("boxes", "scene"),
    [
        ("□内部员工 □客户 ☑跨部门 □紧急", Scene.CROSS_TEAM),
        ("■内部员工 □客户 □跨部门 □紧急", Scene.INTERNAL),
        ("跨部门", Scene.CROSS_TEAM),
        ("whatever", Scene.CUSTOMER),
    ],
)
def test_r7_r53_the_form_names_one_scene(
    world: World, boxes: str, scene: Scene
) -> None:
    world.send(ANNE, f"所属场景：{boxes}\n故障现象：订单无法提交\n")
    assert world.request().scene is scene


def test_r3_teams_work_together_and_one_owns(world: World) -> None:
    world.send(FAY, "所属场景：跨部门\n故障现象：对账文件没有生成\n")
    told = world.letter(N.TO_ASSIGN, BART)
    world.answer(told, f"#take\n#cc +{DAVE}\n#cc +gus@example.com")
    world.answer(told, f"#assign @{DAVE} 他了解对账")

    request = world.request()
    assert request.scene is Scene.CROSS_TEAM
    assert request.assignee == DAVE
    assert "gus@example.com" in request.participants


def test_r4_an_emergency_is_of_high_priority_and_pages(world: World) -> None:
    letters = world.send(ANNE, "所属场景：紧急\n故障现象：核心系统全部中断\n")
    request = world.request()
    assert (request.urgent, request.priority) == (True, Priority.HIGH)
    assert [one.to for one in letters if one.code == N.URGENT_CALL] == [DAVE]


def test_r9_d4_the_claim_stays_when_staff_judge_otherwise(world: World) -> None:
    world.send(ANNE, "紧急程度：□低 □中 ☑高\n故障现象：订单无法提交\n")
    world.clock.advance(minutes=10)
    look(world)
    world.answer(world.letter(N.URGENT_CALL, ELLE), "#lower one printer of many")

    request = world.request()
    assert (request.urgency, request.priority) == (Urgency.HIGH, Priority.MEDIUM)


def test_r9_without_a_claim_it_is_medium(world: World) -> None:
    world.send(ANNE, "The printer prints empty pages.")
    assert world.request().urgency is Urgency.MEDIUM
