"""The demo site: an invented park's temporary branch, three weeks of its life up to now.

Everything in it comes from a seed and the date, through the same use cases that a real site uses.
"""

from kiosk.demo.building import DEMO_PIN, DEMO_SUPERVISOR, prepare_demo

__all__ = ["DEMO_PIN", "DEMO_SUPERVISOR", "prepare_demo"]
