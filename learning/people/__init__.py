"""Who people are: identity, organisations, memberships, held roles and appointments."""
