"""The lead's week: who needs me, is overdue, is stuck, is next; and who else is told."""
