"""How long each way in stays open, and how often each may be tried."""

from datetime import timedelta

INVITATION_LASTS = timedelta(days=14)
INVITED_LATELY = timedelta(days=7)  # who is invited with many others is left alone for so long
RECOVERY_LASTS = timedelta(hours=1)
NEW_ADDRESS_LASTS = timedelta(hours=24)
CODE_LASTS = timedelta(days=30)
BROUGHT_LASTS = timedelta(hours=1)  # from the button to the password, in one browser

# In one window of 15 minutes, counted in the table that sign-in uses.
MOST_FOR_ONE = 5  # e-mails to one address, tries at one code's holder or one password
MOST_FROM_A_NETWORK = 100  # a whole council may sit behind one address


def may_try(*, for_one: int, from_network: int) -> bool:
    """Whether this try, already counted, may go on."""
    return for_one <= MOST_FOR_ONE and from_network <= MOST_FROM_A_NETWORK
