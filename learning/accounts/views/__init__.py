"""Pages through which people get in, and on which they say who they are."""

from learning.accounts.views import (
    addresses,
    codes,
    invitations,
    inviting,
    linking,
    purposes,
    recovering,
)
from learning.accounts.views.blueprint import blueprint

__all__ = [
    "addresses",
    "blueprint",
    "codes",
    "invitations",
    "inviting",
    "linking",
    "purposes",
    "recovering",
]
