"""The sources that a terminal's settings ask for."""

from collections.abc import Collection

from kiosk.scanners.port import ScanSource
from kiosk.scanners.settings import SourceSetting, TerminalSettings


def make_sources(settings: TerminalSettings) -> tuple[ScanSource, ...]:
    """One source for each setting, in their order; none is started, none needs its library yet."""
    return tuple(
        make_source(setting, [other for other in settings.sources if other is not setting])
        for setting in settings.sources
    )


def make_source(setting: SourceSetting, others: Collection[SourceSetting]) -> ScanSource:
    """The source of one setting beside those of the others."""
    if setting.kind == "serial":
        from kiosk.scanners.serial_source import make_serial_source

        serial = [other for other in others if other.kind == "serial"]
        return make_serial_source(setting, others=serial)
    if setting.kind == "evdev":
        from kiosk.scanners.evdev_source import make_evdev_source

        return make_evdev_source(setting)
    from kiosk.scanners.camera import CameraSource

    return CameraSource(setting.name, setting.where, always=setting.mode == "always")
