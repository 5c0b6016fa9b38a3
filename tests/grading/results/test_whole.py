"""A stored run that is no longer what was stored: nothing is made of it, whatever was touched."""

from __future__ import annotations

import sqlite3

import pytest

from grading.cli import main
from grading.results.errors import ResultsError
from grading.results.store import ResultStore
from itembank.base.errors import ExitCode
from tests.builders import MADE
from tests.grading.results.test_store import result, rows, run_input
from tests.grading.runs.city import two_rooms

POINTS = 'UPDATE results SET result = CAST(replace(result, \'"points":"50"\', \'"points":"51"\') AS BLOB)'
DAMAGE = {
    "a point": POINTS,
    "a bit that makes a text of bytes": "UPDATE results SET result = CAST(result AS TEXT)",
    "a candidate who is gone": "DELETE FROM results WHERE candidate = '01'",
    "a candidate who was copied": "INSERT INTO results SELECT run, '03', result, open_items FROM results LIMIT 1",
    "what waits for people": "UPDATE results SET open_items = 1",
}


def damage(path, statement: str) -> None:
    with sqlite3.connect(path) as database:
        assert database.execute(statement).rowcount
    database.close()


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE.keys())
def test_whatever_was_damaged_is_noticed(tmp_path, statement):
    store = ResultStore.in_file(tmp_path / "r.db")
    run = store.add_run(run_input(), [result("01", 50), result("02", 50)], MADE)
    store.require_whole(run)
    damage(tmp_path / "r.db", statement)
    with pytest.raises(ResultsError, match="与保存时不同"):
        store.require_whole(run)
    store.close()


def test_no_verb_makes_anything_of_results_that_were_damaged(tmp_path, capsys):
    city = two_rooms(tmp_path)
    keys = [f"--key={city.sources.key}", f"--package={city.sources.package}", f"--centre={city.sources.centres[0]}"]
    card, results = f"--room-card={city.sources.room_cards[0]}", f"--results={tmp_path / 'results.db'}"
    marking = ["score", *keys, card, results, "--engine=serial"]
    assert main([*marking, *map(str, city.bundles)]) == ExitCode.INCOMPLETE
    damage(tmp_path / "results.db", POINTS)
    out = tmp_path / "out"
    out.mkdir()
    for verb in (
        ["export", results, f"--out={out}"],
        ["report", *keys, results, f"--out={out}"],
        ["explain", results, f"--out={out / 'e.pdf'}", "0031001"],
        ["diff", results, f"--out={out / 'd.xlsx'}"],
        ["unmatched", results],
        ["runs", results, "--publish=latest", "--by=中心", "--incomplete"],
        [*marking, "--candidate=0031001", *map(str, city.bundles)],
    ):
        capsys.readouterr()
        assert main(verb) == ExitCode.REFUSED, verb[0]
        assert "与保存时不同" in capsys.readouterr().err
    assert list(out.iterdir()) == []
    store = ResultStore.in_file(tmp_path / "results.db")
    assert (len(store.runs()), store.find_publication()) == (1, None)
    store.close()


def test_a_run_is_read_as_it_was_stored_on_every_engine(store):
    store.add_run(run_input(), [result("02"), result("01")], MADE)
    run = run_input().run_id()
    assert [data for _number, data in rows(result("01"), result("02"))] == list(store.stored(run))


def test_of_a_run_that_was_stored_without_a_digest_nothing_is_known(tmp_path):
    store = ResultStore.in_file(tmp_path / "r.db")
    store.add_run(run_input(), [result("01")], MADE)
    damage(tmp_path / "r.db", "UPDATE results SET open_items = 7")
    with pytest.raises(ResultsError, match="与保存时不同"):
        store.require_whole(run_input().run_id())
    damage(tmp_path / "r.db", "DELETE FROM run_digests")
    store.require_whole(run_input().run_id())
    store.close()
