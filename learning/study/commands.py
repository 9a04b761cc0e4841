"""Puts changes of courses into effect."""

from contextlib import suppress

import click
from flask.cli import with_appcontext

from learning.catalogue.serving import served
from learning.clock import now
from learning.database import transaction
from learning.study import releasing


class _OnlyLooked(Exception):
    """Takes back everything that was tried."""


@click.command("release-courses")
@click.option("--apply", "is_real", is_flag=True, help="Put the changes into effect.")
@click.option("--people", is_flag=True, help="Name who is touched, by their number.")
@with_appcontext
def release_courses(*, is_real: bool, people: bool) -> None:
    """Say whose state the declared changes of courses change, from what to what.

    Nothing is changed without --apply: the release is tried whole and taken back.
    """
    with suppress(_OnlyLooked), transaction() as session:
        effects = releasing.release(session, served(), at=now())
        session.flush()  # a preview meets what a release would meet
        for effect in effects:
            for line in releasing.in_words(effect):
                click.echo(line)
            if people:
                _name(effect)
        if not is_real:
            raise _OnlyLooked
    done = "put into effect" if is_real else "to be put into effect (--apply)"
    click.echo(f"{len(effects)} changes {done}.")


def _name(effect: releasing.Effect) -> None:
    for reader in effect.readers:
        click.echo(f"    person {reader}")
    for one in effect.remarked:  # no scores: those are for the person alone
        gained = one.passed_after and not one.passed_before
        change = "not passed → passed" if gained else "more points"
        click.echo(f"    attempt {one.attempt_id}: {change}")
