"""What the camera's process does, here in the tests' own process."""

import builtins
import os
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kiosk.scanners import camera_wire as wire
from kiosk.scanners import camera_worker as worker
from tests.camera_videos import SIZE, moving_badge, qr_picture, scene, write_video

CODE = "1234567890123456789012345678901234"


def pixels(picture: Image.Image) -> "worker.Picture":
    return np.ascontiguousarray(np.asarray(picture, np.uint8)[:, :, ::-1])


class Said:
    """Keeps what is said."""

    def __init__(self) -> None:
        self.messages: list[tuple[bytes, bytes]] = []

    def __call__(self, kind: bytes, rest: bytes) -> None:
        self.messages.append((kind, rest))

    def of(self, kind: bytes) -> list[bytes]:
        return [rest for said, rest in self.messages if said == kind]


def test_a_short_video_is_read_to_its_end(tmp_path: Path) -> None:
    said = Said()
    video = write_video(tmp_path / "short.avi", moving_badge(CODE, 12))
    assert worker.watch(str(video), worker.Wishes(), said) == "ended"
    assert said.messages[0] == (wire.OPENED, b"")
    assert said.of(wire.CODE)[0] == CODE.encode()
    assert said.of(wire.FRAME) == []  # nobody looked
    assert said.of(wire.JPEG) == []


def test_a_picture_is_made_only_for_whoever_asks() -> None:
    said, wishes = Said(), worker.Wishes()
    watcher = worker.Watcher(wishes, said)
    wishes.listen([wire.LOOK, wire.PICTURE, b"dance\n"])
    assert wishes.has_ended
    picture = pixels(scene())
    watcher.look(picture, 10.0)
    watcher.look(picture, 10.1)
    assert len(said.of(wire.FRAME)) == 2
    assert len(said.of(wire.JPEG)) == 1
    assert Image.open(BytesIO(said.of(wire.JPEG)[0])).size == SIZE
    assert len(said.of(wire.ALIVE)) == 1
    watcher.look(picture, 11.2)
    assert len(said.of(wire.ALIVE)) == 2


def test_one_code_is_said_again_only_after_a_while_and_two_codes_both() -> None:
    said = Said()
    watcher = worker.Watcher(worker.Wishes(), said)
    both = scene(CODE, 20, 20, face=None)
    both.paste(qr_picture("other"), (400, 200))
    for step in range(6):
        watcher.look(pixels(both), 10 + step * 0.1)
    assert sorted(said.of(wire.CODE)) == sorted([CODE.encode(), b"other"] * 2)


def test_other_barcodes_are_not_read() -> None:
    import zxingcpp

    bars = zxingcpp.create_barcode(CODE, zxingcpp.BarcodeFormat.Code128).to_image(scale=2)
    picture = Image.new("RGB", SIZE, (255, 255, 255))
    picture.paste(Image.fromarray(np.array(bars)), (20, 100))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [CODE]
    assert worker.read_codes(pixels(picture)) == []


def test_a_long_code_is_cut_and_many_are_bounded() -> None:
    huge = Image.new("RGB", (900, 900), (255, 255, 255))
    huge.paste(qr_picture("7" * 2500, 860), (20, 20))
    assert worker.read_codes(pixels(huge)) == ["7" * wire.LONGEST_CODE]
    many = Image.new("RGB", (900, 600), (255, 255, 255))
    for place in range(6):
        many.paste(
            qr_picture(f"{place}" * 5, 180), (20 + 290 * (place % 3), 20 + 280 * (place // 3))
        )
    assert len(worker.read_codes(pixels(many))) == worker.MOST_CODES


@pytest.mark.parametrize("size", [(640, 480), (1920, 1080), (90, 400), (40, 30)])
def test_the_preview_keeps_its_shape_and_its_bound(size: tuple[int, int]) -> None:
    frame = worker.make_preview(pixels(Image.new("RGB", size, (200, 10, 20))))
    most_width, most_height = wire.PREVIEW_SIZE
    assert frame.width <= min(most_width, size[0])
    assert frame.height <= min(most_height, size[1])
    assert frame.width / frame.height == pytest.approx(size[0] / size[1], rel=0.05)
    assert frame.rgb[:3] == bytes((200, 10, 20))
    assert len(wire.pack_frame(frame)) <= 160 * 120 * 3 + 4


def test_what_can_not_be_watched_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said, garbage = Said(), tmp_path / "garbage"
    garbage.write_bytes(b"no video at all" * 100)
    assert worker.watch(str(tmp_path / "nothing"), worker.Wishes(), said) == "absent"
    assert worker.watch("987", worker.Wishes(), said) == "absent"
    assert worker.watch(str(garbage), worker.Wishes(), said) == "unopenable"
    may = {0: True}  # F_OK and nothing else
    monkeypatch.setattr(os, "access", lambda _file, mode: mode in may)
    assert worker.watch(str(garbage), worker.Wishes(), said) == "forbidden"
    assert said.messages == []


def test_where_numbers_have_no_file_the_camera_itself_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert wire.device_file("987") is None
    assert worker.watch("987", worker.Wishes(), Said()) == "unopenable"


def test_without_the_libraries_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = builtins.__import__

    def without(
        name: str,
        space: Mapping[str, object] | None = None,
        local: Mapping[str, object] | None = None,
        wanted: Sequence[str] = (),
        level: int = 0,
    ) -> Any:
        if name == "zxingcpp":
            raise ImportError
        return real(name, space, local, wanted, level)

    monkeypatch.setattr(builtins, "__import__", without)
    assert worker.watch(str(tmp_path), worker.Wishes(), Said()) == "no_library"


class FakeCapture:
    """A camera of whose pictures some are broken; keeps what was set."""

    def __init__(self, pictures: list[bool], rate: float = 0.0) -> None:
        self._pictures = pictures
        self._rate = rate
        self.set_to: dict[int, float] = {}

    def isOpened(self) -> bool:  # OpenCV's
        return True

    def grab(self) -> bool:
        return bool(self._pictures)

    def retrieve(self) -> tuple[bool, Any]:
        return self._pictures.pop(0), pixels(scene(face=None))

    def set(self, key: int, value: float) -> None:
        self.set_to[key] = value

    def get(self, _key: int) -> float:
        return self._rate

    def release(self) -> None:
        self._pictures.clear()


def watch_fake(
    capture: FakeCapture, device: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, Said]:
    import cv2

    said = Said()
    monkeypatch.setattr(cv2, "VideoCapture", lambda _device: capture)
    return worker.watch(device, worker.Wishes(), said), said


def test_a_camera_is_asked_for_a_small_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    import cv2

    monkeypatch.setattr(worker, "LEAST_PAUSE_S", 0.0)
    capture = FakeCapture([True, True])
    why, said = watch_fake(capture, "/dev/null", monkeypatch)
    assert why == "ended"
    assert capture.set_to[cv2.CAP_PROP_FRAME_WIDTH] == SIZE[0]
    assert capture.set_to[cv2.CAP_PROP_BUFFERSIZE] == 1
    assert said.of(wire.OPENED) == [b""]


def test_a_broken_picture_is_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    why, said = watch_fake(FakeCapture([False, True]), "/dev/null", monkeypatch)
    assert why == "unopenable"
    assert said.messages == []


def test_pictures_that_come_too_quickly_are_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = Said()
    monkeypatch.setattr(worker, "LEAST_PAUSE_S", 60.0)
    monkeypatch.setattr(worker, "AGAIN_S", 0.0)
    video = write_video(tmp_path / "short.avi", moving_badge(CODE, 5), rate=60)
    assert worker.watch(str(video), worker.Wishes(), said) == "ended"
    assert len(said.of(wire.CODE)) == 1


def test_nothing_is_looked_at_once_the_kiosk_is_gone(tmp_path: Path) -> None:
    said, wishes = Said(), worker.Wishes()
    wishes.listen([])
    video = write_video(tmp_path / "short.avi", moving_badge(CODE, 3))
    worker.watch(str(video), wishes, said)
    assert said.messages == []


def test_a_video_that_does_not_say_its_rate_is_paced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(worker, "sleep", waits.append)
    monkeypatch.setattr(worker, "LEAST_PAUSE_S", 0.0)
    (tmp_path / "video").touch()
    watch_fake(FakeCapture([True] * 3, rate=1e9), str(tmp_path / "video"), monkeypatch)
    assert sum(waits) > 1 / worker.USUAL_RATE


def test_messages_survive_the_pipe() -> None:
    stream = BytesIO()
    say = worker.sayer(stream)
    say(wire.CODE, CODE.encode())
    say(wire.FRAME, wire.pack_frame(wire.Frame(2, 1, b"abcdef")))
    stream.seek(0)
    assert wire.read_message(stream) == (wire.CODE, CODE.encode())
    message = wire.read_message(stream)
    assert message is not None
    assert wire.unpack_frame(message[1]) == wire.Frame(2, 1, b"abcdef")
    assert wire.read_message(stream) is None


def test_a_message_that_was_cut_is_the_end() -> None:
    assert wire.read_message(BytesIO(wire.pack(wire.CODE, b"12345")[:-1])) is None
    assert wire.read_message(BytesIO(b"C\0")) is None


def test_a_message_that_is_too_long_is_not_read() -> None:
    with pytest.raises(wire.WireError):
        wire.read_message(BytesIO(b"J\xff\xff\xff\xff" + b"x" * 100))


@pytest.mark.parametrize("rest", [b"", b"\0", b"\0\1\0\1", b"\0\1\0\1ab", b"\0\1\0\1abcd"])
def test_a_frame_of_the_wrong_size_is_no_frame(rest: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.unpack_frame(rest)
