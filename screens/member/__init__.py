"""For a member who has just scanned."""
