"""The composition root: which works come round, in the order of their looks."""

from gateway.desk.context import Context
from gateway.desk.periodic import Periodic
from gateway.settings import Settings
from gateway.wiring import knowledge


def periodics(settings: Settings, context: Context) -> tuple[Periodic, ...]:
    """Everything that is looked at for what has come due."""
    return (*knowledge.rounds(settings, context),)
