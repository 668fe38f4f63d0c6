"""``demo``: one story, played against a real gateway over real sockets."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from gateway.cli import demo_gateway
from gateway.cli.demo_gateway import GatewayFailed
from gateway.cli.demo_post import MailMissing, Post, text_of
from gateway.cli.demo_screen import Screen
from gateway.cli.demo_story import Scene, Story
from gateway.cli.demo_words import LANGUAGES, Words
from gateway.runtime.clock import SystemClock

LIMIT_SECONDS = 10.0
"""How long each letter of the story may take, unless told otherwise."""


@click.command()
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="zh")
@click.option("--dispute", is_flag=True, help="In the end the customer says no.")
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the gateway and its letters are kept; else a new folder in var/demo.",
)
@click.option(
    "--limit",
    type=click.FloatRange(min=0.1),
    default=LIMIT_SECONDS,
    show_default=True,
    help="Seconds that each letter may take.",
)
def demo(language: str, *, dispute: bool, keep: Path | None, limit: float) -> None:
    """Play a request from its first mail to its certificate.

    Starts a gateway of its own and shows each mail as it arrives. Exit 0 only where
    every letter came and the books balance.
    """
    # Told to end, it ends its gateway first.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    folder = _folder(keep)
    words = LANGUAGES[language]
    screen = Screen(console=Console(), chinese=language == "zh")
    screen.say(
        "真实的网关，真实的邮件；人们写在信里的钟点属于故事本身。",
        "A real gateway, real mails; times that people write belong to the story.",
        between="\n",
    )
    began = time.monotonic()
    try:
        with _gateway(folder, words, limit) as post:
            story = Story(post=post, words=words)
            saved = _play(story.tell(dispute=dispute), folder / "letters", screen)
        _close(folder / "gateway.toml", saved, screen)
    except (MailMissing, GatewayFailed) as error:
        click.echo(f"ticket-gateway: {error}", err=True)
        click.echo(demo_gateway.last_words(folder / "gateway.log"), err=True)
        sys.exit(os.EX_SOFTWARE)
    seconds = time.monotonic() - began
    screen.say(f"全部邮件已到（{seconds:.1f} 秒）。", f"All came, in {seconds:.1f} s.")


@contextmanager
def _gateway(folder: Path, words: Words, limit_seconds: float) -> Iterator[Post]:
    """A gateway while the story lasts, and the post that goes to and from it."""
    port = demo_gateway.free_port()
    config = demo_gateway.configure(folder, port=port, locale=words.locale)
    gateway = demo_gateway.start(config, folder / "gateway.log")
    try:
        yield Post(
            port=port,
            outgoing=folder / "state" / "outgoing",
            alive=gateway.is_running,
            limit_seconds=limit_seconds,
        )
    finally:
        gateway.stop()


def _play(scenes: Iterable[Scene], folder: Path, screen: Screen) -> list[Path]:
    """Show each mail as it arrives and keep it; returns the files."""
    saved: list[Path] = []
    for place, scene in enumerate(scenes, 1):
        screen.show(place, scene)
        saved += _save(folder, place, scene)
    return saved


def _close(config: Path, saved: list[Path], screen: Screen) -> None:
    """What is left: the letters as files, the sums, and where to look further."""
    screen.say("邮件已存为文件：", "The mails as files:")
    for path in saved:
        click.echo(f"  {_short(path)}")
    screen.say("对账：", "The books (ticket-gateway audit):")
    audit = demo_gateway.command("audit", "--config", str(config))
    sums = subprocess.run(audit, check=False, capture_output=True, text=True)  # noqa: S603 (our own interpreter and module)
    click.echo("".join(f"  {line}\n" for line in sums.stdout.splitlines()), nl=False)
    screen.say("再看看：", "Look further:")
    click.echo(f"  {_ourselves()} request list --config {_short(config)}")
    if sums.returncode:
        raise MailMissing("the books do not balance")


def _save(folder: Path, place: int, scene: Scene) -> list[Path]:
    """Write one mail as .eml, and beside it as .html where it has such a part."""
    folder.mkdir(exist_ok=True)
    eml = folder / f"{place:02}-{scene.mail['X-Ticket-Mail'] or scene.act}.eml"
    eml.write_bytes(scene.mail.as_bytes())
    page = text_of(scene.mail, "html")
    if not page:
        return [eml]
    html = eml.with_suffix(".html")
    html.write_text(page, encoding="utf-8")
    return [eml, html]


def _folder(keep: Path | None) -> Path:
    """A folder that is new or empty: nothing of anybody's is written over."""
    now = SystemClock().now().astimezone()
    folder = keep or Path("var") / "demo" / f"{now:%Y%m%d-%H%M%S}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = any(folder.iterdir())
    except OSError as error:
        click.echo(f"ticket-gateway: {error}", err=True)
        sys.exit(os.EX_CANTCREAT)
    if taken:
        click.echo(f"ticket-gateway: {folder} is not empty", err=True)
        sys.exit(os.EX_CANTCREAT)
    return folder


def _ourselves() -> str:
    """How this command was called, to be copied."""
    called = Path(sys.argv[0])
    return _short(called) if called.name == "ticket-gateway" else "ticket-gateway"


def _short(path: Path) -> str:
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
