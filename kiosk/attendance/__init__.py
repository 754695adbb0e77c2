"""Attendance: scans, presence, who is on site."""
