"""A web page as data: its elements in document order, and how its bytes were to be read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import msgspec


class Node(msgspec.Struct, frozen=True, omit_defaults=True):
    """One element: `parent` is its parent's place in the list (-1 for the root), `tail` the text behind its end."""

    tag: str
    parent: int
    attributes: dict[str, str] = {}
    text: str = ""
    tail: str = ""


class WebPage(msgspec.Struct, frozen=True, tag="page", omit_defaults=True, dict=True):
    """A page; `declared` is the encoding its meta element names, `encoding` the one its bytes really are in.

    `quirks` says that browsers show it as they did before there were standards: no doctype, or an old one.
    """

    nodes: tuple[Node, ...] = ()
    encoding: str = ""
    declared: str = ""
    doctype: bool = False
    quirks: bool = False

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The places of every element's children."""
        found: dict[int, list[int]] = {}
        for place, node in enumerate(self.nodes):
            found.setdefault(node.parent, []).append(place)
        return found

    @cached_property
    def rank(self) -> dict[int, int]:
        """Every element's number among its siblings, from 0."""
        return {place: number for own in self.children.values() for number, place in enumerate(own)}

    def text(self, place: int) -> str:
        """Return the text inside an element, that of scripts and styles left out."""
        node = self.nodes[place]
        if node.tag in {"script", "style"}:
            return ""
        inner = "".join(self.text(child) + self.nodes[child].tail for child in self.children.get(place, ()))
        return node.text + inner

    def below(self, place: int) -> Iterator[int]:
        """Yield the places of all elements inside one."""
        for child in self.children.get(place, ()):
            yield child
            yield from self.below(child)

    def above(self, place: int) -> Iterator[int]:
        """Yield the places of the elements around one, the nearest first."""
        parent = self.nodes[place].parent
        while parent >= 0:
            yield parent
            parent = self.nodes[parent].parent

    def all(self, tag: str) -> list[int]:
        """Return the places of all elements with a tag."""
        return [place for place, node in enumerate(self.nodes) if node.tag == tag]
