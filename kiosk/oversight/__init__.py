"""Oversight: the site itself and the daily log."""
