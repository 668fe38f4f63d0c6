"""How a step shows specimens of its letters' details."""

from collections.abc import Callable

from gateway.domain.notices import Detail
from gateway.domain.people import Locale

Specimens = Callable[[Locale], tuple[Detail, ...]]
"""Each shape that the detail of a letter may have, in the words of a locale."""
