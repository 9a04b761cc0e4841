"""Made-up results for residents: short cases that somebody proposed and a lead published."""

from dataclasses import replace
from datetime import date, timedelta

from learning.demo.builder import Builder, Built
from learning.outcomes.actions import cases
from learning.outcomes.queries.cases import Reader, case_of
from learning.outcomes.rules.cases import State, Words
from learning.people.models import Organisation

PUBLISHED = Words(
    title="Three days instead of eleven for a first planning answer",
    changed="After planners and the digital team took the path on planning data together, they "
    "stopped typing details from paper forms into three systems. One form now fills all of them.\n"
    "\nResidents who apply for an extension hear within days whether something is missing. "
    "Agents told the planning committee that they plan their own work by it.",
    figures="Median days to a first answer: 11 in the quarter before, 3 in the quarter after",
    source="Planning register of Demo Council, quarterly return (made up)",
    skills=("digital-planning",),
    happened_on=date.min,  # so many days before the demo is seeded: see STORY
    officer="Marged Ellis, head of planning (made up)",
)
SECOND = Words(
    title="A false invoice stopped before it was paid",
    changed="A supplier’s mailbox had been taken over, and an invoice came with new bank details. "
    "The officer who handled it rang the number on the contract, as the course suggests.\n\n"
    "The money stayed with the council, and the supplier could warn four others.",
    figures="£18,400 not paid out",
    source="Internal audit note 14 (made up)",
    skills=("cyber-security",),
    happened_on=date.min,
    officer="Idris Farrow, chief internal auditor (made up)",
)
PROPOSED = Words(
    title="Fewer missed visits since carers see the rota on their phones",
    changed="Since the team learned to keep its digital rota right, carers find visits that moved.",
    figures="",
    source="",
    skills=("digital-adult-care",),
    happened_on=date.min,
    officer="Callum Osei, adult care (made up)",
)

# Each case, how many days ago its result could be seen, and whether a lead wrote it.
STORY = ((PUBLISHED, 150, False), (SECOND, 200, True), (PROPOSED, 240, False))


def add(builder: Builder, here: Organisation, lead: Built, member: Built) -> None:
    """Those of a council, in the order of STORY."""
    for number, (words, days_ago, is_leads) in enumerate(STORY):
        by = lead if is_leads else member
        at = builder.moment(builder.today - timedelta(days=60 - number))
        case = cases.write(
            builder.session,
            here.id,
            here.slug,
            replace(words, happened_on=builder.today - timedelta(days=days_ago)),
            is_lead=is_leads,
            form_key=f"demo-case-{number}",
            by=by.person_id,
            at=at,
        )
        if words is PUBLISHED:
            session = builder.session
            found = case_of(session, case, here.id, Reader(lead.person_id, is_lead=True))
            if found is None:
                raise LookupError(words.title)
            cases.change(
                session,
                case,
                here.id,
                here.slug,
                State.PUBLISHED,
                seen=found.version,
                by=lead.person_id,
                at=at + timedelta(days=1),
            )
