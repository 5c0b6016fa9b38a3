"""The whole chain on one machine: bank, papers, room, desks, bundle, marks, reports.

Every program is run by its public command, the room over real TLS, the desks
by the real client in processes of their own. `--live` opens the console and a
desk for a person instead of the robots.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

# The demo's own process draws one picture of the console; without a screen that works too.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(1, str(HERE.parent))

from centre import Centre  # noqa: E402 - the folder of the demo must be on the path first
from closing import close_with_table  # noqa: E402
from sitting_play import SittingPlay  # noqa: E402
from stage import DemoError, Stage  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Play the demo; 0 when everything came out as it must."""
    parser = argparse.ArgumentParser(description="机考样例：从题库到成绩报告")
    parser.add_argument("--out", type=Path, default=HERE / "out", help="输出文件夹（会先清空）")
    parser.add_argument("--live", action="store_true", help="打开监考端和一台考试机的窗口，由人来操作")
    given = parser.parse_args(arguments)
    if given.out.exists():
        shutil.rmtree(given.out)
    given.out.mkdir(parents=True)
    stage = Stage(given.out)
    try:
        centre = Centre(stage, HERE / "content")
        centre.fill_bank()
        centre.make_papers()
        play = SittingPlay(stage, centre)
        try:
            play.open_room()
            if given.live:
                play.play_live()
                return 0
            play.play()
        finally:
            play.stop()
        centre.mark(play)
        return close_with_table(stage, centre, play)
    except DemoError as error:
        print(f"error: {error}", file=sys.stderr)
        print(f"hint: 过程中的文件留在 {given.out}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
