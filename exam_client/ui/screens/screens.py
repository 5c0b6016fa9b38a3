"""All main screens of one window, made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exam_client.ui.look import Look
from exam_client.ui.parts.page import CardPage
from exam_client.ui.screens.before_start import RulesScreen, WaitingStartScreen
from exam_client.ui.screens.ending import HandingInScreen, ReceiptScreen
from exam_client.ui.screens.enrolment import EnrolmentScreen
from exam_client.ui.screens.finding import FindingScreen
from exam_client.ui.screens.hold import HoldScreen
from exam_client.ui.screens.identity import IdentityScreen
from exam_client.ui.screens.login import LoginScreen
from exam_client.ui.screens.trial import TrialScreen
from exam_client.ui.stage import Stage


@dataclass(frozen=True, slots=True)
class Screens:
    """The screens by their names; the paper is made anew for each attempt and not here."""

    finding: FindingScreen
    enrolment: EnrolmentScreen
    login: LoginScreen
    identity: IdentityScreen
    rules: RulesScreen
    trial: TrialScreen
    waiting_start: WaitingStartScreen
    hold: HoldScreen
    handing_in: HandingInScreen
    receipt: ReceiptScreen

    @classmethod
    def make(cls, look: Look, switch: Callable[[], None] | None = None) -> Screens:
        """Make all of them; `switch` switches the input method."""
        return cls(
            finding=FindingScreen(look),
            enrolment=EnrolmentScreen(look),
            login=LoginScreen(look),
            identity=IdentityScreen(look),
            rules=RulesScreen(look),
            trial=TrialScreen(look, switch),
            waiting_start=WaitingStartScreen(look),
            hold=HoldScreen(look),
            handing_in=HandingInScreen(look),
            receipt=ReceiptScreen(look),
        )

    def by_stage(self) -> dict[Stage, CardPage]:
        """Return the screens by stage."""
        return {
            Stage.FINDING: self.finding,
            Stage.ENROLMENT: self.enrolment,
            Stage.LOGIN: self.login,
            Stage.IDENTITY: self.identity,
            Stage.RULES: self.rules,
            Stage.TRIAL: self.trial,
            Stage.WAITING_START: self.waiting_start,
            Stage.HOLD: self.hold,
            Stage.HANDING_IN: self.handing_in,
            Stage.RECEIPT: self.receipt,
        }
