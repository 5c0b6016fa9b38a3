"""From an older schema to this one: one function a step, all in one transaction.

There is no older schema yet. A step for version n is entered in `STEPS` under
n and leads to n + 1; it is tested with a bank written by version n.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, insert, inspect, select

from itembank.bank.errors import BankError
from itembank.bank.schema import SCHEMA, SCHEMA_VERSION, create_tables
from itembank.base.errors import ExitCode
from itembank.base.i18n import _

Migration = Callable[[Connection], None]
STEPS: Mapping[int, Migration] = {}


def write_new(connection: Connection, at: str) -> None:
    """Create the tables of a new bank; refuses a database that already has tables of ours."""
    if inspect(connection).has_table(SCHEMA.name):
        raise BankError(
            _("这里已经有一个题库，没有改动它。"), hint=_("换一个位置，或直接使用现有的题库。"), code=ExitCode.REFUSED
        )
    create_tables(connection)
    connection.execute(insert(SCHEMA).values(version=SCHEMA_VERSION, at=at))


def bring_up_to_date(
    connection: Connection, at: str, steps: Mapping[int, Migration] = STEPS, wanted: int = SCHEMA_VERSION
) -> None:
    """Run the steps from the stored schema version to `wanted`; refuses a newer or foreign database."""
    if not inspect(connection).has_table(SCHEMA.name):
        raise BankError(_("这不是题库文件。"), hint=_("用 itembank init 新建题库，或检查 --bank 的位置。"))
    found = max(connection.execute(select(SCHEMA.c.version)).scalars(), default=0)
    if found > wanted:
        raise BankError(
            _("题库由更新版本的程序建立（结构版本 {found}，本程序为 {own}）。").format(found=found, own=wanted),
            hint=_("请升级本程序。"),
            code=ExitCode.ENVIRONMENT,
        )
    for version in range(found, wanted):
        steps[version](connection)
        connection.execute(insert(SCHEMA).values(version=version + 1, at=at))
