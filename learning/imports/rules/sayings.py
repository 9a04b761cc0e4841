"""What a council says of a person: what a row adds to what was said before."""

from learning.imports.rules.deeds import Saying
from learning.imports.rules.known import Known
from learning.imports.rules.said import Said
from learning.people.rules import address_key

FIELDS = ("name", "reference", "address", "manager_key", "language")


def said_before(known: Known) -> Saying:
    """What the council says; where it has said nothing yet, what their own record says."""
    if known.particulars_id is None:
        return Saying(known.own_name, None, None, None, None, None, None)
    return Saying(
        known.name,
        known.reference,
        known.reference_key,
        known.address,
        known.address_key,
        known.manager_key,
        known.language,
    )


def saying(said: Said, before: Saying | None) -> Saying:
    """What it says from now on: what a row leaves out stays."""
    old = before or Saying("", None, None, None, None, None, None)
    same_reference = said.reference_key in (None, old.reference_key)
    same_address = said.address_key in (None, old.address_key)
    return Saying(
        name=said.name or old.name,
        reference=old.reference if same_reference else said.reference,
        reference_key=old.reference_key if same_reference else said.reference_key,
        address=old.address if same_address else said.address,
        address_key=old.address_key if same_address else said.address_key,
        manager_key=address_key(said.manager) if said.manager else old.manager_key,
        language=said.language or old.language,
    )


def fields(saying: Saying) -> dict[str, str | None]:
    """Field by field, as changes name them."""
    return {name.removesuffix("_key"): getattr(saying, name) for name in FIELDS}
