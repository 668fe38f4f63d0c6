"""The composition root: which works come round, in the order of their looks."""

from gateway.desk.context import Context
from gateway.desk.periodic import Periodic
from gateway.settings import Settings


def periodics(_settings: Settings, _context: Context) -> tuple[Periodic, ...]:
    """Everything that is looked at for what has come due."""
    return ()
