"""Correct, re-mark, compare, decide and publish on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from grading.cli import main
from grading.results.decision_store import DecisionStore
from grading.results.decisions import DecisionRole, place_of
from grading.results.store import ResultStore
from itembank.base.errors import ExitCode
from itembank.sealing.keyfiles import read_signing_key
from tests.builders import MADE
from tests.grading.runs.city import two_rooms

ROOT = Path(__file__).resolve().parents[3]
RUN = "import sys; from grading.cli import main; sys.exit(main(sys.argv[1:]))"
BY = ["--by", "王老师", "--reason", "评卷组讨论"]


@pytest.fixture
def city(tmp_path):
    return two_rooms(tmp_path)


@pytest.fixture
def results(tmp_path) -> list[str]:
    return ["--results", str(tmp_path / "results.db")]


def scoring(city, results, *more: str) -> list[str]:
    paths = city.sources
    return [
        "score",
        *("--key", str(paths.key), "--room-card", str(paths.room_cards[0])),
        *("--package", str(paths.package), "--centre", str(paths.centres[0])),
        *results,
        *(more or ("--engine", "serial")),
        *map(str, city.bundles),
    ]


def test_from_the_frequent_wrong_answer_to_the_published_correction(city, results, tmp_path, capsys):
    assert main(scoring(city, results)) == ExitCode.INCOMPLETE
    assert main(["runs", *results, "--publish", first_run(tmp_path), "--by", "中心", "--incomplete"]) == ExitCode.OK
    assert main(["unmatched", *results]) == ExitCode.OK
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "4 人 Q2 RESPONSE “处理器”",
        "2 人 Q2 RESPONSE “内存”",
    ]
    accept = ["correct", "accept", *results, *BY, "--item", "Q2", "--text", "处理器"]
    assert main(accept) == ExitCode.OK
    assert main(accept) == ExitCode.BAD_INPUT, "it holds already"
    assert main(scoring(city, results)) == ExitCode.INCOMPLETE
    capsys.readouterr()
    assert main(["diff", *results, "--json"]) == ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    assert [one["candidate"] for one in found["candidates"]] == ["0031002", "0031005", "0032002", "0032005"]
    assert found["candidates"][1] == {
        "candidate": "0031005",
        "before": "50",
        "after": "80",
        "grade_before": "不合格",
        "grade_after": "合格",
        "items": [{"number": 2, "item": "Q2", "before": "0", "after": "30"}],
    }
    assert [(one["school"], one["changed"], one["candidates"]) for one in found["schools"]] == [
        ("01中学", 2, 5),
        ("02中学", 2, 5),
    ]
    assert main(["diff", *results, "--out", str(tmp_path / "变化.xlsx")]) == ExitCode.OK
    sheet = openpyxl.load_workbook(tmp_path / "变化.xlsx").worksheets[0]
    assert [cell.value for cell in sheet["A"]][1:] == ["0031002", "0031005", "0032002", "0032005"]
    assert main(["correct", "list", *results]) == ExitCode.OK
    assert "* " in capsys.readouterr().out


def test_a_review_of_one_candidate_is_a_run_of_its_own(city, results, tmp_path, capsys):
    main(scoring(city, results))
    review = scoring(city, results, "--engine", "serial", "--candidate", "0031003", "--reason", "成绩复查")
    assert main(review) == ExitCode.INCOMPLETE
    assert main(["runs", *results]) == ExitCode.OK
    assert "复查 1 人" in capsys.readouterr().out
    assert main(scoring(city, results, "--base", first_run(tmp_path))) == ExitCode.USAGE


def test_what_waits_for_people_stops_a_publication_until_they_decided(city, results, tmp_path, capsys):
    main(scoring(city, results))
    run = first_run(tmp_path)
    publish = ["runs", *results, "--publish", run]
    assert main([*publish, "--by", "中心"]) == ExitCode.REFUSED
    assert main(publish) == ExitCode.USAGE
    assert "还有 2 题待人工评定" in capsys.readouterr().err
    assert main(["markers", "policy", *results, "--double", "none", "--by", "中心"]) == ExitCode.OK
    assert main(["markers", "key", str(tmp_path / "li")]) == ExitCode.OK
    assert main(["markers", "add", *results, "--by", "中心", "李老师", str(tmp_path / "li.pub")]) == ExitCode.OK
    decide_all(tmp_path, run)
    assert main([*publish, "--by", "中心"]) == ExitCode.OK
    assert "含人工评定 2 条" in capsys.readouterr().out
    assert main(["export", *results, "--out", str(tmp_path / "out")]) == ExitCode.OK
    totals = {
        row[0].value: row[5].value
        for row in openpyxl.load_workbook(tmp_path / "out" / "成绩.xlsx").worksheets[0].iter_rows(min_row=2)
    }
    assert totals["0031002"] == 10, "half of the free text's 20 points"


def test_a_cluster_gives_the_same_run(city, results, tmp_path):
    pytest.importorskip("distributed")
    assert main(scoring(city, results)) == ExitCode.INCOMPLETE
    cluster = scoring(city, results, "--engine", "dask", "--workers", "1")
    # In a process of its own: a cluster's threads and sockets outlive its closing by a moment.
    done = subprocess.run(
        [sys.executable, "-c", RUN, *cluster], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == ExitCode.INCOMPLETE, done.stderr
    store = ResultStore.in_file(tmp_path / "results.db")
    assert len(store.runs()) == 1, "the same input and the same bytes are the same run"
    store.close()


def test_a_cluster_started_by_two_commands_gives_the_same_run(city, results, tmp_path):
    pytest.importorskip("distributed")
    assert main(scoring(city, results)) == ExitCode.INCOMPLETE
    where = ["--scheduler-file", str(tmp_path / "cluster.json")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", *where, "--host", "127.0.0.1", "--port", "0"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", *where, "--nthreads", "1", "--no-dashboard"]
    with running([*dask, "--no-dashboard"], environment), running(worker, environment):
        address = wait_for_address(tmp_path / "cluster.json")
        cluster = scoring(city, results, "--engine", "dask", "--scheduler", address)
        done = subprocess.run(
            [sys.executable, "-c", RUN, *cluster], capture_output=True, text=True, timeout=100, check=False
        )
    assert done.returncode == ExitCode.INCOMPLETE, done.stderr
    store = ResultStore.in_file(tmp_path / "results.db")
    assert len(store.runs()) == 1, "the same input and the same bytes are the same run"
    store.close()


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as program:
        try:
            yield
        finally:
            program.terminate()


def wait_for_address(path: Path) -> str:
    """The scheduler writes the file when it listens; a worker that comes later is waited for by the program."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(FileNotFoundError, json.JSONDecodeError):
            return str(json.loads(path.read_text("utf-8"))["address"])
        time.sleep(0.1)
    raise AssertionError("no scheduler")


def first_run(folder) -> str:
    store = ResultStore.in_file(folder / "results.db")
    name = store.runs()[0]
    store.close()
    return name


def decide_all(folder, run: str) -> None:
    store = ResultStore.in_file(folder / "results.db")
    signer = read_signing_key(folder / "li.key")
    decisions = DecisionStore(store.engine)
    for result in list(store.results(run)):
        for item in result.open_items:
            decisions.decide(
                place_of(result, item, 0),
                item.parts[0],
                share=Fraction(1, 2),
                signer=signer,
                role=DecisionRole.MARKING,
                made=MADE,
            )
    store.close()
