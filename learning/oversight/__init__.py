"""The lead's week: who needs me, is overdue, is stuck, is next; the people; who else is told."""
