"""Carries a reorganisation out at a shell: a dry run unless it is told otherwise."""

import sys
from collections.abc import Iterable

import click
from flask.cli import with_appcontext

from learning.catalogue.serving import served
from learning.clock import day_in_words, day_of, now
from learning.database import current_session
from learning.errors import Conflict, Refusal
from learning.reorganisation import working
from learning.reorganisation.queries.ending import ends_with
from learning.reorganisation.queries.placing import Placed, placed
from learning.reorganisation.queries.plans import newest_run, plan_of
from learning.reorganisation.rules.ledger import WORDS, Line
from learning.reorganisation.rules.plans import Plan
from learning.reorganisation.rules.whither import Whither

BECOME = {"ended": "end", "moved": "go along", "made": "begin"}


@click.command("reorganise")
@click.argument("plan")
@click.option("--dry-run", "deed", flag_value="look", default="look", help="Say what would be.")
@click.option("--apply", "deed", flag_value="apply", help="Carry it out, from vesting day on.")
@click.option("--undo", "deed", flag_value="undo", help="Take it back, as if it had not been.")
@click.option("--losing-changes", is_flag=True, help="With --undo: lose what was changed since.")
@with_appcontext
def reorganise(plan: str, deed: str, *, losing_changes: bool) -> None:
    """Merge, split or change councils by PLAN (its short name, drawn at /admin/reorganisations).

    Cut off, it goes on where it was when it is called again; called twice, it does nothing more.
    Every count is printed before and after; the exit code is 1 where one does not add up.
    """
    try:
        if deed == "look":
            sys.exit(_look(_plan(plan)))
        if deed == "apply":
            steps = working.carry_out(plan, catalogue=served())
        else:
            steps = working.undo(plan, catalogue=served(), losing_changes=losing_changes)
        _follow(steps)
    except (Refusal, Conflict) as refusal:
        raise click.ClickException(getattr(refusal, "message", str(refusal))) from None
    sys.exit(_reconciled(_plan(plan)))


def _plan(slug: str) -> Plan:
    found = plan_of(current_session(), slug)
    if found is None:
        raise Refusal(f"There is no reorganisation with the short name {slug}")
    return found


def _look(plan: Plan) -> int:
    """What would be, with everything that stands in the way."""
    found = placed(current_session(), plan, served(), today=day_of(now()))
    click.echo(f"{plan.name}: vesting day {day_in_words(plan.vests_on)}, {plan.state}")
    for line in going_in_words(found):
        click.echo(f"  {line}")
    for which, number in sorted(found.tallies.items()):
        name, _, become = which.rpartition(" ")
        click.echo(f"  {WORDS[name]}: {number:,} {BECOME[become]}")
    for ending in ends_with(current_session(), plan, today=day_of(now())):
        click.echo(f"  ends with {ending.council}: {', '.join(ending.words)}")
    if plan.vests_on < day_of(now()):
        click.echo("Vesting day is past: it would be recorded late, with that day.")
    for fault in found.faults:
        click.echo(f"To put right: {fault}", err=True)
    click.echo("Nothing has been changed: this was a dry run.")
    return 1 if found.faults else 0


def going_in_words(found: Placed) -> list[str]:
    """How many people of each predecessor go where."""
    lines = []
    for one in found.plan.leaving:
        going = [(to, n) for (council, to), n in found.going.items() if council == one.council.id]
        for whither, number in sorted(going):
            lines.append(f"{one.council.name}: {number:,} {_to(found.plan, whither)}")
        if one.goes_on:
            lines.append(f"{one.council.name}: {found.staying(one.council.id):,} stay")
    return lines


def _to(plan: Plan, whither: Whither) -> str:
    return f"go to {plan.councils[whither.to].name}" if whither.to else "end"


def _follow(steps: Iterable[working.Step]) -> None:
    said = None
    for step in steps:
        if step != said:
            click.echo(f"{step.done:,} of {step.of:,} people")
        said = step


def _reconciled(plan: Plan) -> int:
    """Prints every count; 0 where all add up."""
    run = newest_run(current_session(), plan.id)
    lines = working.lines_of(run) if run else ()
    for line in lines:
        click.echo(in_words(line))
    wrong = [line for line in lines if not line.adds_up]
    if wrong:
        click.echo(f"{len(wrong)} of {len(lines)} counts do not add up.", err=True)
        return 1
    click.echo("Every count adds up.")
    return 0


def in_words(line: Line) -> str:
    """A count before and after, with what explains the difference."""
    parts = "".join(f", {count:,} {words}" for words, count in line.parts)
    seal = "" if line.seals == ("", "") else ", all the same" if line.adds_up else ", not the same"
    verdict = "" if line.adds_up else "  DOES NOT ADD UP"
    return f"{line.words}: {line.before:,} before, {line.after:,} after{parts}{seal}{verdict}"
