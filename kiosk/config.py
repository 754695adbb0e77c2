"""The home: the folder that holds one site's file, its secret and nothing else of value."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.i18n import _

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Home:
    """One site's folder.

    Attributes:
        folder: Where everything of the site is kept.
    """

    folder: Path

    @property
    def database(self) -> Path:
        """The site's record."""
        return self.folder / "kiosk.db"

    @property
    def secret_file(self) -> Path:
        """The key that badge codes are derived from; never in the database."""
        return self.folder / "secret.key"

    def is_empty(self) -> bool:
        """Whether no site was ever set up here."""
        return not self.database.exists()

    def make(self) -> None:
        """Make the folder, for its owner only.

        Raises:
            KioskError: `no_home`: it can't be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise KioskError(
                "no_home",
                _("The folder {folder} can't be made; choose another one with --home.").format(
                    folder=self.folder
                ),
            ) from error

    def secret(self) -> bytes:
        """The badge secret; made on first use, readable by its owner only.

        Raises:
            KioskError: `no_secret`: it can't be read, or was lost while the record is there.
        """
        try:
            if not self.secret_file.exists() and self.is_empty():
                self._make_secret()
            key = bytes.fromhex(self.secret_file.read_text("ascii").strip())
        except (OSError, ValueError) as error:
            raise _no_secret(self.secret_file) from error
        if len(key) != _SECRET_BYTES:
            raise _no_secret(self.secret_file)
        return key

    def _make_secret(self) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(self.secret_file, flags, 0o600), "w") as file:
            file.write(secrets.token_hex(_SECRET_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _no_secret(path: Path) -> KioskError:
    return KioskError(
        "no_secret",
        _(
            "The badge secret {file} is missing or damaged; bring it back from the backup,"
            " because without it no badge can be printed again."
        ).format(file=path),
    )


def default_folder() -> Path:
    """Where a site is kept when nobody says otherwise."""
    from platformdirs import user_data_path  # costs 28 ms, often not needed

    return user_data_path("site-kiosk", appauthor=False)


def choose_home(option: str | None, *, demo: bool = False) -> Home:
    """The home from the command line, else `KIOSK_HOME`, else the user's data folder."""
    named = option or os.environ.get("KIOSK_HOME")
    if named:
        return Home(Path(named).expanduser())
    return Home(default_folder() / ("demo" if demo else "site"))
