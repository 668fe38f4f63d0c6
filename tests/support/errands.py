"""A command for servers that run it as a user who cannot run the tests' own Python.

The command is a script for bash. It hands its arguments and its input to the process
of the tests, which does the work and gives the exit code and the output back.
"""

import base64
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedRWPair
from pathlib import Path
from threading import Thread
from typing import Protocol

SCRIPT = """\
#!/bin/bash
exec 3<>/dev/tcp/127.0.0.1/{port}
printf '%s\\n' "$@" "" >&3
base64 >&3
echo >&3
read -r code <&3
cat <&3
exit "$code"
"""


class Outcome(Protocol):
    @property
    def code(self) -> int: ...
    @property
    def out(self) -> str: ...


class Work(Protocol):
    def __call__(self, *arguments: str, stdin: bytes) -> Outcome: ...


@contextmanager
def errands(script: Path, work: Work) -> Iterator[Path]:
    """Write the script; what it is called with is done by ``work`` meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        script.write_text(SCRIPT.format(port=listener.getsockname()[1]))
        script.chmod(0o755)
        thread = Thread(target=_serve, args=(listener, work), daemon=True)
        thread.start()
        yield script
        # A close alone would not wake accept().
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def _serve(listener: socket.socket, work: Callable[..., Outcome]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, connection.makefile("rwb") as stream:
            arguments = [line.decode() for line in iter(lambda: _line(stream), b"")]
            text = b"".join(iter(lambda: _line(stream), b""))
            done = work(*arguments, stdin=base64.b64decode(text))
            stream.write(f"{done.code}\n{done.out}".encode())


def _line(stream: BufferedRWPair) -> bytes:
    return stream.readline().rstrip(b"\n")
