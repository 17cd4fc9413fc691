"""Reads a framework from a zip file that somebody uploads: sizes are checked before anything is unpacked."""

import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from lineofsight.engine import framework as frameworks

MEGABYTE = 1024 * 1024
LARGEST_ZIP = 5 * MEGABYTE
LARGEST_UNFOLDED = 20 * MEGABYTE
MOST_FILES = 300
ENDINGS = {".toml", ".txt"}


class NotAFramework(Exception):
    """The upload is no zip file of a framework; the message says what to do."""


def framework_in(upload: BinaryIO) -> frameworks.Framework:
    """The framework in a zip file. NotAFramework for what is no such zip, FrameworkError for faults inside its files."""
    try:
        with zipfile.ZipFile(upload) as archive, tempfile.TemporaryDirectory(prefix="lineofsight-") as folder:
            _unpack(archive, _members(archive), Path(folder))
            return frameworks.load(_top(Path(folder)))
    except RecursionError as error:
        raise NotAFramework("A file holds lists inside lists too deep to read. Write them plainly.") from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
        raise NotAFramework("This is not a zip file, or it is damaged. Zip the folder again and choose it.") from error


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files that belong to a framework, after checking names and sizes."""
    kept = [one for one in archive.infolist() if not one.is_dir() and _belongs(one.filename)]
    if any(one.flag_bits & 1 for one in kept):
        raise NotAFramework("The zip file is locked with a password. Take the password off and choose it again.")
    if len(kept) > MOST_FILES:
        raise NotAFramework(f"The zip file holds {len(kept)} files. A framework has at most {MOST_FILES}.")
    if sum(one.file_size for one in kept) > LARGEST_UNFOLDED:
        raise NotAFramework("The zip file would unfold to more than 20 MB, which is too much for a framework.")
    if not kept:
        raise NotAFramework("The zip file holds no .toml file. Zip the folder of the framework and choose that.")
    return kept


def _belongs(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix in ENDINGS and not hidden and not path.is_absolute() and ":" not in name


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path) -> None:
    """Write the members under the folder; one that is longer than it said stops the whole."""
    left = LARGEST_UNFOLDED
    for member in members:
        with archive.open(member) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise NotAFramework("The zip file would unfold to more than 20 MB, which is too much for a framework.")
        path = folder.joinpath(*PurePosixPath(member.filename.replace("\\", "/")).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _top(folder: Path) -> Path:
    """The folder that holds the document, one level down where a whole folder was zipped."""
    inside = list(folder.iterdir())
    alone = len(inside) == 1 and inside[0].is_dir()
    return inside[0] if alone and not (folder / "document.txt").exists() else folder
