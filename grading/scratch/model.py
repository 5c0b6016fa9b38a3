"""A Scratch project as data: the stage, its sprites, and their scripts as trees of blocks.

Opcodes keep Scratch's own names ("motion_movesteps", "event_whenflagclicked").
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """One block of a script.

    `fields` are choices ("KEY_OPTION": "space"), `values` what was typed into its holes ("STEPS": "10"), `inputs`
    the blocks that sit in holes, `bodies` the blocks inside its arms (SUBSTACK, SUBSTACK2; an empty first arm is an
    empty body). Menus that Scratch keeps as blocks of their own are folded into `values`. The holes of a block that a
    pupil made are "1", "2" ... in the order of its `proccode`, not the ids that every project draws anew.
    """

    opcode: str
    fields: dict[str, str] = {}
    values: dict[str, str] = {}
    inputs: dict[str, Block] = {}
    bodies: tuple[tuple[Block, ...], ...] = ()

    def all(self) -> Iterator[Block]:
        """Yield the block and everything in it."""
        yield self
        for one in self.inputs.values():
            yield from one.all()
        for body in self.bodies:
            for one in body:
                yield from one.all()


class Script(msgspec.Struct, frozen=True, omit_defaults=True):
    """Blocks one below the other; it runs by itself only when the first is a hat (see `starts`)."""

    blocks: tuple[Block, ...]

    def all(self) -> Iterator[Block]:
        """Yield every block of the script, those inside others too."""
        for block in self.blocks:
            yield from block.all()

    @property
    def starts(self) -> bool:
        """Tell whether something makes the script run."""
        return is_hat(self.blocks[0].opcode)


class Variable(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    value: str = ""
    is_list: bool = False


class Target(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sprite, or the stage with its backdrops as costumes."""

    name: str
    is_stage: bool = False
    costumes: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    scripts: tuple[Script, ...] = ()
    visible: bool = True
    x: int = 0
    y: int = 0
    size: int = 100
    direction: int = 90
    rotation_style: str = ""
    draggable: bool = False
    digest: str = ""
    """SHA-256 of everything the target is: tells a changed sprite from the one that was handed out."""

    def blocks(self) -> Iterator[Block]:
        """Yield every block of the target's scripts."""
        for script in self.scripts:
            yield from script.all()


class ScratchProject(msgspec.Struct, frozen=True, tag="scratch", omit_defaults=True):
    """A whole project; `broadcasts` are the names of its messages, `extensions` such as "pen"."""

    targets: tuple[Target, ...]
    broadcasts: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()

    @property
    def sprites(self) -> tuple[Target, ...]:
        return tuple(target for target in self.targets if not target.is_stage)

    def blocks(self) -> Iterator[Block]:
        """Yield every block of the project."""
        for target in self.targets:
            yield from target.blocks()

    def live_blocks(self) -> Iterator[Block]:
        """Yield every block of scripts that something starts."""
        for target in self.targets:
            for script in target.scripts:
                if script.starts:
                    yield from script.all()


PROTOTYPE = "procedures_prototype"
"""The block inside a definition that says what the new block looks like."""

HATS = frozenset({"control_start_as_clone", "procedures_definition"})


def is_hat(opcode: str) -> bool:
    """Tell whether a block makes what is below it run: by the player, by a message, as a clone, or when called.

    Scratch and its extensions call their hats "when ...": event_whenflagclicked, ev3_whenButtonPressed.
    """
    return opcode in HATS or opcode.partition("_")[2].lower().startswith("when")
