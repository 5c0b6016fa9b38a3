"""What a check type is: its name, its parameters with their units, and the function that looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import msgspec

from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found, unjudged
from grading.checks.subject import Subject
from itembank.model.checks import CheckCall
from itembank.model.codec import ModelError, Value, from_builtins

P = TypeVar("P", bound="Parameters")


class Parameters(Value, frozen=True):
    """Base of the parameters of a check type; unknown names are refused."""


def joined(where: type[Parameters], what: type[Parameters]) -> type[Parameters]:
    """Return the parameters of a place and of a property together, with the words of both."""
    fields = [
        (one.name, one.type) if one.required else (one.name, one.type, one.default)
        for one in msgspec.structs.fields(what)
    ]
    namespace = {"__doc__": f"{where.__doc__} {what.__doc__}"}
    name = f"{where.__name__}{what.__name__}"
    made = msgspec.defstruct(name, fields, bases=(where,), namespace=namespace, frozen=True, kw_only=True)
    return cast("type[Parameters]", made)


class NoParameters(Parameters, frozen=True):
    """A check type without parameters."""


@dataclass(frozen=True)
class CheckType(Generic[P]):
    """A check type. `look(subject, file, parameters)` may raise `NotThereError` or `CannotJudgeError`."""

    name: str
    title: str
    parameters: type[P]
    look: Callable[[Subject, str, P], Finding]

    def parse(self, call: CheckCall) -> P:
        """Return the call's parameters; raises `ModelError` naming what is wrong."""
        return from_builtins(self.parameters, call.parameters)

    def run(self, call: CheckCall, subject: Subject) -> Finding:
        """Carry out one call."""
        try:
            return self.look(subject, call.file, self.parse(call))
        except NotThereError as error:
            return found(is_met=False, sentence=str(error), place=call.file)
        except (CannotJudgeError, ModelError) as error:
            return unjudged(str(error), place=call.file)


AnyCheckType = CheckType[Any]
