"""A configuration folder for tests: the shipped files, with one thing changed."""

import shutil
from pathlib import Path

from gateway.settings import shipped


def a_configuration(folder: Path, **changed: tuple[str, str]) -> Path:
    """Copy the shipped files and replace a text in some; returns gateway.toml.

    ``a_configuration(tmp_path, people=("old", "new"))`` changes people.toml, once.
    The state goes below the same folder.
    """
    shutil.copytree(shipped("config"), folder, dirs_exist_ok=True)
    state = ('state = "var"', f'state = "{folder / "state"}"')
    _replace(folder / "gateway.toml", *state)
    # A test asks no name server but one of its own.
    _replace(folder / "gateway.toml", "dkim = true", "dkim = false")
    for name, (old, new) in changed.items():
        path = folder / f"{name}.toml"
        _replace(path, old, new)
    return folder / "gateway.toml"


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
