"""The scanners of this terminal: how each fares, what else is plugged in, and the sound."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from kiosk.attendance.views import CheckedIn, CheckedOut, Refused, ScanResult
from kiosk.commands.scanner_finds import Find, find_all
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.views import MemberView
from kiosk.scanners.settings import MOST_SOURCES, Sound, TerminalSettings
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.day_list import StoryList
from screens.supervisor.keypad_list import KeypadList
from screens.supervisor.scanner_lines import SOUNDS, Plugged, lines_of, setting_of, sound_word
from screens.supervisor.scanner_take import TakeInputDialog
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.sentence import Sentence

LOOK_S = 2.0
"""How often the devices are looked for while the screen is open, in seconds."""

BETWEEN_TUNES_S = 1.4
"""From one tune to the next while they are tried, in seconds."""


class ScannersScreen(SupervisorScreen):
    """A list of everything that reads; what can be done with the chosen line has a digit."""

    CSS_PATH = "scanners.tcss"

    def __init__(self) -> None:
        """Know nothing of what is plugged in yet."""
        super().__init__()
        self._found: tuple[Find, ...] = ()
        self._is_busy = False

    def compose(self) -> ComposeResult:
        """Title, list, what can be done."""
        yield SiteHeader()
        with Vertical(id="scanners"):
            yield Label(_("Scanners and sound"), id="scanners-title", markup=False)
            yield KeypadList()
            yield Sentence(id="scanners-detail")
        yield KeyBar(self._actions, resting=self._resting, id="scanners-actions")
        yield KeyBar(self._keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Look what is there, again and again."""
        self._show(from_the_top=True)
        self._look()
        self.every(LOOK_S, self._look)

    async def speak(self) -> None:
        """Say everything again; the reader stays where they are."""
        line = self.query_one(KeypadList).chosen
        await super().speak()
        self._show(from_the_top=True)
        if line is not None:
            self.query_one(KeypadList).choose(line.key)

    def _look(self) -> None:
        self.run_worker(self._find(), name="look", group="look", exclusive=True)

    async def _find(self) -> None:
        self._found = tuple(await asyncio.to_thread(find_all))
        self._show()

    @property
    def _settings(self) -> TerminalSettings:
        return self.kiosk.devices.settings

    def _plugged(self) -> Plugged:
        now = self.kiosk.services.context.clock.now().astimezone(self.kiosk.site.zone)
        return Plugged(self._settings, self.kiosk.scanners.statuses(), self._found, now)

    def _show(self, *, from_the_top: bool = False) -> None:
        if not self.query("#scanners-detail"):  # just being composed anew
            return
        story = self.query_one(KeypadList)
        story.tell(lines_of(self._plugged()), from_the_top=from_the_top)
        title = _("Scanners and sound")
        self.query_one("#scanners-title", Label).update(
            f"{title} · {_('Please wait …')}" if self._is_busy else title
        )
        if self.is_current:
            story.focus()
        for bar in self.query(KeyBar):
            bar.redraw()

    def on_story_list_chosen(self, message: StoryList.Chosen) -> None:
        """Say the whole of the chosen line."""
        message.stop()
        line = message.line
        for detail in self.query("#scanners-detail").results(Label):
            detail.update(line.detail if line else "")
        for bar in self.query(KeyBar):
            bar.redraw()

    # What is chosen

    def _chosen(self, kind: str) -> str:
        """What stands behind a kind in the chosen line's key; empty for another kind."""
        stories = self.query(KeypadList)  # none while composing anew
        line = stories.first().chosen if stories else None
        key = line.key if line else ""
        return key.removeprefix(f"{kind} ") if key.startswith(f"{kind} ") else ""

    def _chosen_find(self) -> Find | None:
        device = self._chosen("found")
        return next((find for find in self._found if device and find.device == device), None)

    def _chosen_sound(self) -> Sound | None:
        name = self._chosen("sound")
        return next((sound for sound in SOUNDS if sound == name), None)

    # Keys

    def _actions(self) -> list[tuple[str, str]]:
        return [
            ("1", _("Test")),
            ("3", _("Take into use")),
            ("4", _("Remove")),
            ("6", _("Try the sound")),
        ]

    def _resting(self) -> frozenset[str]:
        resting = set()
        if self._chosen_find() is None:
            resting.add("3")
        if not self._chosen("source"):
            resting.add("4")
        return frozenset(resting)

    def _keys(self) -> list[tuple[str, str]]:
        return [
            ("8", "↑"),
            ("2", "↓"),
            ("enter", _("Choose")),
            ("0", _("Back")),
            ("f3", _("Colours")),
            ("f2", "中文 / EN"),
        ]

    def on_key(self, event: events.Key) -> None:
        """A digit, or Enter for what suggests itself."""
        doings: dict[str, Callable[[], None]] = {
            "1": self._test,
            "3": self._take,
            "4": self._remove,
            "6": self._try_sound,
        }
        character = event.character or ""
        if event.key == "enter":
            self._choose()
        elif character in doings:
            doings[character]()
        elif not self.query_one(KeypadList).press(character):
            return
        event.stop()
        event.prevent_default()

    def _choose(self) -> None:
        sound = self._chosen_sound()
        if sound is not None:
            words = _("Sound: {sound}").format(sound=sound_word(sound))
            self._change(replace(self._settings, sound=sound), words, self._sound_out)
        elif self._chosen_find() is not None:
            self._take()
        else:
            self._test()

    def _test(self) -> None:
        from screens.supervisor.scanner_test import ScannerTestScreen  # costs when it is opened

        self.app.push_screen(ScannerTestScreen())

    def _take(self) -> None:
        find = self._chosen_find()
        if find is None:
            return
        if find.kind != "evdev":
            self._add(find)
            return

        def answered(is_sure: bool | None) -> None:
            if is_sure:
                self._add(find)

        self.app.push_screen(TakeInputDialog(find), answered)

    def _add(self, find: Find) -> None:
        sources = self._settings.sources
        if len(sources) >= MOST_SOURCES:
            sentence = _("There are {count} scanners already; remove one first.")
            self.kiosk.tell(sentence.format(count=MOST_SOURCES), "refused")
            return
        added = setting_of(find, [source.name for source in sources])
        words = _("{name} is in use now").format(name=added.name)
        self._change(replace(self._settings, sources=(*sources, added)), words)

    def _remove(self) -> None:
        name = self._chosen("source")
        if name:
            kept = tuple(one for one in self._settings.sources if one.name != name)
            words = _("{name} is no longer used").format(name=name)
            self._change(replace(self._settings, sources=kept), words)

    def _change(
        self,
        settings: TerminalSettings,
        words: str,
        then: Callable[[], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        if not self._is_busy:
            self._is_busy = True
            self._show()
            self.run_worker(self._changed(settings, words, then), name="change", group="change")

    async def _changed(
        self,
        settings: TerminalSettings,
        words: str,
        then: Callable[[], Coroutine[Any, Any, None]] | None,
    ) -> None:
        # Letting go of a scanner takes a while; whoever leaves meanwhile must not leave half of it.
        changing = asyncio.create_task(self.kiosk.devices.change(settings))
        try:
            await asyncio.shield(changing)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
        else:
            self.kiosk.tell(words, "stored")
            if then is not None:
                self.run_worker(then(), name="sound", group="sound", exclusive=True)
        finally:
            self._is_busy = False
        self._look()

    def _try_sound(self) -> None:
        self.run_worker(self._sound_out(), name="sound", group="sound", exclusive=True)

    async def _sound_out(self) -> None:
        supervisor = self.kiosk.supervisor
        if supervisor is not None:
            for result in self._answers(supervisor):
                await self.kiosk.devices.sound(result)
                await asyncio.sleep(BETWEEN_TUNES_S)

    def _answers(self, member: MemberView) -> list[ScanResult]:
        """One answer of each sound; nothing of them happened."""
        now = self.kiosk.services.context.clock.now()
        today = now.astimezone(self.kiosk.site.zone).date()
        hour_ago = now - timedelta(hours=1)
        return [
            CheckedIn(member, now, today, ()),
            CheckedOut(member, now, today, (), since=hour_ago),
            Refused("not_a_code", now, today, None),
        ]
