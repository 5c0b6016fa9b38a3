"""Whether an item counts as answered on this desk: responses as the model says, folders by what changed. Pure."""

from __future__ import annotations

from itembank.model.events import AttemptState
from itembank.model.item import Item
from itembank.model.items.practical import PracticalInteraction
from itembank.model.responses import Completeness, FolderManifest, interaction_completeness


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
    return _contents(starter or FolderManifest()) != _contents(now)


def find_practical(item: Item) -> PracticalInteraction | None:
    """Find the practical task of an item."""
    return next((i for i in item.interactions if isinstance(i, PracticalInteraction)), None)


def _folder_completeness(item: str, state: AttemptState) -> Completeness:
    now = state.folders.get(item)
    if now is None or not is_changed(state.starters.get(item), now):
        return Completeness.NONE
    return Completeness.FULL


def _contents(manifest: FolderManifest) -> frozenset[tuple[str, bool, str]]:
    return frozenset((entry.path, entry.folder, entry.sha256) for entry in manifest.entries)
