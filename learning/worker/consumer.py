"""The worker's process: huey's consumer, which looks at the clock each minute."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from functools import partial

import click
from flask import Flask

from learning.connections import is_away
from learning.timed.queue import make_tables, open_queue, runner
from learning.worker.running import GOES_ON, Job, look_at_the_clock, run

log = logging.getLogger(__name__)
PATIENCE = 30  # seconds for jobs to end when the worker is asked to stop
STALE = 55  # seconds: a look at the clock that waited longer is left to the next one
POLLS_EVERY = 2.0  # seconds between looks at a queue that is a file, at most


def work(app: Flask, jobs: tuple[Job, ...], *, threads: int, beside: int | None) -> None:
    """Works until it is asked to stop, or the process it was started beside is gone."""
    from huey import crontab  # noqa: PLC0415  # slow to load

    queue = open_queue(app)
    try:
        make_tables(queue)
    except Exception as fault:
        if is_away(fault):  # whoever started it starts it again
            raise click.ClickException(f"The queue cannot be reached: {fault}") from fault
        raise
    by_name = {job.name: job for job in jobs}

    def run_by_name(name: str, is_due: bool) -> None:
        if name in by_name:  # a newer version may have asked for one that is not known here
            run(app, by_name[name], only_if_due=is_due)

    run_job = runner(queue, run_by_name)

    def each_minute() -> None:
        for name in look_at_the_clock(app, jobs):
            run_job(name, is_due=True)

    queue.periodic_task(crontab(), expires=STALE, priority=1)(each_minute)
    consumer = queue.create_consumer(
        workers=threads,
        max_delay=POLLS_EVERY,
        shutdown_timeout=PATIENCE,
        graceful_signal="TERM",  # what systemd and kill send lets jobs end
    )
    app.extensions[GOES_ON] = lambda: not consumer.stop_flag.is_set()
    if beside is not None:
        when_gone(beside, partial(os.kill, os.getpid(), signal.SIGTERM))
    consumer.run()


def when_gone(parent: int, stop: Callable[[], None]) -> None:
    """Calls `stop` once our parent is another process than the one that started us."""

    def watch() -> None:
        while os.getppid() == parent:
            wait.wait(1)
        log.warning("the process this worker was started beside is gone")
        stop()

    wait = threading.Event()
    threading.Thread(target=watch, daemon=True).start()
