"""The boxes' private keys: one file a box and month, made at first need, destroyed with its last thread."""

import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from nacl.public import PrivateKey, PublicKey

from storage.trouble import Trouble

BOX = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
OTHERS = 0o077  # permission bits of anyone but the owner

Stamp = tuple[int, int]  # inode and time of change: whether a cached key is still the file's


class KeyLost(Exception):
    """The private key that would open this is not there any more."""


class Keyring:
    """The keys of one folder; several processes may use the folder at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cache: dict[Path, tuple[Stamp, PrivateKey]] = {}

    def public(self, box: str, month: str) -> PublicKey:
        """The key to seal for `box` with in `month` ("2026-11"), made now if missing; raises Trouble."""
        path = self._path(box, month)
        try:
            return self._load(path).public_key
        except KeyLost:
            self._create(path, PrivateKey.generate())
        return self._load(path).public_key

    def private(self, box: str, month: str) -> PrivateKey:
        """The key that opens what was sealed for `box` in `month`; raises KeyLost or Trouble."""
        return self._load(self._path(box, month))

    def mode(self, box: str, month: str) -> int:
        """The permission bits of a key's file; raises KeyLost."""
        try:
            return stat.S_IMODE(self._path(box, month).stat().st_mode)
        except FileNotFoundError as error:
            raise KeyLost from error

    def put(self, box: str, month: str, key: PrivateKey) -> None:
        """Keep a copy of a key from elsewhere; raises Trouble where another key is in its place."""
        path = self._path(box, month)
        if not path.exists():
            self._create(path, key)
        if self._load(path) != key:
            raise Trouble(f"{path} is another key: it was left as it is.")

    def successor(self, box: str, month: str) -> PublicKey:
        """The key that `replace` will put in the place of the present one; the same one until then."""
        path = _next(self._path(box, month))
        if not path.exists():
            self._create(path, PrivateKey.generate())
        return self._load(path).public_key

    def replace(self, box: str, month: str) -> None:
        """Put the successor in the place of the present key, which is destroyed; nothing changes without one."""
        path = self._path(box, month)
        if not _next(path).exists():
            return
        gone = _beside(path)
        with suppress(FileNotFoundError):
            os.link(path, gone)
        _next(path).replace(path)  # at once: at no moment is there no key
        self._cache.pop(path, None)
        _wipe(gone)

    def destroy(self, box: str, month: str) -> None:
        """Make all that was sealed for `box` in `month` unreadable, old backups too; no error if gone."""
        path = self._path(box, month)
        self._cache.pop(path, None)
        for file in (path, _next(path)):
            gone = _beside(path)
            with suppress(FileNotFoundError):
                file.rename(gone)  # first, so that a half-wiped file can never be taken for a key
            _wipe(gone)

    def check(self) -> None:
        """Raise Trouble if anyone but the owner may open the folder or any key in it."""
        for box, month in self.list():
            self._load(self._path(box, month))

    def list(self) -> tuple[tuple[str, str], ...]:
        """Every (box, month) that has a key, in alphabetical order."""
        if not self._folder.exists():
            return ()
        _private(self._folder)
        found = ((path.parent.name, path.stem) for path in self._folder.glob("*/*.key"))
        return tuple(sorted(pair for pair in found if MONTH.fullmatch(pair[1])))

    def _path(self, box: str, month: str) -> Path:
        if not BOX.fullmatch(box) or not MONTH.fullmatch(month):
            raise ValueError("a box is letters, digits and dashes; a month is written 2026-11")
        return self._folder / box / f"{month}.key"

    def _load(self, path: Path) -> PrivateKey:
        """Read a key, or take it from the cache while its file has not changed."""
        try:
            status = path.stat()
            for place in (self._folder, path.parent, path):
                _private(place)
            stamp = (status.st_ino, status.st_mtime_ns)
            if path in self._cache and self._cache[path][0] == stamp:
                return self._cache[path][1]
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise KeyLost from error
        except OSError as error:
            raise Trouble(f"The key file {path} cannot be read: {error.strerror}.") from error
        if len(content) != PrivateKey.SIZE:
            raise Trouble(f"The key file {path} is damaged: put it back from your copy of the keys.")
        key = PrivateKey(content)
        self._cache[path] = (stamp, key)
        return key

    def _create(self, path: Path, key: PrivateKey) -> None:
        """Keep a key; where another process was faster, its key stays."""
        fresh = _beside(path)
        try:
            _make_private_folder(self._folder)
            _make_private_folder(path.parent)
            _write(fresh, bytes(key), os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            with suppress(FileExistsError):
                os.link(fresh, path)  # all or nothing: no one ever sees a key half written
            fresh.unlink()
            _sync(path.parent)
        except OSError as error:
            raise Trouble(f"No key can be made in {path.parent}: {error.strerror}.") from error


def _beside(path: Path) -> Path:
    """A name of no month in the same folder, which `list` does not see."""
    return path.with_name(f".{secrets.token_hex(8)}")


def _next(path: Path) -> Path:
    """Where a key's successor waits; `list` does not see it either."""
    return path.with_name(f".{path.stem}.next")


def _wipe(file: Path) -> None:
    """Overwrite a key's file and take it away; no error if it is gone."""
    if file.exists():
        _sync(file.parent)
        _write(file, secrets.token_bytes(PrivateKey.SIZE), os.O_WRONLY)
        file.unlink()
        _sync(file.parent)


def _make_private_folder(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        _private(folder)
    else:
        _sync(folder.parent)


def _private(place: Path) -> None:
    if place.stat().st_mode & OTHERS:
        mode = "700" if place.is_dir() else "600"
        raise Trouble(f"{place} holds keys and is open to others: run chmod {mode} {place}")


def _write(path: Path, content: bytes, flags: int) -> None:
    handle = os.open(path, flags, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    """Make the names in a folder last, as fsync does for a file's content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
