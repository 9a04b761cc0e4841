"""Commands about timed work."""

import sys

import click
from flask.cli import ScriptInfo, pass_script_info

from learning.clock import moment_in_words, now
from learning.database import current_session
from learning.timed.models import TimedRun
from learning.timed.queries import runs, state_of_worker
from learning.worker import log
from learning.worker.consumer import work
from learning.worker.jobs import JOBS
from learning.worker.running import run


@click.command("run-worker")
@click.option("--threads", default=3, show_default=True, type=click.IntRange(1, 16))
@click.option(
    "--beside", type=int, metavar="PID", help="Stop when this process, which started it, is gone."
)
@pass_script_info
def run_worker(info: ScriptInfo, threads: int, beside: int | None) -> None:
    """Do timed work and what web processes ask for, until stopped.

    SIGTERM lets running jobs end; SIGINT stops at once, and what was broken off is done again.
    """
    log.to_standard_error()
    click.echo("The worker looks at the clock each minute. SIGTERM stops it.")
    work(info.load_app(), JOBS, threads=threads, beside=beside)


@click.command("run-timed")
@click.argument("name", required=False)
@pass_script_info
def run_timed(info: ScriptInfo, name: str | None) -> None:
    """Run the timed job NAME now; without NAME, list the jobs and how their last runs stand."""
    app = info.load_app()
    if name is None:
        with app.app_context():
            _list()
        return
    job = next((job for job in JOBS if job.name == name), None)
    if job is None:
        raise click.ClickException(f"There is no job {name}. Without a name, all are listed.")
    ended = run(app, job, only_if_due=False)
    if ended is None:
        raise click.ClickException(f"{name} is running already.")
    click.echo(ended.said or ended.trouble)
    sys.exit(1 if ended.trouble else 0)


def _list() -> None:
    known = runs(current_session())
    click.echo(f"worker: {state_of_worker(current_session(), at=now())}")
    for job in JOBS:
        click.echo(f"{job.name}, {job.when.words}: {_stands(known.get(job.name))}")


def _stands(row: TimedRun | None) -> str:
    """The last run in words."""
    if row is None or row.started_at is None:
        return "never ran"
    started = moment_in_words(row.started_at)
    if row.run.is_running(now()):
        return f"running since {started}"
    if row.failures:
        return f"failed {started} ({row.trouble or 'broken off'}), {row.failures} times in a row"
    return f"{started}, {row.said}"
