"""What changes when a council publishes."""

from learning.publishing.actions.elections import add_period, take_back_period
from learning.publishing.actions.publishing import Form, publish, published_by_form
from learning.publishing.actions.restating import (
    LOOKED_AT,
    ask_what_may_be_said,
    keep_decision,
)

__all__ = [
    "LOOKED_AT",
    "Form",
    "add_period",
    "ask_what_may_be_said",
    "keep_decision",
    "publish",
    "published_by_form",
    "take_back_period",
]
