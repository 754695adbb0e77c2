"""What a drawn person looks like: the dice that choose it and the traits they choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, TypeVar

Rgb = tuple[int, int, int]
"""Red, green and blue, 0-255 each."""

HatColour = Literal["white", "yellow", "blue", "red", "orange"]
Hair = Literal["cropped", "short", "bob", "ponytail", "long"]
Glasses = Literal["none", "round", "square", "half"]
Mouth = Literal["smile", "grin", "calm"]
Clothes = Literal["vest_orange", "vest_lime", "jacket", "shirt"]

HATS: dict[HatColour, Rgb] = {
    "white": (238, 240, 242),
    "yellow": (248, 196, 40),
    "blue": (44, 108, 196),
    "red": (206, 52, 46),
    "orange": (240, 126, 36),
}
"""Helmet colours as Chinese sites hand them out: white for who leads and supervises, red for
safety and technical staff, blue for electricians and machine crews, yellow for workers, orange
for visitors and signallers (the custom differs a little from builder to builder)."""

HAT_SHARES: tuple[HatColour, ...] = (
    *("yellow", "yellow", "yellow", "white", "white"),
    *("blue", "blue", "red", "orange"),
)
"""How often each colour is seen when nobody says which."""

SKINS: tuple[Rgb, ...] = (
    (250, 218, 188),
    (245, 207, 172),
    (238, 195, 156),
    (229, 182, 142),
    (216, 166, 126),
    (200, 148, 110),
)
"""From an office complexion to one that has seen many summers outdoors."""

GROUNDS: tuple[Rgb, ...] = (
    (118, 138, 158),
    (128, 142, 146),
    (112, 140, 144),
    (138, 138, 150),
    (144, 138, 130),
    (108, 130, 150),
)
"""Neutral grounds of a middle lightness, so that a white hat and black hair both stand out."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dice:
    """Numbers that depend on nothing but the seed and the question asked.

    A question added later leaves the answers to all others, and so the known faces, alone.
    """

    seed: int
    """Any integer."""

    def number(self, question: str) -> float:
        """Return a number from 0 up to, but not including, 1."""
        digest = sha256(f"{self.seed}:{question}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def between(self, question: str, low: float, high: float) -> float:
        """Return a number between the two."""
        return low + (high - low) * self.number(question)

    def chance(self, question: str, share: float) -> bool:
        """Return True in the given share of cases, 0-1."""
        return self.number(question) < share

    def pick(self, question: str, choices: Sequence[T]) -> T:
        """Return one of the choices; name one twice to make it twice as likely."""
        return choices[int(self.number(question) * len(choices))]


@dataclass(frozen=True, slots=True)
class Traits:
    """One person's looks; lengths are in the units of the 480 x 600 frame."""

    woman: bool
    """True for a woman's hair, brows, lips and build."""
    age: float
    """Years, 20-64: greys the hair and draws the folds."""
    skin: Rgb
    """Skin in the light."""
    hair: Hair
    """What shows under the hat."""
    hair_colour: Rgb
    """From black to white, by age."""
    hat: Rgb
    """The helmet's shell."""
    ridges: int
    """Raised ribs on the helmet: 1 or 3."""
    ground: Rgb
    """The background's middle tone."""
    clothes: Clothes
    """What the shoulders wear."""
    glasses: Glasses
    """Frames, or none."""
    mouth: Mouth
    """How the mouth is set; nobody scowls."""
    has_stubble: bool
    """Never for women, seldom for men; a moustache would look like an open mouth in small cells."""
    jaw: float
    """Half the jaw's width at the mouth."""
    cheek: float
    """Half the face's width at the cheekbones."""
    chin: float
    """Where the chin ends, measured from the top of the frame."""
    eye_size: float
    """Half an eye's width."""
    eye_gap: float
    """From the middle line to an eye's centre."""
    brow_tilt: float
    """How far the brow's outer end drops."""
    nose: float
    """Half the nose's width."""
    turn: float
    """How far the features sit off the middle: a slight turn of the head."""
    strap: bool
    """Whether the chin strap is done up under the chin."""


def choose_traits(seed: int, hat: HatColour | None, woman: bool | None) -> Traits:
    """Choose a person's looks.

    Args:
        seed: Any integer; the same one gives the same person.
        hat: The helmet's colour, or None to let the dice choose.
        woman: Whether to draw a woman, or None to let the dice choose.
    """
    dice = Dice(seed)
    is_woman = dice.chance("woman", 0.3) if woman is None else woman
    age = dice.between("age", 22, 62)
    colour = dice.pick("hat", HAT_SHARES) if hat is None else hat
    slim = 7.0 if is_woman else 0.0
    return Traits(
        woman=is_woman,
        age=age,
        skin=dice.pick("skin", SKINS[:4] if is_woman else SKINS),
        hair=_hair(dice, is_woman),
        hair_colour=_hair_colour(dice, age - 8 if is_woman else age),
        hat=HATS[colour],
        ridges=dice.pick("ridges", (1, 3, 3)),
        ground=dice.pick("ground", GROUNDS),
        clothes=_clothes(dice),
        glasses=dice.pick("glasses", ("none", "none", "none", "round", "square", "half")),
        mouth=dice.pick("mouth", ("smile", "smile", "grin", "calm")),
        has_stubble=not is_woman and dice.pick("beard", (False,) * 5 + (True,)),
        jaw=dice.between("jaw", 80, 98) - slim / 2,
        cheek=dice.between("cheek", 106, 118) - slim / 2,
        chin=dice.between("chin", 452, 472) - slim,
        eye_size=dice.between("eye_size", 25, 29) + slim / 4,
        eye_gap=dice.between("eye_gap", 49, 55),
        brow_tilt=dice.between("brow_tilt", 3, 13),
        nose=dice.between("nose", 17, 25) - slim / 2,
        turn=dice.between("turn", -9, 9),
        strap=dice.chance("strap", 0.5),
    )


def _hair(dice: Dice, woman: bool) -> Hair:
    styles: tuple[Hair, ...] = (
        ("bob", "ponytail", "long")
        if woman
        else (
            "cropped",
            "short",
            "short",
        )
    )
    return dice.pick("hair", styles)


def _hair_colour(dice: Dice, age: float) -> Rgb:
    dark = dice.pick("hair_colour", ((30, 27, 30), (40, 33, 32), (56, 42, 36)))
    grey = min(1.0, max(0.0, (age - 44) / 22) * dice.between("grey", 0.4, 1.3))
    return mix(dark, (172, 172, 174), grey)


def _clothes(dice: Dice) -> Clothes:
    return dice.pick("clothes", ("vest_orange", "vest_orange", "vest_lime", "jacket", "shirt"))


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """Blend two colours; a share of 0 gives the one, 1 the other."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return r, g, b


def shadow(colour: Rgb, depth: float = 0.25) -> Rgb:
    """Darken a colour the way shade does: a little towards a warm dark, not towards grey."""
    return mix(colour, (52, 22, 30), depth)


def light(colour: Rgb, height: float = 0.3) -> Rgb:
    """Lighten a colour towards a warm white."""
    return mix(colour, (255, 252, 244), height)
