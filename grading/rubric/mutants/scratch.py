"""Undoes what the X checks look for in a project: a block is left out, a number mistyped, a loop unrolled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from grading.checks.scratch_blocks import HAT_WORDS, INITIAL, KINDS
from grading.rubric.mutants.project import OpenedProject

Parameters = dict[str, Any]
Edit = Callable[[OpenedProject], None]
Way = Callable[[OpenedProject, Parameters], Iterable[Edit]]
SAYS = KINDS["say"][1] | KINDS["ask"][1]
OTHER_TEXT = "？"
MOST_BLOCKS = 60


def undo_project(kind: str, parameters: Parameters, data: bytes) -> Iterator[bytes]:
    """Yield the project with one thing undone, the likeliest way first, in the end without single blocks."""
    try:
        project = OpenedProject(data)
    except ValueError:
        return
    for edit in (*(WAYS[kind](project, parameters) if kind in WAYS else ()), *_single(project)):
        changed = OpenedProject(data)
        edit(changed)
        yield changed.to_bytes()


def opcodes(word: str) -> frozenset[str]:
    """Return the opcodes that a word of a rubric stands for."""
    return KINDS[word][1] if word in KINDS else frozenset({word})


def without(number: int, *keys: str) -> Edit:
    """Take blocks out of a target."""

    def edit(project: OpenedProject) -> None:
        for key in keys:
            project.take_out(number, key)

    return edit


def altered(number: int, key: str, name: str) -> Edit:
    """Give a value or a choice of a block another content."""

    def edit(project: OpenedProject) -> None:
        blocks = project.blocks(number)
        fields = blocks[key].get("fields", {})
        if name in fields:
            fields[name][0] = another(str(fields[name][0]))
            return
        for given in blocks[key].get("inputs", {}).get(name, [])[1:]:
            if isinstance(given, list) and len(given) > 1:
                given[1] = another(str(given[1]))
            elif isinstance(given, str) and blocks.get(given, {}).get("shadow"):
                for field in blocks[given].get("fields", {}).values():
                    field[0] = another(str(field[0]))

    return edit


def another(text: str) -> str:
    """Return another number for a number, another text for a text."""
    try:
        return str(int(text) + 1)
    except ValueError:
        return OTHER_TEXT


def _single(project: OpenedProject) -> Iterator[Edit]:
    found = [(number, key) for number in range(len(project.targets)) for key in project.blocks(number)]
    for number, key in found[:MOST_BLOCKS]:
        yield without(number, key)


def _of(project: OpenedProject, parameters: Parameters, wanted: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield target and id of the blocks with certain opcodes in the sprites that are meant."""
    for number in project.meant(str(parameters.get("sprite", ""))):
        for key, block in project.blocks(number).items():
            if block.get("opcode") in wanted:
                yield number, key


def _all_out(found: Iterable[tuple[int, str]], spared: int = 0) -> Iterator[Edit]:
    """Take all out but so many."""
    places = list(found)[spared:]
    if places:
        yield _together([without(number, key) for number, key in places])


def _together(edits: Iterable[Edit]) -> Edit:
    kept = list(edits)

    def edit(project: OpenedProject) -> None:
        for one in kept:
            one(project)

    return edit


def _hat(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    event = str(parameters.get("event", "flag"))
    found = list(_of(project, parameters, frozenset({HAT_WORDS.get(event, event)})))
    value = str(parameters.get("value", ""))
    if value:
        yield _together(
            altered(number, key, name) for number, key in found for name in _with(project, number, key, value)
        )
    yield from _all_out(found)


def _with(project: OpenedProject, number: int, key: str, value: str) -> list[str]:
    """Return the names of a block's fields that have a value."""
    block = project.blocks(number)[key]
    names = [name for name, field in block.get("fields", {}).items() if field[0] == value]
    return names or [*block.get("inputs", {})]


def _uses(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    spared = max(int(parameters.get("at_least", 1)), 1) - 1
    yield from _all_out(_of(project, parameters, opcodes(parameters["block"])), spared)


def _avoids(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    opcode = min(opcodes(parameters["block"]))
    for number in project.meant(str(parameters.get("sprite", ""))):
        for key, block in project.blocks(number).items():
            if block.get("topLevel") and block.get("next"):
                yield _appending(number, opcode, key)


def _appending(number: int, opcode: str, script: str) -> Edit:
    def edit(project: OpenedProject) -> None:
        project.append(number, opcode, script)

    return edit


def _steps(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    """Mistype a value of a step, the first steps first; then leave a step out, the last first."""
    steps = list(_flat(parameters["steps"]))
    for step in steps:
        for name, value in step.get("values", {}).items():
            found = list(_of(project, parameters, opcodes(step["block"])))
            same = [(number, key) for number, key in found if value in _values(project, number, key)]
            for number, key in same:
                yield altered(number, key, name)
            yield _together(altered(number, key, name) for number, key in same)
    for step in reversed(steps):
        found = list(_of(project, parameters, opcodes(step["block"])))
        for number, key in found:
            yield without(number, key)
        yield from _all_out(found)


def _flat(steps: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for step in steps:
        yield step
        yield from _flat(step.get("inside", ()))


def _values(project: OpenedProject, number: int, key: str) -> set[str]:
    blocks = project.blocks(number)
    block = blocks[key]
    found = {str(field[0]) for field in block.get("fields", {}).values()}
    for given in block.get("inputs", {}).values():
        for inner in given[1:]:
            if isinstance(inner, list) and len(inner) > 1:
                found.add(str(inner[1]))
            elif isinstance(inner, str):
                found |= {str(field[0]) for field in blocks.get(inner, {}).get("fields", {}).values()}
    return found


def _variable(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    field, name = "LIST" if parameters.get("list") else "VARIABLE", parameters.get("name", "")
    yield from _all_out(
        (number, key)
        for number in range(len(project.targets))
        for key, block in project.blocks(number).items()
        if field in block.get("fields", {}) and name in {"", block["fields"][field][0]}
    )


def _message(project: OpenedProject, _parameters: Parameters) -> Iterator[Edit]:
    yield from _all_out(_of(project, {}, frozenset({"event_broadcast", "event_broadcastandwait"})))
    yield from _all_out(_of(project, {}, frozenset({"event_whenbroadcastreceived"})))


def _clones(project: OpenedProject, _parameters: Parameters) -> Iterator[Edit]:
    yield from _all_out(_of(project, {}, frozenset({"control_create_clone_of"})))


def _custom_block(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    yield from _all_out(_of(project, parameters, frozenset({"procedures_call"})))


def _initialised(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    """Leave out the first setting, and keep those inside loops and other scripts."""
    wanted, name = INITIAL[parameters["what"]][1], parameters.get("name", "")
    found = []
    for number, hat in _of(project, parameters, frozenset({"event_whenflagclicked"})):
        for key in project.chain(number, hat):
            is_named = not name or name in _values(project, number, key)
            if project.blocks(number)[key]["opcode"] in wanted and is_named:
                found.append((number, key))
    yield from _all_out(found)


def _dead_scripts(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    def edit(changed: OpenedProject) -> None:
        changed.add_lonely(number, "looks_show")

    for number in project.meant(str(parameters.get("sprite", ""))):
        if project.blocks(number):
            yield edit
            return


def _sprite(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    for number in project.meant(str(parameters["name"])):
        yield _set(number, name=OTHER_TEXT)


def _fewer_sprites(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    sprites = [number for number, one in enumerate(project.targets) if not one.get("isStage")]
    surplus = sprites[max(int(parameters.get("at_least", 1)) - 1, 0) :]

    def edit(changed: OpenedProject) -> None:
        for number in reversed(surplus):
            del changed.targets[number]

    yield edit


def _set(number: int, **values: Any) -> Edit:
    def edit(project: OpenedProject) -> None:
        project.targets[number].update(values)

    return edit


def _assets(field: str, *, stage: bool | None) -> Way:
    def way(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
        name = parameters.get("name", "")
        left = max(int(parameters.get("at_least", 1)) - 1, 0)
        numbers = [
            number
            for number in (range(len(project.targets)) if stage else project.meant(str(parameters.get("sprite", ""))))
            if stage is None or bool(project.targets[number].get("isStage")) is stage
        ]

        def renamed(changed: OpenedProject) -> None:
            for number in numbers:
                for one in changed.targets[number].get(field, ()):
                    one["name"] = OTHER_TEXT if one.get("name") == name else one.get("name")

        def fewer(changed: OpenedProject) -> None:
            for number in numbers:
                changed.targets[number][field] = changed.targets[number].get(field, [])[:left]

        if name:
            yield renamed
        yield fewer

    return way


def _says(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    text = str(parameters.get("text", ""))
    found = [
        (number, key)
        for number, key in _of(project, parameters, SAYS)
        if any(text in value for value in _values(project, number, key))
    ]
    yield _together(altered(number, key, name) for number, key in found for name in ("MESSAGE", "QUESTION"))
    yield from _all_out(found)


def _placed(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    for number in project.meant(str(parameters["sprite"]))[:1]:
        own = project.targets[number]
        moved = {name: own.get(name, 0) + 50 for name in ("x", "y", "size") if parameters.get(name) is not None}
        if parameters.get("visible") is not None:
            moved["visible"] = not parameters["visible"]
        yield _set(number, **moved)


def _extension(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    prefix = f"{parameters['name']}_"
    yield from _all_out(
        (number, key)
        for number in range(len(project.targets))
        for key, block in project.blocks(number).items()
        if str(block.get("opcode", "")).startswith(prefix)
    )


def _untouched(project: OpenedProject, parameters: Parameters) -> Iterator[Edit]:
    for name in parameters["sprites"]:
        for number in project.meant(str(name)):
            yield _set(number, x=project.targets[number].get("x", 0) + 7)


WAYS: dict[str, Way] = {
    "X.hat": _hat,
    "X.uses": _uses,
    "X.avoids": _avoids,
    "X.blocks": _steps,
    "X.variable": _variable,
    "X.message": _message,
    "X.clones": _clones,
    "X.custom_block": _custom_block,
    "X.initialised": _initialised,
    "X.no_dead_scripts": _dead_scripts,
    "X.sprite": _sprite,
    "X.sprite_count": _fewer_sprites,
    "X.costume": _assets("costumes", stage=False),
    "X.backdrop": _assets("costumes", stage=True),
    "X.sound": _assets("sounds", stage=None),
    "X.says": _says,
    "X.placed": _placed,
    "X.extension": _extension,
    "X.untouched": _untouched,
}
