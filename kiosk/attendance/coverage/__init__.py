"""Coverage: whether key posts are held, when they were not, and by whom they should be."""
