"""What S25 may say: whose mailbox answers that its owner is away."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.foreign import person, quoted
from gateway.domain.absent_details import OwnerAway


def _away(detail: OwnerAway, _: Telling) -> Told:
    return {
        "away": person(detail.owner_name),
        "back": detail.back.isoformat() if detail.back else "",
        "words": quoted(detail.words),
    }


DETAILS: Mapping[type, Tell] = MappingProxyType({**told(OwnerAway, _away)})
