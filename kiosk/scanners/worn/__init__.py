"""Badges that are too worn for a QR reader: read by what is known of every badge's code.

Needs OpenCV and NumPy, which come with the camera's packages.
"""
