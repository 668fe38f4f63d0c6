"""The target of ``make fuzz``: whatever octets come in, reading them ends well.

A fault is an exception, more than SECONDS_LIMIT of processor time, or growth by more
than GROWTH_LIMIT_BYTES over the size of the mail. libFuzzer keeps the input
that led there. Runs in ``.venv-fuzz``, which has atheris beside the run-time set.
"""

import io
import resource
import sys
import time

import atheris

with atheris.instrument_imports(include=["gateway.mail", "email"]):
    from gateway.mail.as_json import as_json
    from gateway.mail.automatic import OurMarks
    from gateway.mail.directives import read_directives
    from gateway.mail.explain import explain_parts
    from gateway.mail.limits import Limits
    from gateway.mail.opening import read_opened

from gateway.settings import load
from gateway.wiring.values import vocabulary

SECONDS_LIMIT = 2.0
GROWTH_LIMIT_BYTES = 150 * 1024 * 1024
# What an instrumented reading costs over a plain one.
SLOWED_BY = 5
_VOCABULARY = vocabulary(load(None))
_LIMITS = Limits()


class Fault(Exception):
    """A bound of the reading did not hold."""


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def read(content: bytes) -> None:
    """Read a mail in every way that the gateway does, and look at what comes out."""
    began, peak = time.process_time(), _peak_bytes()
    message = read_opened(io.BytesIO(content), limits=_LIMITS, ours=OurMarks())
    said = as_json(message)
    said.encode()
    if "\\u0000" in said or "\0" in message.text:
        raise Fault("a NUL came through")
    read_directives(message.reply_text, _VOCABULARY)
    explain_parts(io.BytesIO(content), _LIMITS)
    took, grown = time.process_time() - began, _peak_bytes() - peak
    if took > SECONDS_LIMIT * SLOWED_BY:
        raise Fault(f"it took {took:.1f} s")
    if grown > GROWTH_LIMIT_BYTES + len(content):
        raise Fault(f"it took {grown // 1024} KiB more")


if __name__ == "__main__":
    # A merge starts this again by the first word, through a shell.
    atheris.Setup([f"{sys.executable} {sys.argv[0]}", *sys.argv[1:]], read)
    atheris.Fuzz()
