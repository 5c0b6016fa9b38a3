"""Whether the rubric of a practical task has passed its test on exactly the files the bank holds.

Imports no grader: the certificate carries what every case gave, and the rules
for it are the model's (`itembank.model.certificate`).
"""

from __future__ import annotations

from itembank.bank.record import BankItem
from itembank.base.i18n import _
from itembank.model.certificate import lacks_resave, refusals
from itembank.model.items.practical import StarterFile
from itembank.model.marking import RubricScoring


def untested(item: BankItem) -> list[str]:
    """Return why a task may not be sealed; nothing for a tested task and for other items."""
    scoring = item.marking.scoring
    if not isinstance(scoring, RubricScoring):
        return []
    if item.certificate is None:
        return [_("没有评分标准的自测证书")]
    return list(refusals(item.certificate, scoring.rubric, scoring.starter, _by_path(item.model_files)))


def is_not_resaved(item: BankItem) -> bool:
    """Tell whether office files were tested, but not after a re-save by another program."""
    return item.certificate is not None and lacks_resave(item.certificate, _by_path(item.model_files))


def _by_path(files: tuple[StarterFile, ...]) -> dict[str, str]:
    return {file.path: file.media for file in files}
