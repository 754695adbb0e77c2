"""Decoding in a child: bounded in time and memory, and no worse for a photo that kills it."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from kiosk.people import photo_worker
from kiosk.people.photo_frame import PhotoFrame
from kiosk.people.photo_intake import PhotoRefused, PhotoSize, stand_upright, take_photo
from kiosk.people.photo_refusal import MOST_BYTES
from kiosk.people.photo_worker import HEAD_LENGTH, answer, limit_memory, question, serve
from kiosk.people.photo_workshop import PhotoWorkshop

ROOT = Path(__file__).parents[3]


def photo_of(width: int, height: int, colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def workshop() -> Iterator[PhotoWorkshop]:
    with PhotoWorkshop() as opened:
        yield opened


def refusal(workshop: PhotoWorkshop, data: bytes) -> str:
    with pytest.raises(PhotoRefused) as caught:
        workshop.take(data)
    return caught.value.code


def test_a_child_makes_the_same_photo(workshop: PhotoWorkshop) -> None:
    for colour in ("red", "green"):
        data = photo_of(300, 400, colour)
        assert workshop.take(data) == take_photo(data)


def test_a_child_crops_and_stands_upright_as_here(workshop: PhotoWorkshop) -> None:
    data = photo_of(3000, 2000)
    box = PhotoFrame.over(3000, 2000).sized(0.5).box
    assert workshop.take(data, box) == take_photo(data, box)
    assert workshop.upright(data) == stand_upright(data)


def test_an_upright_photo_is_refused_as_any(workshop: PhotoWorkshop) -> None:
    with pytest.raises(PhotoRefused) as caught:
        workshop.upright(photo_of(30, 20))
    assert caught.value.code == "too_small"


def test_an_answer_with_something_missing_is_given_up() -> None:
    with PhotoWorkshop() as workshop, pytest.raises(PhotoRefused) as caught:
        workshop._asked(question("upright", photo_of(300, 400)), 0, lambda answer: answer[1][7])
    assert caught.value.code == "too_costly"


def test_a_refusal_comes_back_whole(workshop: PhotoWorkshop) -> None:
    with pytest.raises(PhotoRefused) as caught:
        workshop.take(photo_of(30, 20))
    assert (caught.value.code, caught.value.width, caught.value.height) == ("too_small", 30, 20)
    assert refusal(workshop, b"no photo") == "not_a_photo"
    assert workshop.take(photo_of(300, 400))


def test_a_huge_file_never_reaches_the_child() -> None:
    with PhotoWorkshop(most_seconds=0) as workshop:
        assert refusal(workshop, bytes(MOST_BYTES + 1)) == "too_many_bytes"


def test_a_child_that_takes_too_long_is_given_up() -> None:
    with PhotoWorkshop(most_seconds=0.03) as workshop:
        assert refusal(workshop, photo_of(1000, 1000)) == "too_costly"


def test_a_photo_that_swells_is_refused_and_the_next_one_taken() -> None:
    """A memory limit just above what Python and the decoders need by themselves."""
    with PhotoWorkshop(most_memory=140 * 1024 * 1024) as workshop:
        assert refusal(workshop, photo_of(5000, 5000)) in {"too_costly", "damaged"}
        assert workshop.take(photo_of(300, 400))


def test_a_crashed_child_is_replaced(workshop: PhotoWorkshop) -> None:
    workshop.take(photo_of(300, 400))
    child = workshop._child
    assert child is not None
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert refusal(workshop, photo_of(300, 400)) == "too_costly"
    assert workshop.take(photo_of(300, 400))


def test_a_child_that_can_not_start_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with PhotoWorkshop() as workshop:
        assert refusal(workshop, photo_of(300, 400)) == "too_costly"


def test_the_child_ends_with_its_input() -> None:
    data = photo_of(300, 400)
    child = subprocess.run(
        [sys.executable, "-m", "kiosk.people.photo_worker", str(2**30)],
        input=question("take", data),
        capture_output=True,
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    assert child.stdout == answer("take", data)
    assert child.stderr == b""


def heads(stream: bytes) -> Iterator[dict[str, object]]:
    file = io.BytesIO(stream)
    while length := file.read(HEAD_LENGTH.size):
        head = json.loads(file.read(HEAD_LENGTH.unpack(length)[0]))
        file.read(sum(head.get("lengths", [])))
        yield head


def test_photos_are_answered_one_after_another() -> None:
    photos = (photo_of(300, 400), b"", photo_of(400, 300))
    questions = io.BytesIO(b"".join(question("take", data) for data in photos))
    answers = io.BytesIO()
    serve(questions, answers)
    first, second, third = heads(answers.getvalue())
    assert (first["width"], second["code"], third["width"]) == (300, "not_a_photo", 400)
    assert len(first["lengths"]) == len(PhotoSize)  # type: ignore[arg-type]


def test_an_upright_photo_is_answered_alone() -> None:
    stream = answer("upright", photo_of(3000, 2000))
    (head,) = heads(stream)
    assert (head["width"], head["height"]) == (3000, 2000)
    assert "sha256" not in head


def test_memory_and_core_dumps_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    limit_memory(1000)
    assert limits == {resource.RLIMIT_AS: (1000, 1000), resource.RLIMIT_CORE: (0, 0)}


def test_a_system_without_limits_works_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    limit_memory(1000)


def test_what_a_library_prints_does_not_get_between_the_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Runs `main` with file descriptors of its own in a forked-off interpreter."""
    data = photo_of(300, 400)
    program = (
        "import os, sys\n"
        "from kiosk.people import photo_worker\n"
        "real = photo_worker.take_photo\n"
        "def noisy(data, box):\n"
        "    os.write(1, b'noise')\n"
        "    return real(data, box)\n"
        "photo_worker.take_photo = noisy\n"
        "photo_worker.main([str(2**30)])\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    child = subprocess.run(
        [sys.executable, "-c", program],
        input=question("take", data),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert child.stdout == answer("take", data)
    assert b"noise" in child.stderr


def test_main_serves_its_standard_input(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    out, err = os.dup(1), os.dup(2)
    monkeypatch.setattr(photo_worker, "limit_memory", lambda most_bytes: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(question("take", b""))))
    try:
        photo_worker.main(["1000"])
    finally:
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.close(out)
        os.close(err)
    assert "not_a_photo" in capfd.readouterr().out
