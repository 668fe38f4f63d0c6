"""The desk that the tests of this room talk to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import OUR_BORDER, World, a_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A desk that believes a reply token alone, as on the first run."""
    with a_world(tmp_path) as opened:
        yield opened


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[World]:
    """A desk whose border writes Authentication-Results."""
    with a_world(tmp_path, authserv_id=OUR_BORDER) as opened:
        yield opened
