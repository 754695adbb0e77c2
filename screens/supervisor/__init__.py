"""For the supervisor: the day."""
