"""make reading: what reading one mail costs, and how the cost grows with its size.

All mails of ../shared/corpora in one process, after a warm-up, in processor time; the
same by mail-parser with mail-parser-reply (in .venv-score) and by the standard library,
mail by mail in turns. Then mails that double in size. Prints tables; --write keeps them
in docs/performance.md. Exit 1 where something wanted is missed.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from reading_table import Doubling, Reading, section
from section import keep

from gateway.mail.as_json import as_json
from gateway.mail.parse import parse

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
COMPARED = ROOT / ".venv-score" / "bin" / "python"
PAGE = ROOT / "docs" / "performance.md"
NOT_MAILS = {".json", ".note", ".upstream", ".yml", ".py", ".md"}
LARGE_BYTES = 512 * 1024
"""Mails over this size carry large attachments and are left out."""
ROUNDS = 5
SMALLEST, LARGEST = 8 * 1024, 16 * 1024 * 1024


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help=f"rewrite {PAGE.name}")
    write: bool = parser.parse_args().write
    if not CORPORA.is_dir():
        print(f"reading: nothing to read, there is no {CORPORA}")
        return 0
    readings = [_ours(), *_others()]
    doublings = [_doubling(name, make) for name, make in SHAPES.items()]
    told = section(readings, doublings)
    print(told)
    if write:
        keep(PAGE, told)
    met = [one.met for one in readings[:1]] + [one.met for one in doublings]
    return 0 if all(met) else 1


def mails() -> Iterator[bytes]:
    for path in sorted(CORPORA.rglob("*")):
        if path.is_file() and path.suffix not in NOT_MAILS:
            content = path.read_bytes()
            if len(content) <= LARGE_BYTES:
                yield content


def measured(read: Callable[[bytes], object]) -> list[float]:
    """Milliseconds of processor time, the least of several rounds for each mail."""
    contents = list(mails())
    for content in contents:
        read(content)
    return [min(cpu_ms(read, content) for _ in range(ROUNDS)) for content in contents]


def cpu_ms(read: Callable[[bytes], object], content: bytes) -> float:
    began = time.process_time_ns()
    read(content)
    return (time.process_time_ns() - began) / 1e6


def read(content: bytes) -> str:
    return as_json(parse(BytesIO(content)))


def _ours() -> Reading:
    return Reading(name="gateway", milliseconds=tuple(measured(read)))


def _others() -> Iterator[Reading]:
    """Each in its own process, so that none warms the other."""
    script = str(Path(__file__).with_name("reading_others.py"))
    for name, python in (("mail-parser", str(COMPARED)), ("stdlib", sys.executable)):
        if not Path(python).exists():
            print(f"reading: there is no {python}; make reading makes it")
            continue
        ran = subprocess.run(
            (python, script, name),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # mail-parser tells of each part that it skips
            check=True,
            cwd=ROOT,
        )
        yield Reading(name=name, milliseconds=tuple(json.loads(ran.stdout)))


# --- mails that double -------------------------------------------------------

_ANNE = (
    b"From: Anne <anne@customer.example>\r\nTo: support@example.com\r\n"
    b"Subject: Re: The printer\r\nIn-Reply-To: <ant@example.com>\r\n"
)
_LINE = (
    "The printer 打印机 on the second floor is dead, and so is the lamp.\r\n".encode()
)


def _filled(unit: bytes, size: int) -> bytes:
    return unit * (size // len(unit) + 1)


def _text(size: int) -> bytes:
    head = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
    return _ANNE + head + _filled(_LINE, size)


def _html(size: int) -> bytes:
    head = b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>"
    return _ANNE + head + _filled(b"<p>" + _LINE + b"</p><br>", size)


def _quoted(size: int) -> bytes:
    head = b"Content-Type: text/plain; charset=utf-8\r\n\r\nDone.\r\n\r\n"
    wrote = b"On Mon, 2 Oct 2023 at 09:00, Bart <bart@example.com> wrote:\r\n"
    return _ANNE + head + wrote + _filled(b"> " + _LINE, size)


def _headers(size: int) -> bytes:
    field = b"X-Trace: from a.example by b.example with ESMTP id 1234567890\r\n"
    return _ANNE + _filled(field, size) + b"\r\n" + _LINE


def _attachments(size: int) -> bytes:
    head = b"Content-Type: multipart/mixed; boundary=cut\r\n\r\n"
    part = (
        b"--cut\r\nContent-Type: text/plain; name=a.txt\r\n"
        b"Content-Disposition: attachment; filename=a.txt\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    lines = _filled(
        b"VGhlIHByaW50ZXIgaXMgZGVhZC4gVGhlIHByaW50ZXIgaXMgZGVhZC4g\r\n", size // 4
    )
    return _ANNE + head + b"--cut\r\n\r\n" + _LINE + (part + lines) * 4 + b"--cut--\r\n"


SHAPES: Mapping[str, Callable[[int], bytes]] = {
    "text": _text,
    "HTML": _html,
    "quoted reply": _quoted,
    "header fields": _headers,
    "four attachments": _attachments,
}


def _doubling(name: str, make: Callable[[int], bytes]) -> Doubling:
    sizes, times = [], []
    size = SMALLEST
    while size <= LARGEST:
        content = make(size)
        read(content)
        times.append(min(cpu_ms(read, content) for _ in range(ROUNDS)))
        sizes.append(size)
        size *= 2
    return Doubling(name=name, sizes=tuple(sizes), milliseconds=tuple(times))


if __name__ == "__main__":
    sys.exit(main())
