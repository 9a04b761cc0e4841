"""What a council publishes, for everybody; and publishing it, for its training leads."""

from learning.publishing.views import elections, open_data, pack, publishing, reading, restating
from learning.publishing.views.blueprint import blueprint

__all__ = ["blueprint", "elections", "open_data", "pack", "publishing", "reading", "restating"]
