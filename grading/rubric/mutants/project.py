"""An author's Scratch project, opened to be changed: blocks taken out, values altered, written back as a zip.

For changing model answers in a rubric's test, not for reading candidates' work.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

PROJECT = "project.json"
_STAMP = (2026, 1, 1, 0, 0, 0)
_BODIES = ("SUBSTACK", "SUBSTACK2")
Blocks = dict[str, dict[str, Any]]


class OpenedProject:
    """The targets of a project as JSON has them, which may be changed."""

    def __init__(self, data: bytes) -> None:
        """Open the bytes; raises `ValueError` for what is no project."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
            self.whole: dict[str, Any] = json.loads(self._parts[PROJECT])
            self.targets: list[dict[str, Any]] = self.whole["targets"]
        except (zipfile.BadZipFile, KeyError, TypeError) as error:
            raise ValueError(PROJECT) from error

    def to_bytes(self) -> bytes:
        """Write the project."""
        text = json.dumps(self.whole, ensure_ascii=False, separators=(",", ":"))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in {**self._parts, PROJECT: text.encode()}.items():
                archive.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def meant(self, sprite: str) -> list[int]:
        """Return the numbers of the targets that a rubric means by a name, "" for all."""
        return [
            number
            for number, one in enumerate(self.targets)
            if not sprite
            or (one.get("isStage") if sprite in {"Stage", "舞台"} else one.get("name", "").strip() == sprite.strip())
        ]

    def blocks(self, number: int) -> Blocks:
        """Return the blocks of a target by their ids, without variables that lie about."""
        return {key: one for key, one in self.targets[number].get("blocks", {}).items() if isinstance(one, dict)}

    def chain(self, number: int, key: str | None) -> Iterator[str]:
        """Yield the ids from a block on downwards at one level."""
        blocks, known = self.blocks(number), set[str]()
        while key is not None and key in blocks and key not in known:
            known.add(key)
            yield key
            key = blocks[key].get("next")

    def take_out(self, number: int, key: str) -> None:
        """Take a block out, with what is plugged into it; what stands in its arms moves to its place."""
        blocks: Blocks = self.targets[number]["blocks"]
        block = blocks.pop(key, None)
        if block is None:
            return
        arms = [given[1] for name in _BODIES if isinstance(given := block.get("inputs", {}).get(name), list)]
        row = [arm for arm in arms if isinstance(arm, str) and arm in blocks] + [block.get("next")]
        for name, given in block.get("inputs", {}).items():
            if name not in _BODIES:
                for plugged in given[1:]:
                    self._drop_tree(blocks, plugged)
        self._link(blocks, row)
        self._replace(blocks, block, key, row[0])

    def add_lonely(self, number: int, opcode: str) -> str:
        """Put a block on the desk that nothing starts; returns its id."""
        blocks: Blocks = self.targets[number].setdefault("blocks", {})
        key = f"mutant{len(blocks)}"
        blocks[key] = {
            "opcode": opcode, "next": None, "parent": None, "inputs": {}, "fields": {}, "shadow": False,
            "topLevel": True, "x": 900, "y": 900,
        }  # fmt: skip
        return key

    def append(self, number: int, opcode: str, script: str) -> None:
        """Put a block at the end of a script."""
        last = list(self.chain(number, script))[-1]
        key = self.add_lonely(number, opcode)
        blocks = self.blocks(number)
        blocks[last]["next"] = key
        blocks[key].update(parent=last, topLevel=False)

    def _link(self, blocks: Blocks, row: list[Any]) -> None:
        """Let the end of each piece lead to the next piece."""
        for first, following in pairwise(row):
            last = first
            while blocks[last].get("next") in blocks:
                last = blocks[last]["next"]
            blocks[last]["next"] = following
            if following in blocks:
                blocks[following]["parent"] = last

    def _replace(self, blocks: Blocks, block: dict[str, Any], key: str, by: str | None) -> None:
        parent = blocks.get(block.get("parent") or "")
        if by in blocks and by is not None:
            blocks[by].update(parent=block.get("parent"), topLevel=bool(block.get("topLevel")))
            blocks[by].update({name: block[name] for name in ("x", "y") if name in block})
        if parent is None:
            return
        if parent.get("next") == key:
            parent["next"] = by
        for name, given in list(parent.get("inputs", {}).items()):
            if key not in given[1:]:
                continue
            rest = [one for one in given[1:] if one != key]
            if by is not None:
                parent["inputs"][name] = [given[0], by, *rest]
            elif rest:
                parent["inputs"][name] = [1, rest[0]]
            else:
                del parent["inputs"][name]

    def _drop_tree(self, blocks: Blocks, key: Any) -> None:
        block = blocks.pop(key, None) if isinstance(key, str) else None
        for given in (block or {}).get("inputs", {}).values():
            for inner in given[1:]:
                self._drop_tree(blocks, inner)
