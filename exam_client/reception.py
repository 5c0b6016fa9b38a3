"""From the first search to the admission: find the room, be enrolled, say who sits here. Sends only on occasions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from exam_client.attempt.states import DeskInput, DeskState, may_happen
from exam_client.attempt.views import Person
from exam_client.net.heard import LossReason, Lost, Opened, PartGrown, PhotoFetched, RoomsHeard
from exam_client.net.identity import (
    DeskIdentity,
    Pairing,
    find_pairing,
    find_seat,
    keep_pairing,
    keep_seat,
    take_identity,
)
from exam_client.net.pinning import Address
from exam_client.net.views import Connection, FoundRoom, PaperFetch, Refusal, RoomView
from exam_client.station import Station
from exam_server.protocol.codes import (
    BAD_ADDRESS,
    BAD_NUMBER,
    DESK_TEXTS,
    NO_PAIRING_CODE,
    OTHER_SERVER,
    REFUSAL_TEXTS,
)
from exam_server.protocol.common import PROTOCOL_VERSION, RefusalCode, Refused
from exam_server.protocol.desk import (
    AdmissionPending,
    ConfirmIdentity,
    DeskFacts,
    DeskHello,
    DeskWelcome,
    Enrolment,
    Identify,
    Identity,
    PaperReady,
)
from exam_server.protocol.pairing import compare_code
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model.ids import CANDIDATE_NUMBER
from itembank.sealing.keys import SigningKey


@dataclass(frozen=True, slots=True)
class HeldEpoch:
    """The attempt and epoch that a running desk holds, for the greeting after a lost connection."""

    attempt: str = ""
    epoch: int = 0


NOTHING_HELD = HeldEpoch()
ALL_CODES = frozenset(RefusalCode)
_NONE: frozenset[RefusalCode] = frozenset()
# What the candidate is told of, by the refused message; a desk asks for most things by itself and tries again.
SHOWN: dict[str, frozenset[RefusalCode]] = {
    **dict.fromkeys(("", "probe", "ready", "begun", "progress", "done", "hand", "incident", "fetch"), _NONE),
    "save": frozenset({RefusalCode.CHAIN_BROKEN, RefusalCode.READ_ONLY, RefusalCode.TOO_LARGE}),
}


@dataclass
class Reception:
    """Everything before an attempt is held; also greets the room again when the connection comes back."""

    station: Station
    facts: Callable[[], DeskFacts]
    held: Callable[[], HeldEpoch]
    rooms: tuple[FoundRoom, ...] = ()
    room: RoomView | None = None
    person: Person | None = None
    photo: bytes = b""
    desk_key: SigningKey | None = None
    _identity: DeskIdentity = field(init=False)
    _seat: str = field(init=False)
    _is_confirmed: bool = False
    _grown: dict[str, int] = field(default_factory=dict)
    _complete: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read who this machine is."""
        self._identity = take_identity(self.station.config.folder, self.station.entropy)
        self._seat = self.station.config.seat or find_seat(self.station.config.folder)

    # ---- the room

    def begin(self) -> None:
        """Connect to the configured or the last room; else look for one."""
        config = self.station.config
        known = find_pairing(config.folder)
        if config.address and config.pairing_code:
            self.choose(config.address, config.pairing_code)
        elif known is not None:
            # The certificate is what is believed, not the address: a configured new one needs no new code.
            self._call(Address.parse(config.address or known.address), fingerprint=known.certificate_sha256)
        if config.discover:
            self.station.link.look()

    def choose(self, address: str, pairing_code: str) -> None:
        """Connect to a room by its code."""
        try:
            parsed = Address.parse(address)
        except JikaoError as error:
            self.station.face.refused.emit(Refusal(BAD_ADDRESS, error.message, error.hint))
            return
        if not pairing_code.strip():
            self._refuse(NO_PAIRING_CODE)
            return
        self._call(parsed, pairing_code=pairing_code)

    def set_seat(self, label: str) -> None:
        """Remember the seat; it is told at the next greeting."""
        self._seat = label.strip()
        with suppress(OSError):  # a desk with a full disk must still be able to say where it stands
            keep_seat(self.station.config.folder, self._seat)
        self.station.link.hang_up()

    def rooms_heard(self, heard: RoomsHeard) -> None:
        """Rooms answered; one known by its certificate is called at its new address."""
        self.rooms = heard.rooms
        self.station.face.roomsFound.emit(heard.rooms)
        if self.station.state in {DeskState.SEARCHING, DeskState.PAIRING}:
            self.station.step(DeskInput.ROOM_FOUND)
        known = find_pairing(self.station.config.folder)
        if known is None or self.station.connection is Connection.ONLINE or self.station.config.address:
            return
        moved = next((room for room in heard.rooms if room.certificate_sha256 == known.certificate_sha256), None)
        if moved is not None and moved.address != known.address:
            self.station.link.call(Address.parse(moved.address), fingerprint=known.certificate_sha256)
            self.station.step(DeskInput.ROOM_CHOSEN)

    def opened(self, opened: Opened) -> None:
        """Greet."""
        self.station.number = opened.connection
        self._remember(opened, "")
        held = self.held()
        self.station.say(
            DeskHello(
                protocol=PROTOCOL_VERSION,
                desk=self._identity.desk,
                secret=self._identity.secret_bytes(),
                facts=self.facts(),
                seat=self._seat,
                attempt=held.attempt,
                epoch=held.epoch,
            )
        )

    def lost(self, lost: Lost) -> None:
        """The connection broke, or the server is another one."""
        self.station.set_connection(Connection.OFFLINE if self.station.welcome else Connection.CONNECTING)
        if lost.reason is LossReason.OTHER_CERTIFICATE and self.station.state is DeskState.CONNECTING:
            self._refuse(OTHER_SERVER)
            self.station.step(DeskInput.ROOM_REJECTED)
            return
        self.station.step(DeskInput.LOST)

    def welcomed(self, welcome: DeskWelcome) -> None:
        """The room greets: enrolled or not yet."""
        station = self.station
        station.welcome = welcome
        station.set_connection(Connection.ONLINE)
        enrolled = welcome.enrolment is Enrolment.ENROLLED
        self.room = RoomView(
            enrolled=enrolled,
            compare=compare_code(self._identity.desk, self._identity.secret_sha256()),
            room=welcome.room,
            seat=welcome.seat,
            title=welcome.title,
            exam=welcome.exam,
            sitting=welcome.sitting,
            rehearsal=welcome.rehearsal,
            rules=welcome.rules,
        )
        station.face.roomChanged.emit(self.room)
        station.step(DeskInput.ENROLLED if enrolled else DeskInput.ENROLMENT_PENDING)
        if not enrolled:
            return
        station.link.set_token(welcome.token)
        self._grown.clear()
        self._complete.clear()
        papers = station.papers
        station.files.run(lambda: papers.keep_only(welcome.parts), lambda _none: None, lambda _error: None)
        station.link.fetch_parts(welcome.parts, welcome.fetch_after_ms)
        if station.state is DeskState.WAITING_ADMISSION and self.person is not None:
            station.say(Identify(candidate=self.person.number))

    def part_grown(self, grown: PartGrown) -> None:
        """A sealed paper is coming in; say so when all are here."""
        welcome = self.station.welcome
        if welcome is None:
            return
        self._grown[grown.part.name] = grown.size_bytes
        if grown.complete:
            self._complete.add(grown.part.name)
        ready = {part.name for part in welcome.parts} <= self._complete
        total = sum(part.size_bytes for part in welcome.parts)
        self.station.face.paperFetched.emit(PaperFetch(sum(self._grown.values()), total, ready))
        if grown.complete:
            self.station.say(PaperReady(parts=tuple(sorted(self._complete))))

    # ---- the candidate

    def type_number(self, number: str) -> None:
        """Ask who this is."""
        typed = number.strip().upper()
        if not CANDIDATE_NUMBER.fullmatch(typed):
            self._refuse(BAD_NUMBER)
            return
        if self.station.step(DeskInput.NUMBER_TYPED):
            self.station.say(Identify(candidate=typed))

    def identified(self, identity: Identity) -> None:
        """The room says who it is; after a lost connection the confirmation goes out again by itself."""
        if not self.station.step(DeskInput.IDENTITY):
            return
        self.person = Person(
            number=identity.candidate,
            name=identity.name,
            school=identity.school,
            class_name=identity.class_name,
            seat=identity.seat,
            has_photo=identity.photo,
            resuming=identity.resuming,
        )
        if self._is_confirmed:
            self._confirm()
            return
        self.photo = b""
        self.station.face.identityShown.emit(self.person)
        if identity.photo:
            self.station.link.fetch_photo(identity.candidate)

    def photo_fetched(self, fetched: PhotoFetched) -> None:
        """The portrait came."""
        if self.person is not None and fetched.candidate == self.person.number and fetched.picture:
            self.photo = fetched.picture
            self.station.face.photoShown.emit(fetched.picture)

    def confirm(self) -> None:
        """是本人."""
        if self.person is not None and self.station.step(DeskInput.CONFIRMED):
            self._is_confirmed = True
            self._confirm()

    def reject(self) -> None:
        """不是本人."""
        if may_happen(self.station.state, DeskInput.NOT_ME):
            self.forget_person()
            self.station.step(DeskInput.NOT_ME)

    def pending(self, _message: AdmissionPending) -> None:
        """Staff were asked; the state says so already."""
        self.station.log.write("admission_pending")

    def refused(self, message: Refused) -> None:
        """The room said no; what concerns only machines is not shown."""
        text = REFUSAL_TEXTS[message.code]
        refusal = Refusal(message.code.value, _(text.sentence), _(text.action), message.detail, message.tries_left)
        self.station.log.write("refused", command=message.to, reason_code=message.code.value)
        if message.code is RefusalCode.VERSION:
            self.station.step(DeskInput.VERSION_REFUSED)
        elif message.to in {"identify", "confirm", "pending"} and may_happen(self.station.state, DeskInput.REFUSED):
            self.forget_person()
            self.station.step(DeskInput.REFUSED)
        if message.code is RefusalCode.VERSION or message.code in SHOWN.get(message.to, ALL_CODES):
            self.station.face.refused.emit(refusal)

    def forget_person(self) -> None:
        """Nobody sits here any more; to be called before the step, because the screens look at once."""
        self.person, self.photo, self.desk_key, self._is_confirmed = None, b"", None, False

    def _confirm(self) -> None:
        if self.person is None:
            return
        self.desk_key = SigningKey.generate(self.station.entropy)
        self.station.say(ConfirmIdentity(candidate=self.person.number, desk_key=self.desk_key.public.raw))

    def _call(self, address: Address, *, pairing_code: str = "", fingerprint: str = "") -> None:
        if self.station.step(DeskInput.ROOM_CHOSEN):
            self.station.set_connection(Connection.CONNECTING)
            self.station.link.call(address, pairing_code=pairing_code, fingerprint=fingerprint)

    def _remember(self, opened: Opened, room: str) -> None:
        known = find_pairing(self.station.config.folder)
        pairing = Pairing(address=opened.address, certificate_sha256=opened.certificate_sha256, room=room)
        if known is None or (known.address, known.certificate_sha256) != (pairing.address, pairing.certificate_sha256):
            with suppress(OSError):  # a desk with a full disk must still be able to greet
                keep_pairing(self.station.config.folder, pairing)

    def _refuse(self, code: str) -> None:
        text = DESK_TEXTS[code]
        self.station.face.refused.emit(Refusal(code, _(text.sentence), _(text.action)))
