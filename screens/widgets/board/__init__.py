"""What the board is made of: the wall of cards, the side panel, the filter bar."""
