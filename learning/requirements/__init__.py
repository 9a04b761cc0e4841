"""What each role needs in a council: the framework's levels, the council's own, what they move."""
