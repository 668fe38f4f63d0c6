"""The pages are sound in themselves: links, sections, names of files, lengths."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from gateway import __version__

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
LINE_LIMIT = 140
DECISION_LINES = 40


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _page_name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _headings(text: str) -> list[str]:
    """Return the headings of a page, what looks like one in a listing aside."""
    bare = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return re.findall(r"^(#+) ", bare, re.MULTILINE)


def test_both_readmes_have_the_same_sections_listings_and_links() -> None:
    english, chinese = (_text(name) for name in READMES)

    def links(text: str) -> list[str]:
        found = re.findall(r"\]\(([^)]+)\)", text)
        return sorted({link for link in found if link not in READMES})

    assert _headings(english) == _headings(chinese)
    assert english.count("```") == chinese.count("```")
    assert links(english) == links(chinese)


@pytest.mark.parametrize("page", PAGES, ids=_page_name)
def test_each_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=_page_name)
def test_each_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)", page.read_text("utf-8")))

    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=_page_name)
def test_each_file_of_ours_that_is_named_exists(page: Path) -> None:
    named = re.findall(
        r"`((?:gateway|config|templates|systemd|tests|docs)/[\w./-]+)`",
        page.read_text("utf-8"),
    )

    # Beside a gateway.toml of the operator's own there may be a folder of templates.
    pattern = re.compile(r"NAME|TS")
    missing = [n for n in named if not pattern.search(n) and not (ROOT / n).exists()]
    assert missing == []


@pytest.mark.parametrize("page", sorted(DOCS.glob("decisions/*.md")), ids=_page_name)
def test_a_decision_is_short_and_tells_context_choice_and_price(page: Path) -> None:
    lines = page.read_text("utf-8").splitlines()
    number, title = int(page.name[:4]), lines[0]

    assert title.startswith(f"# {number}. ")
    assert [line for line in lines if line.startswith("## ")] == [
        "## Context",
        "## Choice",
        "## Price",
    ]
    assert len(lines) <= DECISION_LINES


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in sorted(DOCS.glob("decisions/*.md"))]

    assert numbers[0] == 1
    assert all(after == before + 1 for before, after in pairwise(numbers))


@pytest.mark.parametrize("page", PAGES, ids=_page_name)
def test_lines_of_a_page_are_short_enough_to_review(page: Path) -> None:
    # A table's row is one line, and Chinese prose has no blanks to break at.
    long = [
        line
        for line in page.read_text("utf-8").splitlines()
        if len(line) > LINE_LIMIT and line.isascii() and not line.startswith("|")
    ]

    assert long == []


def test_the_changelog_and_the_manual_tell_the_version_that_is_shipped() -> None:
    assert __version__ in _text("CHANGELOG.md")
    assert f'"ticket-gateway {__version__}"' in _text("docs/man/ticket-gateway.1")
