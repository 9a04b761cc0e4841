"""What a council has to say with a decision for it to be whole; pure."""

from learning.errors import Refusal
from learning.policies.rules import Decision, Escalation, Extract, Post, Purpose


def check_whole(said: Decision) -> None:
    """Refuses in words what a council cannot decide, though the shape could hold it."""
    if isinstance(said, Purpose) and not said.text.strip():
        raise Refusal("Enter the statement", field="text")
    if isinstance(said, Purpose) and not said.adopted_by.strip():
        raise Refusal("Enter who adopted it", field="adopted_by")
    if isinstance(said, Purpose) and said.adopted_on is None:
        raise Refusal("Enter the day it was adopted", field="adopted_on")
    if isinstance(said, Post) and said.last_hour <= said.first_hour:
        raise Refusal("Choose an hour after the first one", field="last_hour")
    if isinstance(said, Escalation) and said.after_days is not None:
        _check_escalation(said)
    if isinstance(said, Extract) and bool(said.resolved_on) != bool(said.clause.strip()):
        missing = "clause" if said.resolved_on else "resolved_on"
        raise Refusal(
            "Enter both the day of the resolution and its clause, or neither", field=missing
        )


def _check_escalation(said: Escalation) -> None:
    if not (said.to_manager or said.officer_id):
        raise Refusal("Choose who is told", field="to_manager")
    if said.decided_on is None:
        raise Refusal("Enter the day your policy was adopted", field="decided_on")
