"""What is asked for where data leaves the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The archive of the request, by mail."""
