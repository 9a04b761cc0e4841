"""Carries a plan out, or takes it back, in steps that are each true by themselves.

Nobody else waits long for the database, and a run that was cut off goes on where it was: what is
left to do is read from the records themselves, never from where the last run stood.
"""

from learning.reorganisation.working.carrying_out import carry_out
from learning.reorganisation.working.runs import count, lines_of
from learning.reorganisation.working.taking_back import undo
from learning.timed.steps import Step

__all__ = ["Step", "carry_out", "count", "lines_of", "undo"]
