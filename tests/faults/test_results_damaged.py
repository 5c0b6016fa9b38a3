"""The results of a city on a disk that is full, damaged or cut off: a sentence and an exit code, never other points."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from grading.cli import main
from itembank.base.errors import ExitCode
from tests.grading.runs.city import City, two_rooms

FLIPS = 30
SEED = int(os.environ.get("JIKAO_SEED", "20261126"))
SAID = {ExitCode.BAD_INPUT, ExitCode.REFUSED, ExitCode.ENVIRONMENT, ExitCode.BUSY}


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Two rooms with a run in `results.db`."""
    city = two_rooms(tmp_path_factory.mktemp("city"))
    assert main(["score", *keys(city), card(city), results(city.folder), "--engine=serial", *bundles(city)]) == 7
    return city


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small disk can only be mounted by root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def keys(city: City) -> list[str]:
    paths = city.sources
    return [f"--key={paths.key}", f"--package={paths.package}", f"--centre={paths.centres[0]}"]


def card(city: City) -> str:
    return f"--room-card={city.sources.room_cards[0]}"


def results(folder: Path) -> str:
    return f"--results={folder / 'results.db'}"


def bundles(city: City) -> list[str]:
    return [str(path) for path in city.bundles]


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(512))
    return ballast


@pytest.mark.parametrize("verb", ["export", "report", "explain", "diff"])
def test_what_does_not_fit_on_the_disk_is_said_and_leaves_nothing_half(marked, small_disk, capsys, verb):
    ballast = fill(small_disk)
    said = {
        "export": [f"--out={small_disk}"],
        "report": [*keys(marked), "--workers=1", f"--out={small_disk}"],
        "explain": [f"--out={small_disk / 'e.pdf'}", "0031001"],
        "diff": [f"--out={small_disk / 'd.xlsx'}"],
    }[verb]
    assert main([verb, results(marked.folder), *said]) == ExitCode.ENVIRONMENT
    assert "磁盘已满" in capsys.readouterr().err
    assert list(small_disk.iterdir()) == [ballast]


def test_a_run_that_found_the_disk_full_goes_on_when_there_is_room(marked, small_disk, capsys):
    ballast = fill(small_disk)
    again = ["score", *keys(marked), card(marked), results(small_disk), "--engine=serial", *bundles(marked)]
    assert main(again) == ExitCode.ENVIRONMENT
    assert "成绩库无法读写：磁盘已满。" in capsys.readouterr().err
    ballast.unlink()
    assert main(again) == ExitCode.INCOMPLETE
    assert explained(small_disk, capsys) == explained(marked.folder, capsys)


def explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["explain", results(folder), "0031002"]) == ExitCode.OK
    return capsys.readouterr().out


def test_a_flipped_bit_or_a_lost_end_never_gives_other_points(marked, tmp_path, capsys):
    good, whole = explained(marked.folder, capsys), (marked.folder / "results.db").read_bytes()
    draw = random.Random(SEED)
    damaged = [whole[: draw.randrange(1, len(whole))] for _n in range(4)]
    for _flip in range(FLIPS):
        copy = bytearray(whole)
        copy[draw.randrange(len(copy))] ^= 1 << draw.randrange(8)
        damaged.append(bytes(copy))
    refused = 0
    for data in damaged:
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()
        (tmp_path / "results.db").write_bytes(data)
        capsys.readouterr()
        code = main(["explain", results(tmp_path), "0031002"])
        told = capsys.readouterr()
        refused += code != 0
        assert (code, told.out) == (0, good) or (code in SAID and told.err.startswith("error: "))
    assert refused, "some of it must have hit"
