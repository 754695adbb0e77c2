"""Chinese and English, switched live.

Messages are written in English in the code and in Chinese in `locale/zh_CN/*.po`, one catalogue a
room. They are compiled into one file the first time they are needed after a change.
"""

import gettext as gnu
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
"""The kiosk's languages; the first one is what it starts in."""

_LOCALE = Path(__file__).parent / "locale"
_DOMAIN = "kiosk"


class _Current:
    language = LANGUAGES[0]
    translations: gnu.NullTranslations | None = None


_visited: dict[str, gnu.NullTranslations] = {}


def current_language() -> str:
    """The language now spoken: `zh_CN` or `en`."""
    return _Current.language


def use_language(language: str) -> None:
    """Speak another language from now on; an unknown one gives the first of `LANGUAGES`."""
    _Current.language = language if language in LANGUAGES else LANGUAGES[0]
    _Current.translations = load(_Current.language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a moment: one member's answer, without changing the kiosk's.

    Args:
        language: One of `LANGUAGES`; any other, the empty one too, changes nothing.
    """
    before = _Current.language, _translations()
    if language in LANGUAGES and language != before[0]:
        if language not in _visited:  # read once: an answer must not wait for a file
            _visited[language] = load(language)
        _Current.language, _Current.translations = language, _visited[language]
    try:
        yield
    finally:
        _Current.language, _Current.translations = before


def other_language() -> str:
    """The language that the language key switches to."""
    return LANGUAGES[(LANGUAGES.index(_Current.language) + 1) % len(LANGUAGES)]


def _(message: str) -> str:
    """A message in the language now spoken."""
    return _translations().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """A message that depends on a count, in the language now spoken."""
    return _translations().ngettext(one, many, count)


def _translations() -> gnu.NullTranslations:
    if _Current.translations is None:
        _Current.translations = load(_Current.language)
    return _Current.translations


def load(language: str) -> gnu.NullTranslations:
    """The messages of a language; English needs no catalogue."""
    sources = sorted((_LOCALE / language).glob("*.po"))
    if not sources:
        return gnu.NullTranslations()
    compiled = _LOCALE / language / f"{_DOMAIN}.mo"
    if not _is_fresh(compiled, sources):
        from kiosk.catalogues import compile_catalogues  # only after a change

        data = compile_catalogues(sources, language)
        with suppress(OSError):  # a read-only installation keeps them in memory
            half_made = compiled.with_suffix(".mo.new")
            half_made.write_bytes(data)
            half_made.replace(compiled)
        import io

        return gnu.GNUTranslations(io.BytesIO(data))
    with compiled.open("rb") as file:
        return gnu.GNUTranslations(file)


def _is_fresh(compiled: Path, sources: list[Path]) -> bool:
    try:
        made = compiled.stat().st_mtime_ns
    except OSError:
        return False
    # The folder's own time changes when a catalogue is added or taken away.
    return made >= max(path.stat().st_mtime_ns for path in sources)


def format_time(at: datetime) -> str:
    """A local time of day: `06:58` in both languages."""
    return at.strftime("%H:%M")


_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_day(day: date) -> str:
    """A day with its weekday: `11月22日 周日`, `Sun 22 Nov`.

    Written out here for the two languages of the kiosk, because importing Babel's dates costs
    46 ms of every start; a test holds them against Babel's CLDR names.
    """
    if _Current.language == "en":
        return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]}"
    return f"{day.month}月{day.day}日 周{_WEEKDAYS_ZH[day.weekday()]}"


def format_long_day(day: date) -> str:
    """A day with its year: `2026年11月22日 周日`, `Sun 22 Nov 2026`."""
    if _Current.language == "en":
        return f"{format_day(day)} {day.year}"
    return f"{day.year}年{format_day(day)}"


def format_number(number: int) -> str:
    """A count with thousands apart: `20,000` in both languages."""
    return f"{number:,}"


def format_minutes(minutes: int) -> str:
    """A duration: `8小时05分`, `8 h 05 min`; whole hours without minutes: `1小时`, `1 h`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes:02} min").format(hours=hours, minutes=rest)
