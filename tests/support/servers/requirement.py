"""What a test says when a server it talks to is not installed.

A missing server skips its tests and names the reason. Where REQUIRE_SERVERS=1 is
set, as in .ci/run, the same reason fails them: silence must not look like proof.
"""

import os
import shutil
from typing import NoReturn

import pytest

# An ordinary user's PATH leaves out the folders that servers live in.
SEARCH_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


def require_server(name: str, reason: str) -> NoReturn:
    """Skip the test, or fail it where REQUIRE_SERVERS=1."""
    message = f"{name}: {reason}"
    if os.environ.get("REQUIRE_SERVERS") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def required_program(name: str, *, package: str, folder: str = SEARCH_PATH) -> str:
    """Answer the path of a program, or skip naming the Debian package it is in."""
    found = shutil.which(name, path=folder)
    if found is None:
        require_server(name, f"not installed (Debian package {package})")
    return found
