"""The muster: who is on site or may be, and who has been seen safe."""
