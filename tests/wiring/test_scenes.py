"""scenes.toml: as shipped they are those of the process, and each may be changed."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from gateway.domain.completeness import lacking
from gateway.domain.confirmers import is_formal
from gateway.domain.needs import DEFAULT_NEEDS
from gateway.domain.profiles import DEFAULT_PROFILES
from gateway.domain.request import Scene
from gateway.domain.solution_rules import needs_consent
from gateway.settings import load
from gateway.wiring.values import rules
from tests.support.builders import RULES, a_case, a_request
from tests.support.configuration import a_configuration


def test_r63_the_shipped_profiles_are_those_of_the_process(tmp_path: Path) -> None:
    made = rules(load(a_configuration(tmp_path)))
    assert made.profiles == DEFAULT_PROFILES
    defaults = replace(made, needs=DEFAULT_NEEDS)
    for scene, urgent in product(Scene, (True, False)):
        request = replace(a_request(urgent=urgent), scene=scene, description="")
        if scene is Scene.EMERGENCY and not urgent:
            continue  # There is no such request (D3).
        assert lacking(request, made) == lacking(request, defaults), (scene, urgent)


@pytest.mark.parametrize(
    ("scene", "inside", "consent", "formal"),
    [
        (Scene.INTERNAL, True, False, False),
        (Scene.CUSTOMER, False, True, True),
        (Scene.CROSS_TEAM, True, True, False),
        (Scene.EMERGENCY, True, False, False),
        (Scene.EMERGENCY, False, True, True),
    ],
)
def test_r63_scenes_differ_in_consent_and_certificate(
    scene: Scene, *, inside: bool, consent: bool, formal: bool
) -> None:
    """PROCESS 1.4, each column of its table."""
    domain = "example.com" if inside else "customer.example"
    request = replace(a_request(), scene=scene, requester=f"fay@{domain}")  # type: ignore[arg-type]  # an address
    assert needs_consent(request, a_case()) is consent
    assert is_formal(request, RULES) is formal


def test_what_is_left_out_is_as_shipped(tmp_path: Path) -> None:
    config = a_configuration(tmp_path)
    (tmp_path / "scenes.toml").write_text('[internal]\nconsent = "always"\n', "utf-8")
    made = rules(load(config))
    request = replace(a_request(), scene=Scene.INTERNAL)
    assert needs_consent(request, a_case(rules=made))
    assert not is_formal(request, made)
    assert lacking(request, made)


def test_an_operator_asks_for_what_he_wants(tmp_path: Path) -> None:
    config = a_configuration(tmp_path)
    needs = '[customer]\nneeds = ["tried", "urgent:impact"]\n'
    (tmp_path / "scenes.toml").write_text(needs, "utf-8")
    made = rules(load(config))
    assert lacking(a_request(), made) == ("tried",)
    assert lacking(a_request(urgent=True), made) == ("tried", "impact")
