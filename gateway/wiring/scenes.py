"""The profiles of the scenes from ``scenes.toml``, and what each wants to be told."""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.agreement import Act, Schedule
from gateway.domain.needs import Asked, Need
from gateway.domain.profiles import Profile, Whose
from gateway.domain.request import Scene
from gateway.settings_files import SceneFile

URGENT = "urgent:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenes:
    """What the domain is told of all four."""

    profiles: Mapping[Scene, Profile]
    needs: tuple[Need, ...]


def scenes_from(files: Mapping[str, SceneFile]) -> Scenes:
    """Build the profiles. Raises ValueError with the key and a reason for a person."""
    for name in files:
        if name not in set(Scene):
            raise ValueError(f"{name}: there is no such scene; known: {_all(Scene)}")
    named = {Scene(name): one for name, one in files.items()}
    return Scenes(
        profiles={
            scene: Profile(
                consent=_whose(f"{scene}.consent", one.consent),
                certificate=_whose(f"{scene}.certificate", one.certificate),
            )
            for scene, one in named.items()
        },
        needs=tuple(
            _need(scene, text) for scene, one in named.items() for text in one.needs
        ),
    )


def check_endings(
    base: Schedule, variants: Mapping[str, Schedule], scenes: Scenes
) -> None:
    """No silence closes what wants a certificate. Raises ValueError with a reason."""
    for scene, profile in scenes.profiles.items():
        if profile.certificate is Whose.NEVER:
            continue
        for name in ("urgent", "high", "medium", "low", scene, ""):
            schedule = variants.get(name) if name else base
            overruled = name == "" and scene in variants
            if schedule is None or overruled or not _closes(schedule):
                continue
            where = f"for.{name}: " if name else ""
            raise ValueError(
                f"{where}stages: close-unconfirmed would end requests of the scene "
                f'{scene} by silence, which want a certificate; write "missed", or '
                f'certificate = "never" for that scene in scenes.toml'
            )


def _closes(schedule: Schedule) -> bool:
    return any(stage.act is Act.CLOSE_UNCONFIRMED for stage in schedule.stages)


def _whose(key: str, text: str) -> Whose:
    if text not in set(Whose):
        raise ValueError(f"{key}: {text!r} is none of: {_all(Whose)}")
    return Whose(text)


def _need(scene: Scene, text: str) -> Need:
    name = text.removeprefix(URGENT).strip()
    known = {str(field).replace("_", "-"): field for field in Asked}
    if name not in known:
        raise ValueError(
            f"{scene}.needs: {text!r} is no field; write one of: {', '.join(known)}; "
            f'"{URGENT}" before it asks for it where a request is urgent'
        )
    return Need(
        field=known[name], scenes=frozenset({scene}), urgent=text.startswith(URGENT)
    )


def _all(kind: type[Scene] | type[Whose]) -> str:
    return ", ".join(map(str, kind))
