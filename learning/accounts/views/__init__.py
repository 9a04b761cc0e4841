"""Pages through which people get in, and on which they say who they are."""

from learning.accounts.views.blueprint import blueprint

__all__ = ["blueprint"]
