"""The three looks of the kiosk: dark for the gate, light for the sun, contrast for tired eyes."""

from textual.theme import Theme

SITE_RED = "#d8412f"
"""The accent when a site set none of its own."""

KINDS = ("in", "out", "again", "refused", "lost")
"""The kinds of answers to a scan; each has a colour of its own in every theme."""


def _answers(grounds: str, inks: str) -> dict[str, str]:
    """The answers' colours as theme variables, `$answer-in` and `$answer-in-ink` and so on."""
    pairs = zip(KINDS, grounds.split(), inks.split(), strict=True)
    return {
        name: colour
        for kind, ground, ink in pairs
        for name, colour in ((f"answer-{kind}", ground), (f"answer-{kind}-ink", ink))
    }


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
    variables=_answers(
        "#1f7a48 #1d5f8a #4a5463 #f2a93b #d3202a",
        "#ffffff #ffffff #ffffff #1a1300 #ffffff",
    ),
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
    variables=_answers(
        "#1c7a45 #1b5e8c #5b6672 #f0b23c #b8141f",
        "#ffffff #ffffff #ffffff #1a1300 #ffffff",
    ),
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
    variables=_answers(
        "#00e06a #4cc2ff #ffffff #ffb000 #ff5c5c",
        "#000000 #000000 #000000 #000000 #000000",
    ),
)
THEMES = (DARK, LIGHT, CONTRAST)
"""In the order in which the theme key goes through them."""


def next_theme(name: str) -> str:
    """The name of the theme after one; of the first after an unknown one."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
