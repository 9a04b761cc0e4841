"""Commands about people."""

import click
from flask.cli import with_appcontext

from learning.clock import day_of, now
from learning.database import transaction
from learning.people import passwords, rules
from learning.people.actions import identity, organisations
from learning.people.queries import is_administrator, person_by_address
from learning.people.standing import Kind


@click.command("add-administrator")
@click.argument("email")
@click.option("--name", prompt=True, help="Their name.")
@click.password_option(help="At least 15 characters; asked for if left out.")
@with_appcontext
def add_administrator(email: str, name: str, password: str) -> None:
    """Make EMAIL an administrator, adding the person if there is none."""
    if not rules.is_address(email):
        raise click.ClickException("That is not an e-mail address.")
    if len(rules.clean_password(password)) < rules.SHORTEST_PASSWORD:
        raise click.ClickException(f"Use at least {rules.SHORTEST_PASSWORD} characters.")
    at = now()
    with transaction() as session:
        found = person_by_address(session, rules.address_key(email))
        person = found or identity.add_person(session, name=name, address=email, by=None, at=at)
        identity.set_password_hash(
            session,
            person_id=person.id,
            password_hash=passwords.hash_password(password),
            by=None,
            at=at,
        )
        already = is_administrator(session, person.id, on=day_of(at))
        if not already:
            organisations.appoint(
                session,
                person_id=person.id,
                kind=Kind.ADMINISTRATOR,
                starts_on=day_of(at),
                by=None,
                at=at,
            )
    click.echo(
        f"{email} is an administrator already. The password is the new one."
        if already
        else f"{email} is an administrator from today."
    )
