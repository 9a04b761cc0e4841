"""Answers about the people of an organisation, within what a lead may see."""

from learning.staffing.queries.people import PAGE, Listed, Wanted, people_in

__all__ = ["PAGE", "Listed", "Wanted", "people_in"]
