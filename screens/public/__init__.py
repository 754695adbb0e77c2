"""For everybody who passes by: the board, a member's card."""
