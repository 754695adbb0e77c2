"""Posts of any kind: what is set for them, who held them when, what is promised and done there."""
