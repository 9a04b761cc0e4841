"""Made-up statements: what two made-up councils published of their newest closed month end."""

from datetime import datetime

from learning.catalogue.published import Catalogue
from learning.coverage.content import Audience
from learning.database import current_session, transaction
from learning.demo.builder import Built
from learning.people.queries import all_facts
from learning.publishing import actions, composing, gathering, papers
from learning.publishing.composing import Signing
from learning.publishing.content import Officer

PUBLISHED = (
    (
        "demo-council",
        "lead@demo.example",
        Officer(name="Marjorie Fennimore", post="Head of Democratic Services"),
        "Members took the phishing course together, in the hour before full council in May.",
    ),
    (
        "other-council",
        "lead@other.example",
        Officer(name="Piers Otherton", post="Otherton Monitoring Officer"),
        "",
    ),
)


def publish(catalogue: Catalogue, people: dict[str, Built], *, at: datetime) -> None:
    """One statement of each, for everybody."""
    councils = {one.slug: one for one in all_facts(current_session())}
    for slug, lead, officer, done in PUBLISHED:
        council, session = councils[slug], current_session()
        newest = gathering.month_ends_to_publish(session, council, at=at)[0]
        about = gathering.about_now(session, council, Audience.NO_NAME, newest, at=at)
        draft = composing.draft_of(session, about, catalogue)
        content = composing.compose(draft, 1, Signing(officer, at, actions_taken=done))
        files = papers.drawn(content)
        form = actions.Form(key=f"demo-{slug}", hash="", by=people[lead].person_id, at=at)
        with transaction() as writing:
            actions.publish(writing, draft, content, files, form=form)
