"""Answers about the people of an organisation, within what a lead may see."""
