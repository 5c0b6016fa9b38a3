"""A desk that is killed with -9 while it decides and publishes, with the clock set back: what was said is saved."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
from pathlib import Path

from grading.cli import main
from grading.results.decision_store import DecisionStore
from grading.results.receipts import ReceiptBook
from grading.results.store import ResultStore
from itembank.base.errors import ExitCode
from itembank.sealing.keys import SigningKey
from tests.builders import MADE
from tests.grading.results.test_store import ESSAY, result, run_input

ROOT = Path(__file__).resolve().parents[2]
KILLS = 3
MOST_LINES = 12
SEED = int(os.environ.get("JIKAO_SEED", "20261126"))

# Decides and publishes until it is killed; a line is written when something was stored. Each hour is before the last.
PROGRAM = """
import itertools, pickle, sys
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from grading.results.decision_store import DecisionStore
from grading.results.decisions import DecisionRole, Place
from grading.results.receipts import ReceiptBook
from grading.results.store import ResultStore
from itembank.sealing.keys import SigningKey
from tests.builders import MADE
from tests.grading.results.test_store import ESSAY

folder, raw, run = pickle.load(sys.stdin.buffer)
store = ResultStore.in_file(Path(folder) / "results.db")
decisions = DecisionStore(store.engine)
decisions.note_in(ReceiptBook(Path(folder) / "wang.receipts"))
for n in itertools.count():
    place = Place(f"{n % 40:02}", "H1", 0, "e")
    made = MADE - timedelta(hours=n)
    share = Fraction(n % 5, 4)
    decisions.decide(place, ESSAY, share=share, signer=SigningKey(raw), role=DecisionRole.MARKING, made=made)
    print(decisions.head().number, flush=True)
    if n % 3 == 2:
        head = decisions.head()
        store.publish(run, "中心", made, decisions=head.number, head=head.digest)
        print("published", flush=True)
"""


def test_nothing_that_was_said_to_be_saved_is_lost_and_the_chain_goes_on(tmp_path, capsys):
    draw, signer = random.Random(SEED), SigningKey.generate()
    store = ResultStore.in_file(tmp_path / "results.db")
    run = store.add_run(run_input(), [result(f"{n:02}", 0, ESSAY) for n in range(40)], MADE)
    DecisionStore(store.engine).add_marker("王老师", signer.public, by="中心", made=MADE)
    given, saved, published = pickle.dumps((str(tmp_path), signer.private_bytes(), run)), 0, 0
    for _kill in range(KILLS):
        said = said_until_killed(given, draw.randrange(1, MOST_LINES))
        saved = max([saved, *(int(line) for line in said if line != "published")])
        published += said.count("published")
        decisions = DecisionStore(store.engine)
        assert decisions.head().number >= saved
        assert decisions.head().number <= saved + 1, "at most what it was about to say"
        publication = store.find_publication()
        assert (publication is not None) or not published
        saved = decisions.head().number
    store.close()
    receipts = tmp_path / "wang.receipts"
    assert len(ReceiptBook(receipts).receipts()) >= saved - KILLS
    assert main(["verify", f"--results={tmp_path / 'results.db'}", f"--receipts={receipts}"]) == ExitCode.OK
    assert f"人工评定 {saved} 条，签名与顺序校验通过" in capsys.readouterr().out


def said_until_killed(given: bytes, lines: int) -> list[str]:
    """Let the program work until it has said so many lines, then kill it; returns all it said."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(given)
        program.stdin.close()
        said = [program.stdout.readline().decode().strip() for _line in range(lines)]
        program.kill()
        return [*said, *(line.decode().strip() for line in program.stdout.readlines() if line.endswith(b"\n"))]
