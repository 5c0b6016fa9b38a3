"""Whether an item counts as answered on this desk: responses as the model says, folders by what changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from itembank.model.events import AttemptState
from itembank.model.item import Item
from itembank.model.items.practical import PracticalInteraction
from itembank.model.responses import Completeness, FolderManifest, interaction_completeness


@dataclass(frozen=True, slots=True)
class Deliverables:
    """How many files the tasks of a paper ask for, and how many of them are there."""

    came: int
    wanted: int


def item_completeness(item: Item, state: AttemptState) -> Completeness:
    """Say whether nothing, something or everything of an item is answered."""
    response = state.responses.get(item.identifier, {})
    found = {
        _folder_completeness(item.identifier, state)
        if isinstance(interaction, PracticalInteraction)
        else interaction_completeness(interaction, response.get(interaction.response))
        for interaction in item.interactions
    }
    if found == {Completeness.FULL}:
        return Completeness.FULL
    return Completeness.NONE if found <= {Completeness.NONE} else Completeness.PARTIAL


def is_changed(starter: FolderManifest | None, now: FolderManifest) -> bool:
    """Say whether a folder differs from its starter files in names or contents; time stamps do not count."""
    before = starter or FolderManifest()
    if before is now or before == now:
        return False
    return len(before.entries) != len(now.entries) or _contents(before) != _contents(now)


def find_practical(item: Item) -> PracticalInteraction | None:
    """Find the practical task of an item."""
    return next((i for i in item.interactions if isinstance(i, PracticalInteraction)), None)


def deliverables(items: Iterable[Item], state: AttemptState) -> Deliverables:
    """Count the files that the tasks ask for, and those of them that lie in the folders as they were saved."""
    came = wanted = 0
    for item in items:
        task = find_practical(item)
        manifest = state.folders.get(item.identifier, FolderManifest())
        there = {entry.path for entry in manifest.entries if not entry.folder}
        for file in task.deliverables if task is not None else ():
            stem = PurePosixPath(file.path).with_suffix("")
            wanted += 1
            came += not there.isdisjoint({file.path, *(f"{stem}{suffix}" for suffix in file.suffixes)})
    return Deliverables(came, wanted)


def _folder_completeness(item: str, state: AttemptState) -> Completeness:
    now = state.folders.get(item)
    if now is None or not is_changed(state.starters.get(item), now):
        return Completeness.NONE
    return Completeness.FULL


def _contents(manifest: FolderManifest) -> frozenset[tuple[str, bool, str]]:
    return frozenset((entry.path, entry.folder, entry.sha256) for entry in manifest.entries)
