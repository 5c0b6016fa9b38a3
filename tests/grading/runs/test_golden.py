"""Golden candidates of practical tasks: marked like candidates before every run; one point of difference stops it."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest

from grading.checks.marker import RubricMarker
from grading.cli import main
from grading.results.store import ResultStore
from grading.runs import worker
from grading.runs.golden import GoldenError, mark_works, work_places
from grading.runs.worker import MarkJob, mark_job, release
from grading.scorers.outcome import PartOutcome
from itembank.base.errors import ExitCode, JikaoError
from itembank.model.certificate import CaseKind
from itembank.model.codec import ModelError
from itembank.model.golden import GoldenPart, GoldenTask, GoldenWork
from tests.grading.runs.practical_city import PracticalCity

SERIAL = ("--engine", "serial")


@pytest.fixture(autouse=True)
def _released():
    yield
    release()


@pytest.fixture
def results(tmp_path) -> tuple[str, str]:
    return "--results", str(tmp_path / "results.db")


def city_of(tmp_path, *tasks: str, change=lambda part: part) -> PracticalCity:
    city = PracticalCity(tmp_path, tasks or ("FM-01",), change)
    return city.room({"0031001": {name: city.model(name) for name in city.tasks}, "0031002": {}})


def with_points(kind: CaseKind | None, name: str, point: str, points: Fraction | None, task: str = "FM-01"):
    """Let one golden work expect something else of one point."""

    def change(part: GoldenPart) -> GoldenPart:
        return replaced(part, task, lambda work: _expecting(work, kind, name, point, points))

    return change


def replaced(part: GoldenPart, item: str, how) -> GoldenPart:
    tasks = tuple(
        msgspec.structs.replace(task, works=tuple(map(how, task.works))) if task.item == item else task
        for task in part.tasks
    )
    return msgspec.structs.replace(part, tasks=tasks)


def _expecting(work: GoldenWork, kind: CaseKind | None, name: str, point: str, points: Fraction | None) -> GoldenWork:
    if (work.kind, work.name) != (kind, name):
        return work
    return msgspec.structs.replace(work, points=work.points | {point: points})


def other_marking(part: GoldenPart) -> GoldenPart:
    return msgspec.structs.replace(
        part, tasks=tuple(GoldenTask(item=one.item, marking="0" * 64, works=one.works) for one in part.tasks)
    )


def strange_file(part: GoldenPart) -> GoldenPart:
    def strange(work: GoldenWork) -> GoldenWork:
        files = tuple(file if file.folder else msgspec.structs.replace(file, media="f" * 64) for file in work.files)
        return msgspec.structs.replace(work, files=files)

    return replaced(part, "FM-01", strange)


def store_of(tmp_path) -> ResultStore:
    return ResultStore.in_file(tmp_path / "results.db")


def test_a_run_says_how_many_golden_candidates_agreed(tmp_path, results, capsys):
    city = city_of(tmp_path, "FM-01", "WD-01")
    assert main(city.command("score", *results, *SERIAL)) == ExitCode.OK
    store = store_of(tmp_path)
    record = store.record(store.runs()[0])
    works = {task.item: len(task.works) for task in city.sources.open_package().golden}
    store.close()
    assert record is not None
    assert works == {"FM-01": 9, "WD-01": 19}
    points = sum(len(work.points) for task in city.sources.open_package().golden for work in task.works)
    assert (record.golden_works, record.golden_points, record.golden_unjudged) == (28, points, 0)
    assert f"操作题 28 份 {points} 个得分点，全部相符" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (with_points(CaseKind.MUTANT, "p01", "p01", Fraction(1)), "的标准样卷“少做一处 p01”：得分点 p01"),
        (with_points(CaseKind.MODEL, "", "p02", Fraction(0)), "的标准样卷“参考答案”：得分点 p02"),
        (with_points(CaseKind.STARTER, "", "p01", Fraction(1)), "的标准样卷“发放的文件”：得分点 p01"),
        (with_points(CaseKind.FOREIGN, "", "p01", None), "应得 转人工，实际得 0 分"),
    ],
)
def test_one_point_of_difference_stops_the_run_before_anybody_is_marked(tmp_path, results, capsys, change, sentence):
    city = city_of(tmp_path, change=change)
    assert main(city.command("score", *results, *SERIAL)) == ExitCode.DIFFERENT
    said = capsys.readouterr().err
    assert "操作题 FM-01“" in said
    assert sentence in said
    store = store_of(tmp_path)
    assert store.runs() == []
    store.close()


def test_processes_mark_golden_work_like_this_process(tmp_path, results, capsys):
    city = city_of(tmp_path, change=with_points(CaseKind.MUTANT, "p02", "p02", Fraction(1)))
    processes = ("--engine", "processes", "--workers", "2")
    assert main(city.command("score", *results, *processes)) == ExitCode.DIFFERENT
    assert "标准样卷“少做一处 p02”：得分点 p02" in capsys.readouterr().err


def test_a_grader_that_marks_otherwise_than_when_it_was_sealed_is_stopped(tmp_path, results, capsys, monkeypatch):
    city = city_of(tmp_path)
    honest = RubricMarker.mark

    def generous(self, scoring, folder, seed) -> tuple[PartOutcome, ...]:
        parts = honest(self, scoring, folder, seed)
        return tuple(msgspec.structs.replace(part, share=Fraction(1)) for part in parts[:1]) + parts[1:]

    monkeypatch.setattr(RubricMarker, "mark", generous)
    assert main(city.command("score", *results, *SERIAL)) == ExitCode.DIFFERENT
    assert "处不符" not in capsys.readouterr().err.splitlines()[0]


def test_a_package_without_golden_work_is_marked_as_ever(tmp_path, results, capsys):
    city = city_of(tmp_path, change=None)
    assert main(city.command("score", *results, *SERIAL)) == ExitCode.OK
    assert "评分包中没有标准样卷" in capsys.readouterr().out
    assert main(city.command("golden", *SERIAL, bundles=False)) == ExitCode.OK
    assert "评分包中没有操作题的标准样卷" in capsys.readouterr().out


def test_golden_candidates_can_be_tried_before_the_exam(tmp_path, capsys):
    city = city_of(tmp_path, "FM-01", "WD-01")
    assert main(city.command("golden", *SERIAL, bundles=False)) == ExitCode.OK
    said = capsys.readouterr().out.splitlines()
    assert said[0].split() == ["操作题", "名称", "标准样卷", "得分点", "考试中心自加"]
    assert said[2].split() == ["WD-01", "排版科技节通知", "19", "11", "只改了标题、存盘时断电"]
    spoilt = tmp_path / "spoilt"
    spoilt.mkdir()
    wrong = city_of(spoilt, change=with_points(CaseKind.MODEL, "", "p01", Fraction(0)))
    assert main(wrong.command("golden", *SERIAL, bundles=False)) == ExitCode.DIFFERENT


def test_a_file_that_cannot_be_read_must_go_to_a_person_in_golden_work_too(tmp_path):
    city = city_of(tmp_path, "WD-01")
    package = city.sources.open_package()
    (task,) = package.golden
    damaged = next(work for work in task.works if work.name == "存盘时断电")
    assert set(damaged.points.values()) == {None}
    spoilt = city_of(
        _folder(tmp_path), "WD-01", change=with_points(None, "存盘时断电", "p01", Fraction(0), task="WD-01")
    )
    with pytest.raises(GoldenError, match="应得 0 分，实际得 转人工"):
        _mark_all(spoilt)


def test_programs_that_no_machine_here_can_judge_are_left_out_and_counted(tmp_path):
    city = city_of(tmp_path, "PG-01")
    package = city.sources.open_package()
    with_reader = RubricMarker(reader=_NoReader(), judge=None, why_no_judge="没有沙箱")
    places = work_places(package)
    strict = mark_works(package, with_reader, places, can_judge=True)
    assert strict.differences
    lenient = mark_works(package, with_reader, places, can_judge=False)
    assert lenient.differences == ()
    assert lenient.count.unjudged == len(strict.differences)
    assert lenient.count.points + lenient.count.unjudged == sum(len(work.points) for work in package.golden[0].works)


def test_a_worker_on_another_machine_marks_golden_work_before_its_first_candidate(tmp_path, monkeypatch):
    city = city_of(tmp_path)
    face, package = city.sources.open_face(city.bundles[0]), city.sources.open_package()
    job = MarkJob(
        sources=city.sources,
        bundle=face.path,
        candidates=("0031001",),
        language="zh_CN",
        package_digest=package.manifest_digest,
        bundle_digest=face.manifest_digest,
        tests_golden=True,
    )
    marked: list[int] = []
    honest = mark_works

    def counted(*given, **named):
        marked.append(len(given[2]))
        return honest(*given, **named)

    monkeypatch.setattr(worker, "mark_works", counted)
    assert len(mark_job(job).results) == 1
    assert len(mark_job(job).results) == 1
    assert marked == [9], "once, when it warms up"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda part: replaced(part, "FM-01", lambda work: msgspec.structs.replace(work, points={})), "得分点"),
        (other_marking, "与答案不符"),
        (strange_file, "缺少标准样卷的文件"),
    ],
)
def test_a_package_whose_golden_work_does_not_fit_is_refused(tmp_path, change, sentence):
    city = city_of(tmp_path, change=change)
    with pytest.raises(JikaoError, match=sentence):
        city.sources.open_package()


def test_golden_work_in_a_later_format_asks_for_a_later_program():
    with pytest.raises(ModelError, match="不认识标准样卷的格式") as refused:
        GoldenPart(format="jikao-golden 2", tasks=())
    assert "升级" in refused.value.hint


def _mark_all(city: PracticalCity) -> None:
    from grading.runs.golden_check import GoldenCheck
    from grading.scale.engines import SerialEngine

    GoldenCheck(SerialEngine(), city.sources, city.sources.open_package(), "zh_CN").run()


def _folder(tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    return folder


class _NoReader:
    """Programs are no office files."""

    def read(self, path):
        raise AssertionError(path)

    def read_work(self, path, kind):
        raise AssertionError(path, kind)
