"""The figure in a hard hat that stands for a missing photo, as on the screens."""

from kiosk.exports.pages import Box, Paper, Rgb

_PLATE: Rgb = (233, 233, 235)
_BODY: Rgb = (196, 197, 201)
_HAT: Rgb = (160, 161, 166)
_WIDTH = 240
_NECK, _FACE, _SHOULDERS = (98, 200, 44, 52), (72, 92, 96, 134), (24, 232, 192, 188)
_CROWN, _CROWN_ENDS, _BRIM = (58, 34, 124, 172), 120, (42, 116, 156, 18)


def draw_figure(paper: Paper, box: Box) -> None:
    """Draw it into a box of 4:5."""
    paper.fill(box, _PLATE)
    with paper.within(box):
        paper.ellipse(_placed(box, _SHOULDERS), _BODY)
        paper.fill(_placed(box, _NECK), _BODY)
        paper.ellipse(_placed(box, _FACE), _BODY)
        x, y, width, _height = _CROWN
        with paper.within(_placed(box, (x, y, width, _CROWN_ENDS - y))):
            paper.ellipse(_placed(box, _CROWN), _HAT)
        paper.fill(_placed(box, _BRIM), _HAT)


def _placed(box: Box, shape: tuple[int, int, int, int]) -> Box:
    unit = box.width / _WIDTH
    x, y, width, height = shape
    return Box(box.x + x * unit, box.y + y * unit, width * unit, height * unit)
