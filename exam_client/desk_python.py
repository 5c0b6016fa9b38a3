"""The desk's answers to the Python editor: what `exam_client.desk.Desk` says when a screen asks about programs."""

from __future__ import annotations

from exam_client.coding.fullwidth import find_full_width
from exam_client.coding.views import FullWidthMark
from exam_client.face import DeskFace
from exam_client.held import Parts


class PythonDesk(DeskFace):
    """Translates the intentions of the editor into calls of `programming`; `Desk` is one, and knows the parts."""

    def readSource(self, item: str, path: str) -> str:
        """Return the text of a program file."""
        parts = self._parts
        return parts.programming.read(item, path) if parts else ""

    def typeSource(self, item: str, unwritten: bool) -> None:  # noqa: FBT001 - called from a Qt signal
        """Know of text that is not written yet."""
        parts = self._answering
        if parts is not None:
            parts.programming.typed(item, unwritten=unwritten)

    def writeSource(self, item: str, path: str, text: str) -> None:
        """Save the editor's text."""
        parts = self._answering
        if parts is not None:
            parts.programming.write(item, path, text)

    def checkSource(self, text: str) -> tuple[FullWidthMark, ...]:
        """Return the full-width punctuation."""
        return find_full_width(text)

    def runProgram(self, item: str, path: str) -> None:
        """Run a program file."""
        parts = self._answering
        if parts is not None:
            parts.programming.run(item, path)

    def sendInput(self, line: str) -> None:
        """Feed the running program."""
        parts = self._parts
        if parts is not None:
            parts.programming.send_line(line)

    def endInput(self) -> None:
        """Close the running program's input."""
        parts = self._parts
        if parts is not None:
            parts.programming.end_input()

    def stopProgram(self) -> None:
        """Stop the running program."""
        parts = self._parts
        if parts is not None:
            parts.programming.stop()

    def runSamples(self, item: str, path: str) -> None:
        """Run the sample tests."""
        parts = self._answering
        if parts is not None:
            parts.programming.run_samples(item, path)

    @property
    def _parts(self) -> Parts | None:
        raise NotImplementedError

    @property
    def _answering(self) -> Parts | None:
        raise NotImplementedError
