"""The camera as a source, on real video files through the real camera path."""

import os
import signal
import sys
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep

import pytest
from PIL import Image

from kiosk.errors import KioskError
from kiosk.scanners import camera_wire as wire
from kiosk.scanners.camera import CameraSource, CameraTimes
from tests.camera_videos import SIZE, scene, wait_for, write_video
from tests.kiosk.scanners.cameras import (
    CODE,
    QUICK,
    Make,
    is_alive,
    keep_aiming_until,
    until_state,
)


def test_nothing_is_opened_before_somebody_aims(make: Make, badge_video: Path) -> None:
    source, read = make(badge_video)
    until_state(source, "idle")
    sleep(0.1)
    assert source.worker_pid is None
    assert not source.is_aimed
    assert source.latest_frame() is None
    assert read == []
    assert source.status.device == str(badge_video)


def test_a_moving_badge_is_read_while_somebody_aims(make: Make, badge_video: Path) -> None:
    source, read = make(badge_video)
    source.aim()
    until_state(source, "working")
    wait_for(lambda: len(read) > 2)
    assert set(read) == {CODE}
    assert source.status.detail == ""


def test_one_code_in_view_is_said_at_most_five_times_a_second(
    make: Make, badge_video: Path
) -> None:
    source, read = make(badge_video)
    began_s = monotonic()
    source.aim()
    wait_for(lambda: len(read) > 12)  # it is in view in every picture, fifteen a second
    assert len(read) <= 5 * (monotonic() - began_s) + 1


def test_the_picture_is_small_and_of_what_the_camera_sees(make: Make, badge_video: Path) -> None:
    source, _read = make(badge_video)
    source.aim()
    wait_for(source.latest_frame)
    frame = source.latest_frame()
    assert frame is not None
    assert (frame.width, frame.height) == wire.PREVIEW_SIZE
    picture = Image.frombytes("RGB", (frame.width, frame.height), frame.rgb)
    red, green, blue = picture.getpixel((5, 5))  # type: ignore[misc]  # three channels
    assert (red, green, blue) == pytest.approx((96, 104, 112), abs=8)
    wait_for(lambda: source.latest_frame() is not frame)


def test_letting_go_ends_the_process_and_aiming_opens_it_again(
    make: Make, badge_video: Path
) -> None:
    source, read = make(badge_video)
    source.aim()
    wait_for(source.latest_frame)
    pid = source.worker_pid
    assert pid is not None
    source.rest()
    wait_for(lambda: not is_alive(pid))
    until_state(source, "idle")
    assert source.latest_frame() is None
    read.clear()
    source.aim()
    wait_for(lambda: read)
    assert source.worker_pid != pid


def test_stopping_ends_the_process_within_two_seconds(make: Make, badge_video: Path) -> None:
    source, _read = make(badge_video)
    source.aim()
    until_state(source, "working")
    pid = source.worker_pid
    assert pid is not None
    began_s = monotonic()
    source.stop()
    assert monotonic() - began_s < 2
    assert not is_alive(pid)
    assert source.status.state == "idle"


def test_a_source_that_was_never_started_stops_at_once() -> None:
    source = CameraSource("gate", "0")
    source.stop()
    assert source.status.state == "never_seen"


def test_the_camera_is_let_go_of_by_itself_when_no_code_comes(make: Make, tmp_path: Path) -> None:
    blank = write_video(tmp_path / "blank.avi", [scene()] * 300)
    source, read = make(blank, CameraTimes(let_go=1.2, tick=0.02))
    keep_aiming_until(source, lambda: source.status.state == "working")
    until_state(source, "idle")
    assert source.worker_pid is None
    assert read == []


def test_codes_keep_the_camera_aimed(make: Make, badge_video: Path) -> None:
    source, read = make(badge_video, CameraTimes(let_go=4, tick=0.02))
    keep_aiming_until(source, lambda: read)
    sleep(5)
    assert source.is_aimed
    assert source.status.state == "working"


def test_codes_in_view_do_not_count_while_a_photo_is_taken(make: Make, badge_video: Path) -> None:
    source, read = make(badge_video)
    source.aim(reads=False)
    until_state(source, "working")
    sleep(0.6)
    assert read == []
    source.aim()
    wait_for(lambda: read)


def test_what_is_still_seen_before_the_camera_is_let_go_of_does_not_count(
    make: Make, badge_video: Path
) -> None:
    source, read = make(badge_video)
    source.aim(reads=False)
    until_state(source, "working")
    child = source._child
    assert child is not None
    with source._lock:  # so long it is not let go of
        source.rest()
        source._hear(child, wire.CODE, CODE.encode())
    assert read == []


def test_a_photo_has_the_full_size(make: Make, badge_video: Path) -> None:
    source, _read = make(badge_video)
    source.aim()
    until_state(source, "working")
    picture = Image.open(BytesIO(source.take_picture()))
    assert picture.format == "JPEG"
    assert picture.size == SIZE


def test_without_a_camera_a_photo_is_refused_with_a_sentence(make: Make, tmp_path: Path) -> None:
    source, _read = make(tmp_path / "nothing")
    with pytest.raises(KioskError) as raised:
        source.take_picture()
    assert raised.value.code == "no_picture"


def test_a_camera_that_stalls_gives_no_photo(make: Make, badge_video: Path) -> None:
    source, _read = make(badge_video, CameraTimes(picture=0.2, tick=0.02))
    source.aim()
    until_state(source, "working")
    pid = source.worker_pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(KioskError):
        source.take_picture()
    os.kill(pid, signal.SIGCONT)
    sleep(0.5)  # the picture comes late and is for nobody
    source._times = QUICK
    assert source.take_picture().startswith(b"\xff\xd8")


def test_a_photo_is_not_waited_for_once_the_camera_is_let_go_of(
    make: Make, badge_video: Path
) -> None:
    source, _read = make(badge_video, CameraTimes(picture=20, tick=0.02))
    source.aim()
    until_state(source, "working")
    pid = source.worker_pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    source.rest()
    began_s = monotonic()
    with pytest.raises(KioskError):
        source.take_picture()
    assert monotonic() - began_s < 5


def test_a_killed_process_is_a_lost_camera_that_comes_back(make: Make, badge_video: Path) -> None:
    source, read = make(badge_video, CameraTimes(again=1.5, tick=0.02))
    source.aim()
    wait_for(lambda: read)
    pid = source.worker_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until_state(source, "lost")
    assert source.status.is_out_of_order
    assert source.status.detail == "画面中断，请检查连接线。"
    assert source.latest_frame() is None
    read.clear()
    until_state(source, "working")
    wait_for(lambda: read)


def test_a_process_that_hangs_is_a_lost_camera_that_comes_back(
    make: Make, badge_video: Path
) -> None:
    source, _read = make(badge_video, CameraTimes(again=1.5, tick=0.02))
    source.aim()
    until_state(source, "working")
    pid, child = source.worker_pid, source._child
    assert pid is not None
    assert child is not None
    os.kill(pid, signal.SIGSTOP)
    sleep(0.2)
    child.heard_at -= source._times.silence  # ten seconds go by
    until_state(source, "lost")
    assert not is_alive(pid)
    until_state(source, "working")


def test_a_video_that_ends_is_a_lost_camera_that_comes_back(make: Make, short_video: Path) -> None:
    source, read = make(short_video, CameraTimes(again=1.5, tick=0.02))
    source.aim()
    until_state(source, "lost")
    before = len(read)
    assert before
    wait_for(lambda: len(read) > before)


def test_a_lost_camera_that_nobody_aims_with_is_tried_now_and_then(
    make: Make, short_video: Path
) -> None:
    source, _read = make(short_video, CameraTimes(again=60, again_at_rest=4, tick=0.02))
    source.aim()
    until_state(source, "lost")
    source.rest()
    sleep(0.1)
    assert source.status.state == "lost"
    until_state(source, "idle")
    sleep(0.1)
    assert source.worker_pid is None


def test_a_file_that_is_no_video_is_refused(make: Make, tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.avi"
    garbage.write_bytes(os.urandom(50_000))
    source, read = make(garbage)
    source.aim()
    until_state(source, "refused")
    assert "打不开" in source.status.detail
    assert source.status.refused_for == ""
    assert read == []


def test_a_camera_that_may_not_be_opened_names_the_group(make: Make, tmp_path: Path) -> None:
    source, _read = make(tmp_path / "camera")
    (tmp_path / "camera").touch()
    until_state(source, "idle")
    source._failure = "forbidden"  # tests may run as root, who may open everything
    until_state(source, "refused")
    assert source.status.refused_for == "rights"
    assert "video 组" in source.status.detail


def test_unplugged_and_plugged_in_again(make: Make, badge_video: Path, tmp_path: Path) -> None:
    device = tmp_path / "video0"
    source, read = make(device)
    source.aim()
    wait_for(lambda: source.status.detail)
    assert source.status.state == "never_seen"
    assert source.status.device == ""
    assert source.status.detail == "没有接上，请插好连接线。"
    device.symlink_to(badge_video)
    wait_for(lambda: read)
    source.rest()
    until_state(source, "idle")
    device.unlink()
    until_state(source, "lost")
    device.symlink_to(badge_video)
    until_state(source, "idle")


def test_a_camera_that_reads_all_the_time_is_never_let_go_of(make: Make, badge_video: Path) -> None:
    source, read = make(badge_video, always=True)
    wait_for(lambda: read)
    source.aim(reads=False)
    source.rest()
    read.clear()
    wait_for(lambda: read)


def test_a_system_without_processes_to_give_is_tried_again(
    make: Make, badge_video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nothing/here")
    source, _read = make(badge_video)
    source.aim()
    until_state(source, "refused")
    monkeypatch.undo()
    until_state(source, "working")


def test_what_a_replaced_process_still_says_is_not_heard(make: Make, badge_video: Path) -> None:
    source, read = make(badge_video)
    source.aim()
    until_state(source, "working")
    old = source._child
    assert old is not None
    source.rest()
    until_state(source, "idle")
    read.clear()
    source._hear(old, wire.CODE, CODE.encode())
    assert read == []
