"""Whether a port of this machine is free."""

from __future__ import annotations

import socket


def is_port_free(port: int) -> bool:
    """Say whether a server could listen on `port`."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104 - the address a room server listens on
        except OSError:
            return False
    return True
