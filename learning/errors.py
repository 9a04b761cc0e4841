"""What can go wrong, in words for people."""


class NotFound(Exception):
    """There is no such thing, or not for this person: both are one answer."""


class Refusal(Exception):
    """A rule says no; `message` says why in plain English, `field` where on the form."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refusal):
    """What was sent belongs to another state of things; nothing has been lost or changed."""


class TooLarge(Refusal):
    """What was sent is larger than it may be."""
