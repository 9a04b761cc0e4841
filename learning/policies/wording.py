"""How each decision is called, what it is for, and a statement to start from; pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from learning.policies.rules import Name

AUTHORITY = "A clause, a resolution or a reason. Whoever asks later reads it"
WITH_CLAUSE = "The clause of the policy, such as: Learning policy, clause 7"


@dataclass(frozen=True)
class Words:
    """What a page says of a decision."""

    title: str
    about: tuple[str, ...]
    authority: str = AUTHORITY  # the hint of the field for what it rests on


WORDS: Mapping[Name, Words] = {
    Name.PURPOSE: Words(
        "What the results are for",
        (
            (
                "Everybody is shown this when they first sign in, and can read it again at any "
                "time. It has to be adopted before the first people are imported."
            ),
            "The words below are a start. Change them until they are your council’s own.",
        ),
        "The meeting, policy or delegation under which it was adopted",
    ),
    Name.LOAD: Words(
        "How much newcomers are asked",
        (
            (
                "Somebody new has a role to learn as well. A plan spreads what is asked of "
                "them, so that no week of their first months asks for more than this."
            ),
        ),
    ),
    Name.POST: Words(
        "When routine e-mail goes out",
        (
            (
                "One person gets one routine e-mail a week at most, however much is asked of them. "
                "It goes out on this day, within these hours, never on a bank holiday."
            ),
        ),
    ),
    Name.QUIET: Words(
        "Quiet periods",
        (
            (
                "No routine e-mail goes out on these days. What people ask for themselves, such as "
                "a new password, still does. People can learn as always."
            ),
        ),
    ),
    Name.LINE_MANAGERS: Words(
        "What line managers see",
        (
            (
                "Where this is on, a line manager sees for direct reports only: which paths they "
                "are asked to take, whether each is done, and by when it is due."
            ),
            (
                "They never see answers, how often somebody tried, levels of single skills, or a "
                "reason that is confidential."
            ),
        ),
    ),
    Name.ESCALATION: Words(
        "Who is told when something is overdue",
        (
            (
                "After so many days somebody is told that a path is overdue: the line manager, an "
                "officer whom you name, or both. Never by party."
            ),
        ),
        WITH_CLAUSE,
    ),
    Name.EXTRACT: Words(
        "A list for group leaders",
        (
            (
                "Under a resolution of the council alone, a training lead can make a dated list "
                "for group leaders: the people chosen, and whether each path asked is done. "
                "Everybody on it is told."
            ),
        ),
        "Where the resolution is recorded, such as the minutes",
    ),
    Name.RETENTION: Words(
        "How long records are kept",
        (
            (
                "After this time what names somebody is removed. Dated rows without a name stay, "
                "so that figures of the past can still be worked out again."
            ),
        ),
        "Such as your council’s retention schedule",
    ),
    Name.OUTCOMES: Words(
        "What people do differently",
        (
            (
                "Where this is on, people are asked one question three months after they first "
                "show a skill by a check: whether they do anything differently in their work. They "
                "need not answer. Whoever says yes can name a colleague, who gets one question too."
            ),
            (
                "It is for judging courses, not people. Nobody but the person sees what they say. "
                "Training leads and report viewers see counts, at month ends, for groups that are "
                "large enough."
            ),
        ),
        "Such as the evaluation plan of your learning programme",
    ),
}

PURPOSE = """\
{council} uses this service so that everybody who serves it can do the digital side of their \
role with confidence.

What you do here is used to plan support: which courses to offer, who needs time for them, and \
how the council as a whole is getting on.

It is not used for discipline, for judging capability, for pay, for redundancy, or for choosing \
people for a post, an office or a committee.

You see everything that is kept about you. Training leads see what you were asked to do and \
which skills you have shown; they do not see your answers. Reports for committees and the public \
name nobody, and hide small groups.

Your record belongs to you. You can download it at any time, and it goes with you when you \
leave. Your name and address are removed here when the time that the council has decided on \
has passed.

If you think that results are used for anything else, tell the person who adopted this \
statement."""
