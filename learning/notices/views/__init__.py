"""Pages about e-mail: a person's own choices, and what a council sends."""

from learning.notices.views import own, sending
from learning.notices.views.blueprint import blueprint

__all__ = ["blueprint", "own", "sending"]
