"""Ends the event loop of a fake so that nothing of it is left: tasks half way, connections half open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

TURNS = 20


async def sweep() -> None:
    """Cancel all other tasks of this loop and break off every connection; call it last in the loop."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for transport in _transports(asyncio.get_running_loop()):
        transport.abort()
    for _turn in range(TURNS):  # a transport closes its socket in a later turn of the loop
        await asyncio.sleep(0)


def _transports(loop: asyncio.AbstractEventLoop) -> Iterator[asyncio.WriteTransport]:
    """Yield the transports that wait for something, also those whose handshake never ended and that nobody holds."""
    for key in list(loop._selector.get_map().values()):  # type: ignore[attr-defined]
        for handle in key.data:
            owner = getattr(getattr(handle, "_callback", None), "__self__", None)
            if isinstance(owner, asyncio.WriteTransport):
                yield owner
