"""A request goes to the group of its technical domain, and the letter says why."""

from gateway.cli.demo_post import text_of
from tests.journeys.conftest import JourneyMaker
from tests.support.mailing import ANNE, BART, CRIS, DAVE

ROUTING = """
[domains.network]
words = ["VPN"]
[domains.hardware]
words = ["printer"]
[groups]
network = ["dave@example.com"]
[[routes]]
domain = "network"
group = "network"
"""


def test_a_request_goes_to_the_group_of_its_domain_with_the_reason(
    make_journey: JourneyMaker,
) -> None:
    """R15, R17: the group alone is told; without a route all who assign are."""
    journey = make_journey("2026-11-25 10:00", files={"routing.toml": ROUTING})
    journey.write(ANNE, "The VPN drops every hour since this morning.", subject="VPN")
    told = text_of(journey.letter("S01", DAVE))
    assert "network (told by: VPN); goes to the group network" in " ".join(told.split())
    assert journey.none_came("S01", BART)

    journey.write(CRIS, "It prints nothing but empty pages.", subject="The printer")
    journey.letter("S01", BART)
