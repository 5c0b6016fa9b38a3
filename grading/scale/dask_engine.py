"""Jobs on a Dask cluster (extra `cluster`): a scheduler by address, or a local cluster started for the run."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

import distributed

from grading.scale.engines import Scale
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import N_, _

Job = TypeVar("Job")
Done = TypeVar("Done")
CONNECT_SECONDS = 20
GO_ON = N_("重新启动集群后再次运行同一命令，会从中断处接着评。")


class DaskEngine:
    """Runs jobs through a Dask client's executor.

    Every worker must have one thread (`--nthreads 1`): a worker keeps a reader of
    office files and a judge warm, and those belong to one thread.
    """

    may_lose_workers = True

    def __init__(self, scale: Scale) -> None:
        """Connect; raises `JikaoError` when no scheduler answers or a worker has several threads."""
        # What the client would complain of at length is said by our own errors.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        self._cluster = None if scale.scheduler else _local_cluster(scale.worker_count)
        self._client = _client(scale.scheduler or self._cluster)
        try:
            self.width = self._count_workers()
        except JikaoError:
            self.close()
            raise
        self._executor = self._client.get_executor(pure=False)

    def submit(self, work: Callable[[Job], Done], job: Job) -> Future[Done]:
        """Begin a job."""
        future: Future[Done] = self._executor.submit(work, job)
        return future

    def is_lost(self, error: BaseException) -> bool:
        """Say whether the cluster gave a job up because its workers kept dying; raises when the cluster is gone."""
        if isinstance(error, CancelledError | OSError):
            raise _broken_off() from error
        return isinstance(error, distributed.KilledWorker)

    def require_workers(self) -> None:
        """Raise `JikaoError` when the scheduler is gone or has no worker left."""
        if self._client.status != "running":
            raise _broken_off()
        if not self._workers():
            raise JikaoError(_("集群上已经没有工作进程。"), hint=_(GO_ON), code=ExitCode.INCOMPLETE)

    def paused(self) -> tuple[int, ...]:
        """Return nobody: the scheduler gives up by itself who does not answer for five minutes."""
        return ()

    def renew(self) -> None:
        """Do nothing: the cluster replaces workers by itself."""

    def _workers(self) -> dict[str, Any]:
        workers: dict[str, Any] = self._client.scheduler_info(n_workers=-1)["workers"]
        return workers

    def _count_workers(self) -> int:
        try:
            self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError as error:
            raise JikaoError(
                _("集群上没有工作进程。"),
                hint=_("用 dask worker 地址 --nthreads 1 启动。"),
                code=ExitCode.ENVIRONMENT,
            ) from error
        workers = self._workers()
        if any(worker["nthreads"] != 1 for worker in workers.values()):
            raise JikaoError(
                _("集群的工作进程应当是单线程的。"),
                hint=_("用 dask worker 地址 --nthreads 1 启动。"),
                code=ExitCode.ENVIRONMENT,
            )
        return len(workers)

    def close(self) -> None:
        """Disconnect, and end a cluster of our own."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def _broken_off() -> JikaoError:
    return JikaoError(_("与集群的连接断了。"), hint=_(GO_ON), code=ExitCode.INCOMPLETE)


def _local_cluster(workers: int) -> Any:
    make: Any = distributed.LocalCluster
    return make(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1")


def _client(where: Any) -> Any:
    connect: Any = distributed.Client
    try:
        return connect(where, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise JikaoError(
            _("连接不上集群“{address}”。").format(address=where),
            hint=_("先用 dask scheduler 和 dask worker 启动集群，或用 --engine processes。"),
            code=ExitCode.ENVIRONMENT,
        ) from error
