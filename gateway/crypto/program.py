"""A program of the system, run within bounds: openssl, gpg, gpgv.

Rule of this room: no program runs but through here. It gets octets as descriptors of
memory, never as files on disk; an end after so many seconds, with all that it started;
limits of memory, output and processor time; and nothing of our environment. Its human
words are read for nothing but a reason to show.
"""

import contextlib
import ctypes
import math
import os
import resource
import select
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

MIB = 1024 * 1024
SAID_BYTES = 64 * 1024
"""What a program says on standard error, as far as it is kept."""
END_SECONDS = 5.0
"""How long a program that was killed is waited for."""
ORPHAN_LOOKS = 500
"""How often within that time is looked whether the last of its group has ended."""
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


class Slot(Enum):
    """An argument that stands for a file the program is to write."""

    OUTPUT = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one run may take."""

    seconds: float = 10.0
    output_bytes: int = 32 * MIB
    memory_bytes: int = 512 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a run ended. ``code`` is its exit code, negative for a signal.

    ``trouble`` is empty, or one line that says why it came to no end of its own.
    ``files`` are what it wrote into each :class:`Slot`, in order.
    """

    code: int
    output: bytes = b""
    files: tuple[bytes, ...] = ()
    said: str = ""
    trouble: str = ""

    @property
    def fine(self) -> bool:
        return self.code == 0 and not self.trouble


Argument = str | bytes | Slot
"""Bytes are handed over as a file that holds them."""


def run(arguments: Sequence[Argument], bounds: Bounds) -> Ran:
    """Run a program to its end, or to ours. Never raises for what it does."""
    with contextlib.ExitStack() as stack:
        try:
            return _run(arguments, bounds, stack)
        except OSError as error:
            return Ran(code=-1, trouble=error.strerror or type(error).__name__)


def _run(
    arguments: Sequence[Argument], bounds: Bounds, stack: contextlib.ExitStack
) -> Ran:
    command: list[str] = []
    passed: list[int] = []
    slots: list[int] = []
    for argument in arguments:
        if isinstance(argument, str):
            command.append(argument)
            continue
        descriptor = _memory(stack, argument if isinstance(argument, bytes) else b"")
        passed.append(descriptor)
        command.append(f"/proc/self/fd/{descriptor}")
        if argument is Slot.OUTPUT:
            slots.append(descriptor)
    output, said = _memory(stack, b""), _memory(stack, b"")
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    process = subprocess.Popen(  # noqa: S603 (a program found at the start, arguments of ours)
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=said,
        pass_fds=passed,
        env=_environment(),
        cwd="/",
        start_new_session=True,
        preexec_fn=_confined(bounds),  # noqa: PLW1509 (a worker has one thread)
    )
    trouble = _waited(process, bounds)
    kept = bounds.output_bytes
    # Some programs take the limit for an end, and call it a success.
    if any(_size(one) >= kept for one in (output, *slots)):
        trouble = f"over {kept} bytes of output"
    return Ran(
        code=process.returncode,
        output=_content(output, kept),
        files=tuple(_content(slot, kept) for slot in slots),
        said=_content(said, SAID_BYTES).decode("utf-8", "replace"),
        trouble=trouble,
    )


def _waited(process: subprocess.Popen[bytes], bounds: Bounds) -> str:
    trouble = ""
    try:
        process.wait(bounds.seconds)
    except subprocess.TimeoutExpired:
        trouble = f"no end after {bounds.seconds:g} seconds"
    _end(process)
    if not trouble and process.returncode is not None and process.returncode < 0:
        trouble = f"ended by signal {-process.returncode}"
    return trouble


def _end(process: subprocess.Popen[bytes]) -> None:
    """End its whole group, an agent for one: what it started ends with it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END_SECONDS)
    # Orphans of the group are ours (see _run); nobody else would bury them.
    with contextlib.suppress(ChildProcessError):
        for _ in range(ORPHAN_LOOKS):
            if os.waitpid(-process.pid, os.WNOHANG) == (0, 0):
                select.select([], [], [], END_SECONDS / ORPHAN_LOOKS)


def _memory(stack: contextlib.ExitStack, content: bytes) -> int:
    descriptor = os.memfd_create("gateway", os.MFD_CLOEXEC)
    stack.callback(os.close, descriptor)
    place = 0
    view = memoryview(content)
    while place < len(content):
        place += os.write(descriptor, view[place:])
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _content(descriptor: int, limit: int) -> bytes:
    return os.pread(descriptor, min(_size(descriptor), limit), 0)


def _size(descriptor: int) -> int:
    return os.fstat(descriptor).st_size


def _environment() -> Mapping[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "HOME": str(Path(os.sep))}


def _confined(bounds: Bounds) -> Callable[[], None]:
    """What is set in the child before the program begins.

    Where a limit may not be set (a sandbox forbids it) the sandbox's own holds.
    """
    library = ctypes.CDLL(None)
    seconds = math.ceil(bounds.seconds)
    limits = (
        (resource.RLIMIT_AS, bounds.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, bounds.output_bytes),
        (resource.RLIMIT_CORE, 0),
    )

    def confine() -> None:
        with contextlib.suppress(OSError, AttributeError):
            library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        for limit, most in limits:
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(limit, (most, most))

    return confine
