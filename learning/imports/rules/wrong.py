"""A row that cannot be as it says."""


class Wrong(Exception):  # a row's fault in words, not a fault of the program
    """`column` is one of ours, or empty where the whole row is meant."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(problem)
        self.column = column
        self.problem = problem
