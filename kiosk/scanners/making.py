"""The sources that a terminal's settings ask for."""

from kiosk.scanners.port import ScanSource
from kiosk.scanners.settings import SourceSetting, TerminalSettings


def make_sources(settings: TerminalSettings) -> tuple[ScanSource, ...]:
    """One source for each setting, in their order; none is started, none needs its library yet."""
    return tuple(map(make_source, settings.sources))


def make_source(setting: SourceSetting) -> ScanSource:
    """The source of one setting."""
    if setting.kind == "serial":
        from kiosk.scanners.serial_source import make_serial_source

        return make_serial_source(setting)
    if setting.kind == "evdev":
        from kiosk.scanners.evdev_source import make_evdev_source

        return make_evdev_source(setting)
    from kiosk.scanners.camera import CameraSource

    return CameraSource(setting.name, setting.where, always=setting.mode == "always")
