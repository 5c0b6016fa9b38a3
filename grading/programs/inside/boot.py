"""How the server starts: once more with fixed addresses, warmed up, and only then with its own modules."""

from __future__ import annotations

import sys

from grading.programs.inside import kernel

AGAIN = "import sys; sys.path.insert(0, '/judge'); from grading.programs.inside import boot; boot.start(sys.argv[1:])"


def start(arguments: list[str]) -> None:
    """Start; the arguments: which start this is, the walls to put up, the descriptors, paths that may be read."""
    which, layers, handles, *readable = arguments
    libc = kernel.load_libc()
    if which == "first":
        command = [sys.executable, "-s", "-S", "-P", "-B", "-c", AGAIN, "second", layers, handles, *readable]
        kernel.restart_with_fixed_addresses(libc, command)
    from grading.programs.inside import memory

    filler = memory.warm_up()
    from grading.programs.inside import server

    code = server.main(layers.split(), [int(handle) for handle in handles.split()], readable)
    del filler
    sys.exit(code)
