"""Service: commitments and service entries."""
