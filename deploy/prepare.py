"""Make .venv and fill it with exactly what a lock file names; at once if that is done already.

Needs nothing but Python: `python deploy/prepare.py run` for the kiosk itself, `... devices` for
serial and camera scanners too, `... dev` for its tests as well. It must start on any Python since
3.6, to be able to say what is wrong with it.
"""

import hashlib
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {
    "run": ROOT / "requirements.lock",
    "devices": ROOT / "requirements-devices.lock",
    "dev": ROOT / "requirements-dev.lock",
}
"""From the smallest to the largest: each holds what the one before it holds."""
NEEDED_BY = {
    "run": "kiosk needs",
    "devices": "kiosk and its scanners need",
    "dev": "kiosk and its tests need",
}
OLDEST = (3, 11)
VERSION = "{}.{}".format(*sys.version_info[:2])
MARKER = VENV / ".being-set-up"  # while it is there, a set-up was interrupted


def main(kind: str) -> int:
    """Prepare for "run", "devices" or "dev".

    Returns:
        The exit status: 0 ready, 1 something is missing and was named.
    """
    if sys.version_info < OLDEST:
        return complain(f"Python 3.11 or later is needed; this one is {VERSION}.")
    try:
        if not is_ready(kind):
            set_up(kind)
    except SetUpFailed as error:
        return complain(str(error))
    except (OSError, subprocess.CalledProcessError) as error:
        return complain(f"Setting up failed ({error}); the next call starts afresh.")
    except KeyboardInterrupt:
        return complain("Setting up was interrupted; the next call starts afresh.")
    return 0


class SetUpFailed(Exception):
    """There is no environment; its text is one line that says why and what to do."""


def is_ready(kind: str) -> bool:
    """Say whether the environment holds what the lock names; a larger one includes it."""
    if MARKER.exists() or not python().exists():
        return False
    kinds = list(LOCKS)
    return any(stamp(name).exists() for name in kinds[kinds.index(kind) :])


def stamp(kind: str) -> Path:
    """The file that says "ready", named after the lock's content and the Python in use."""
    content = hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()[:16]
    return VENV / f"ready-{kind}-{content}-{VERSION}"


def set_up(kind: str) -> None:
    """Make the environment if there is none that is whole, then fill it.

    Raises:
        SetUpFailed: It did not work.
    """
    if MARKER.exists() or not python().exists():
        if not has_ensurepip():
            raise SetUpFailed(
                "This Python can't make environments: install its venv package "
                f"(on Debian and Ubuntu: sudo apt install python{VERSION}-venv)."
            )
        say("Making an environment in .venv")
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.mkdir()
        MARKER.touch()
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)  # noqa: S603
    MARKER.touch()
    say(f"Fetching what the {NEEDED_BY[kind]}")
    install(LOCKS[kind])
    for old in VENV.glob("ready-*"):
        old.unlink()
    stamp(kind).touch()
    MARKER.unlink()
    say("Ready")


def install(lock: Path) -> None:
    """Install a lock's packages, checking each against its hash, one line a package.

    Raises:
        SetUpFailed: It did not work.
    """
    said = ""
    total = lock.read_text(encoding="utf-8").count("==")
    command = [str(python()), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--progress-bar", "off", "--only-binary", ":all:", "--require-hashes"]
    with subprocess.Popen(  # noqa: S603  # this program's own command
        [*command, "-r", str(lock)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        for line in pip.stdout or ():
            tell_step(line, total)
            if line.startswith("ERROR: ") or not said:
                said = line.strip()
    if pip.returncode:
        raise SetUpFailed(why_pip_failed(said))


def tell_step(line: str, total: int) -> None:
    """Tell what pip does, of what it says itself."""
    if line.startswith("Collecting "):
        say(f"  {line.split()[1]} (of at most {total})")
    elif line.startswith("Installing"):
        say("Installing them")
    elif line.startswith("WARNING: Retrying"):
        say("  waiting for the network ...")


def why_pip_failed(said: str) -> str:
    """One line on what went wrong and what to do.

    Args:
        said: The last error that pip told of.
    """
    no_such = "No matching distribution found for "
    if no_such in said:
        package = said.split(no_such)[1].split()[0]
        machine = f"{platform.system()} {platform.machine()}, Python {VERSION}"
        return (
            f"{package} could not be had for this machine ({machine}): look whether the network"
            " is there; if it is, nobody made the package for it: try another Python from 3.11 on,"
            " or another machine."
        )
    said = said.replace("ERROR: ", "") or "pip said nothing"
    return f"Setting up failed ({said}); the next call starts afresh."


def python() -> Path:
    """The environment's own Python."""
    if sys.platform == "win32":
        return VENV / "Scripts" / "python.exe"
    return VENV / "bin" / "python"


def has_ensurepip() -> bool:
    """Say whether environments can be made: Debian ships Python without it."""
    try:
        import ensurepip
    except ImportError:
        return False
    return hasattr(ensurepip, "version")  # an empty folder that was left behind has none


def say(line: str) -> None:
    """Tell of a step."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(line: str) -> int:
    """Tell what is missing, and fail."""
    sys.stderr.write(line + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:2] and sys.argv[1] in LOCKS else "run"))
