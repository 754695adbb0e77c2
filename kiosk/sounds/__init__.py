"""What is heard at the gate: a tune for each answer, and the system's players for them."""
