"""R15, R17: the technical domain by rules that tell their reason, and its group."""

import pytest

from gateway.domain.people import Address
from gateway.domain.request import Scene
from gateway.domain.routing import (
    TEXT_LIMIT,
    DomainRule,
    Route,
    Routed,
    Routing,
    route,
)

ANNE = Address("anne@customer.example")
BART = Address("bart@support.example")
DAVE = Address("dave@support.example")
ROUTING = Routing(
    domains=(
        DomainRule(name="software", words=("登录", "OA", "order")),
        DomainRule(name="network", words=("VPN", "网络"), senders=("@net.example",)),
    ),
    routes=(
        Route(domain="network", scene=Scene.INTERNAL, group="inner"),
        Route(domain="network", group="net"),
    ),
    groups={"net": (BART,), "inner": (DAVE,)},
)


def routed(
    subject: str = "",
    words: str = "",
    *,
    requester: Address = ANNE,
    scene: Scene = Scene.CUSTOMER,
) -> Routed:
    return route(subject, words, ROUTING, requester=requester, scene=scene)


def test_the_words_that_were_found_are_the_reason() -> None:
    """R15."""
    found = routed("无法登录OA系统", "每次都提示密码错误")
    assert (found.domain, found.reason) == ("software", "登录, OA")


@pytest.mark.parametrize("words", ["the board", "reorder it", "oak"])
def test_a_word_of_latin_letters_stands_by_itself(words: str) -> None:
    assert routed(words, words).domain == ""


@pytest.mark.parametrize("words", ["ＶＰＮ 断开", "the vpn.", "连不上VPN了"])
def test_capitals_full_width_and_neighbours_make_no_difference(words: str) -> None:
    assert routed("", words).domain == "network"


def test_a_word_in_the_subject_counts_twice() -> None:
    assert routed("VPN", "order").domain == "network"


def test_two_domains_with_as_much_for_them_are_left_to_people() -> None:
    found = routed("", "VPN and order")
    assert found == Routed(reason="software: order; network: VPN")


def test_a_sender_decides_whatever_the_words_say() -> None:
    found = routed("登录 OA", requester=Address("cris@net.example"))
    assert (found.domain, found.reason) == ("network", "@net.example")


def test_the_first_route_that_fits_names_the_group() -> None:
    """R17: by domain and scene."""
    assert routed("VPN").members == (BART,)
    inner = routed("VPN", scene=Scene.INTERNAL)
    assert (inner.group, inner.members) == ("inner", (DAVE,))
    assert routed("登录").group == ""


def test_a_route_without_a_domain_takes_what_is_of_none() -> None:
    rest = Routing(routes=(Route(group="net"),), groups={"net": (BART,)})
    found = route("Hello", "", rest, requester=ANNE, scene=Scene.CUSTOMER)
    assert found == Routed(group="net", members=(BART,))


def test_words_beyond_the_limit_are_not_looked_at() -> None:
    assert routed("", " " * (TEXT_LIMIT - 3) + "VPN").domain == "network"
    assert routed("", " " * TEXT_LIMIT + "VPN").domain == ""
