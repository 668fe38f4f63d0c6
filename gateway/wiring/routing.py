"""The routing table from ``routing.toml``, and people by their mentions."""

from collections.abc import Mapping

from gateway.domain.people import Address, Person, address
from gateway.domain.request import Scene
from gateway.domain.routing import DomainRule, Route, Routing
from gateway.settings_files import RouteFile, RoutingFile


def mentioned(
    mentions: tuple[str, ...], members: Mapping[Address, Person]
) -> tuple[Address, ...]:
    """The people of numbers or addresses. Raises ValueError for one who is none."""
    by_number = {p.number: who for who, p in members.items() if p.number}
    found = tuple(by_number.get(text) or address(text) for text in mentions)
    for text, who in zip(mentions, found, strict=True):
        if who not in members:
            raise ValueError(
                f"{text} is not among the people; write a number or an address of "
                "people.toml"
            )
    return found


def routing_from(file: RoutingFile, members: Mapping[Address, Person]) -> Routing:
    """Build the table. Raises ValueError with the key and a reason for a person."""
    groups = {}
    for name, mentions in file.groups.items():
        try:
            groups[name] = mentioned(mentions, members)
        except ValueError as error:
            raise ValueError(f"groups.{name}: {error}") from error
    return Routing(
        domains=tuple(
            DomainRule(
                name=name,
                words=one.words,
                senders=tuple(sender.strip().lower() for sender in one.senders),
            )
            for name, one in file.domains.items()
        ),
        routes=tuple(
            _route(place, one, file) for place, one in enumerate(file.routes, start=1)
        ),
        groups=groups,
    )


def _route(place: int, route: RouteFile, file: RoutingFile) -> Route:
    key = f"routes, number {place}"
    _known(f"{key}: domain", route.domain, ("", *file.domains))
    _known(f"{key}: scene", route.scene, ("", *map(str, Scene)))
    _known(f"{key}: group", route.group, tuple(file.groups))
    scene = Scene(route.scene) if route.scene else None
    return Route(group=route.group, domain=route.domain, scene=scene)


def _known(key: str, given: str, names: tuple[str, ...]) -> None:
    if given not in names:
        known = ", ".join(filter(None, names)) or "none"
        raise ValueError(f"{key}: there is no {given!r}; known: {known}")
