"""One desk connection while it lasts: who it is, where it stands, what it last told. Gone after a restart."""

from __future__ import annotations

from dataclasses import dataclass, field

from exam_server.protocol.desk import DeskFacts, Progress
from exam_server.protocol.states import LinkState

NO_FACTS = DeskFacts(version="", system="", screen="")


@dataclass(slots=True, eq=False)
class Link:
    """`candidate` is who identified here, `attempt` what this desk holds, `heard_ms` when it last spoke."""

    number: int
    address: str
    heard_ms: int
    state: LinkState = LinkState.CONNECTED
    desk: str = ""
    secret_sha256: bytes = b""
    seat: str = ""
    token: str = ""
    facts: DeskFacts = NO_FACTS
    candidate: str = ""
    desk_key: bytes = b""
    attempt: str = ""
    epoch: int = 0
    parts: frozenset[str] = frozenset()
    progress: Progress | None = None
    progress_ms: int = 0
    hand_raised: bool = False
    incidents: int = 0
    told: set[str] = field(default_factory=set)

    @property
    def is_enrolled(self) -> bool:
        """Whether the room knows this desk."""
        return self.state not in {LinkState.CONNECTED, LinkState.ENROLLING}

    @property
    def is_holding(self) -> bool:
        """Whether this desk holds an attempt, handed in or not."""
        return self.state in {LinkState.HOLDING, LinkState.HANDED_IN}

    def let_go(self) -> None:
        """Return to the first screen: nobody is identified here."""
        self.state = LinkState.ENROLLED
        self.candidate = ""
        self.desk_key = b""
        self.attempt = ""
        self.epoch = 0
        self.progress = None
        self.hand_raised = False
