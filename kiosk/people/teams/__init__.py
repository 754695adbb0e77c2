"""Teams raised for urgent tasks (突击队): who is in them, from when to when, what came of it."""
