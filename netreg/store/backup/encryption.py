"""Encryption of backups with age (https://age-encryption.org/v1): for its recipients, opened by their identities.

The library, pyrage, is imported only where something is encrypted: there are systems for which it has no wheel.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from netreg.errors import DeviceError, Failure, InvalidValue, NoSuchFile, NotAllowed, UnreadableFile, UnusableInput
from netreg.language import _
from netreg.store import connections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

HEADERS = connections.ENCRYPTED
SUFFIX = ".age"
_KEY = "AGE-SECRET-KEY-"
_PRIVATE = ("-----BEGIN OPENSSH PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----")
_LARGEST = 1 << 20
"""Bytes of a file of keys: more is something else."""


def import_pyrage() -> Any:
    """Import the library.

    Raises:
        Failure: where it is not installed.
    """
    try:
        import pyrage
    except ImportError:
        raise Failure(
            _("encrypted backups need the Python package pyrage, which is not installed"),
            _("type: {command}").format(command=f"{sys.executable} -m pip install pyrage"),
        ) from None
    return pyrage


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is encrypted with age."""
    try:
        with path.open("rb") as file:
            return file.read(len(HEADERS[1])).startswith(HEADERS)
    except OSError:
        return False


# --- recipients and identities --------------------------------------------------------------


def read_recipients(written: Sequence[str]) -> list[Any]:
    """Read recipients: ``age1…`` and ssh public keys, and files that hold one in each line.

    Raises:
        InvalidValue: when one is not valid.
        NoSuchFile, UnreadableFile: when it is neither a recipient nor a file that can be read.
    """
    found: list[Any] = []
    for text in written:
        if is_recipient(text):
            found.append(_parse_recipient(text))
            continue
        lines = [line.strip() for line in _read_keys(Path(text)).splitlines()]
        given = [line for line in lines if line and not line.startswith("#")]
        if not given:
            raise InvalidValue(_("{file} holds no recipients").format(file=text))
        found += map(_parse_recipient, given)
    return found


def is_recipient(text: str) -> bool:
    """Tell whether a text is meant as a recipient itself, and not as a file of them."""
    return text.strip().startswith(("age1", "ssh-", _KEY))


def _parse_recipient(text: str) -> Any:
    pyrage = import_pyrage()
    if text.upper().startswith(_KEY) or text.startswith("-----BEGIN"):
        raise InvalidValue(_("that is a secret key; give the public one, which begins with age1 or ssh-"))
    reader = pyrage.ssh.Recipient if text.strip().startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return reader.from_str(text.strip())
    except pyrage.RecipientError:
        raise InvalidValue(
            _("'{text}' is not a recipient; expected age1…, ssh-ed25519 … or ssh-rsa …, or a file of them").format(
                text=text[:60]
            )
        ) from None


def read_identities(files: Sequence[Path]) -> list[Any]:
    """Read the identities in files: secret keys of age, one in each line, or an ssh private key.

    Raises:
        NoSuchFile, UnreadableFile: when one cannot be read.
        UnusableInput: when one holds no identity, or one that a passphrase protects.
    """
    pyrage, found = import_pyrage(), list[Any]()
    for file in files:
        content = _read_keys(file)
        lines = [line.strip() for line in content.splitlines()]
        try:
            if content.lstrip().startswith(_PRIVATE):
                found.append(pyrage.ssh.Identity.from_buffer(content.encode()))
            else:
                keys = [line for line in lines if line.startswith(_KEY)]
                found += map(pyrage.x25519.Identity.from_str, keys)
                if not keys:
                    _refuse_identity(file)
        except pyrage.IdentityError:
            _refuse_identity(file)
    return found


def _refuse_identity(file: Path) -> NoReturn:
    raise UnusableInput(
        _("{file} holds no identity that can be used").format(file=file),
        _("give a file with AGE-SECRET-KEY-1…, or an ssh private key, neither with a passphrase"),
    )


def _read_keys(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST).decode("utf-8", "replace")
    except FileNotFoundError:
        raise NoSuchFile(path) from None
    except (OSError, ValueError) as error:
        raise UnreadableFile(path, error) from None


# --- encrypting and opening ------------------------------------------------------------------


class _Watched:
    """A file for the library, which remembers what the system raised: the library passes on a text alone."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.error: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        """Read, as files do."""
        with self._watching():
            return bytes(self.file.read(size))
        return b""

    def write(self, content: bytes) -> int:
        """Write, as files do."""
        with self._watching():
            return int(self.file.write(content))
        return 0

    def flush(self) -> None:
        """Flush, as files do."""
        with self._watching():
            self.file.flush()

    @contextmanager
    def _watching(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.error = error
            raise


def encrypt(source: Any, target: IO[bytes], recipients: Sequence[Any]) -> None:
    """Encrypt all of a source, which has ``read``, to the recipients.

    Raises:
        OSError: what the system raised on the way.
    """
    pyrage = import_pyrage()
    watched = (_Watched(source), _Watched(target))
    try:
        pyrage.encrypt_io(*watched, list(recipients))
    except (pyrage.EncryptError, OSError):
        raise next((one.error for one in watched if one.error), OSError("age")) from None


def decrypt(path: Path, target: IO[bytes], identities: Sequence[Any]) -> None:
    """Decrypt a file with whichever of the identities opens it.

    Raises:
        NotAllowed: when none does.
        DeviceError: when the file was changed or cut short.
        OSError: what the system raised on the way.
    """
    pyrage = import_pyrage()
    with path.open("rb") as file:
        watched = (_Watched(file), _Watched(target))
        try:
            pyrage.decrypt_io(*watched, list(identities))
        except (pyrage.DecryptError, OSError) as error:
            if raised := next((one.error for one in watched if one.error), None):
                raise raised from None
            if "matching keys" in str(error):
                raise NotAllowed(
                    _("{path} is encrypted, and none of these identities opens it").format(path=path),
                    _("give the identity of one of its recipients with --identity FILE"),
                ) from None
            raise DeviceError(
                _("{path} is damaged: it was changed or cut short").format(path=path), _("use another backup")
            ) from None
