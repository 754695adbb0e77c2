"""The three looks of the kiosk: dark for the gate, light for the sun, contrast for tired eyes."""

from textual.theme import Theme

SITE_RED = "#d8412f"
"""The accent when a site set none of its own."""

DARK = Theme(
    name="site-dark",
    primary="#d8412f",
    secondary="#7c8896",
    accent=SITE_RED,
    success="#2f9e5f",
    warning="#f2a93b",
    error="#e5484d",
    foreground="#eceae6",
    background="#14171c",
    surface="#1b1f26",
    panel="#262c35",
    dark=True,
)
LIGHT = Theme(
    name="site-light",
    primary="#b3261e",
    secondary="#5b6672",
    accent="#b3261e",
    success="#1c7a45",
    warning="#a85d00",
    error="#b3261e",
    foreground="#1d2126",
    background="#f6f4f0",
    surface="#eceae4",
    panel="#dedbd3",
    dark=False,
)
CONTRAST = Theme(
    name="site-contrast",
    primary="#ffd400",
    secondary="#ffffff",
    accent="#ffd400",
    success="#00e06a",
    warning="#ffb000",
    error="#ff5c5c",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    dark=True,
    text_alpha=1.0,
)
THEMES = (DARK, LIGHT, CONTRAST)
"""In the order in which the theme key goes through them."""


def next_theme(name: str) -> str:
    """The name of the theme after one; of the first after an unknown one."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
