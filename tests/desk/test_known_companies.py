"""customers.toml: what is known of those who write, through the configuration."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.domain.codes import NoticeCode as N
from gateway.domain.people import Locale
from gateway.domain.request import Scene
from gateway.settings import load, shipped
from gateway.wiring.values import rules
from tests.support.builders import ANNE, CRIS, DAVE, RULES
from tests.support.configuration import a_configuration
from tests.support.desk import World

PRIVATE = "anne.li@qq.example"
SAMPLE = f"""
[[companies]]
name = "Customer Ltd"
domains = ["Customer.example"]
locale = "zh-CN"
confirmers = ["{CRIS}"]
contacts = [
  {{ address = "{ANNE}", name = "Anne Li", phone = "13800005678" }},
  {{ address = "{PRIVATE}", name = "Anne Li", locale = "en" }},
]
[[companies]]
name = "Our own plant"
domains = ["plant.example"]
scene = "internal"
"""


@pytest.fixture
def known(world: World, tmp_path: Path) -> World:
    """A desk that knows the companies of the sample."""
    config = a_configuration(tmp_path / "etc")
    (config.parent / "customers.toml").write_text(SAMPLE, "utf-8")
    made = rules(load(config))
    assert made.confirmers == {"customer.example": (CRIS,), "plant.example": ()}
    told = replace(RULES, companies=made.companies, needs=made.needs)
    world.desk.context = replace(world.context, rules=told)
    return world


def test_r2_r10_what_is_known_of_a_contact_is_not_asked_for(known: World) -> None:
    known.send(ANNE, "Orders stop since 9:10 today. All of us.")
    request = known.request()
    assert (request.form.company, request.form.contact, request.form.phone) == (
        "Customer Ltd",
        "Anne Li",
        "13800005678",
    )
    assert request.requester_name == "Anne Li"
    assert request.triage.missing == ()


def test_r10_who_is_on_duty_gets_the_number_that_is_known(known: World) -> None:
    letters = known.send(ANNE, "Smoke!", to="support+urgent@example.com")
    assert [one.to for one in letters if one.code == N.URGENT_CALL] == [DAVE]
    assert "phone" not in known.request().triage.missing


def test_what_the_form_says_wins(known: World) -> None:
    known.send(ANNE, "公司：星河科技\n电话：010-5555-0188\n故障现象：订单停下\n")
    form = known.request().form
    assert (form.company, form.phone) == ("星河科技", "010-5555-0188")


@pytest.mark.parametrize(
    ("sender", "scene", "locale"),
    [
        (ANNE, Scene.CUSTOMER, Locale.ZH_CN),
        (PRIVATE, Scene.CUSTOMER, Locale.EN),
        ("gus@plant.example", Scene.INTERNAL, Locale.EN),
        ("ray@elsewhere.example", Scene.CUSTOMER, Locale.EN),
    ],
)
def test_r1_r2_d14_a_company_has_its_scene_and_its_language(
    known: World, sender: str, scene: Scene, locale: Locale
) -> None:
    known.send(sender, "Orders stop.")
    assert (known.request().scene, known.request().locale) == (scene, locale)


def test_the_sample_of_a_company_can_be_used_as_it_stands(tmp_path: Path) -> None:
    config = a_configuration(tmp_path / "etc")
    lines = (shipped("config") / "customers.toml").read_text("utf-8").splitlines()
    first = lines.index("# [[companies]]")
    sample = "\n".join(line.lstrip("# ") for line in lines[first:] if line[:1] == "#")
    assert tomllib.loads(sample)["companies"]
    (config.parent / "customers.toml").write_text(sample, "utf-8")
    assert rules(load(config)).companies.contact(ANNE).name == "Anne Li"
