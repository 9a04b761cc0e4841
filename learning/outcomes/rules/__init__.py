"""What is decided about outcomes: who is asked what, how rungs are shown, what a case is."""
