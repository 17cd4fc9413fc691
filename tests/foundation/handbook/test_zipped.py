"""Zip files of a framework: the shipped one goes round, and what is not one is refused with what to do."""

import io
import zipfile
from pathlib import Path

import pytest

from lineofsight.engine import framework as frameworks
from lineofsight.engine.framework.loading import folder_of
from lineofsight.foundation.handbook.zipped import NotAFramework, framework_in


def zip_of(files: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    made.seek(0)
    return made


def files_of(name: str, *, under: str = "") -> dict[str, bytes]:
    folder = folder_of(name)
    paths = [path for path in Path(folder).rglob("*") if path.suffix in {".toml", ".txt"}]
    return {under + str(path.relative_to(folder)): path.read_bytes() for path in paths}


@pytest.mark.parametrize("under", ["", "my-framework/"])
def test_zipped_framework_is_the_same_framework(under: str) -> None:
    files = {**files_of("harbour-2025", under=under), "__MACOSX/._x.toml": b"\x00", f"{under}picture.png": b"x"}
    assert framework_in(zip_of(files)).content_hash == frameworks.load("harbour-2025").content_hash


def test_fault_in_a_file_names_file_line_and_key() -> None:
    files = files_of("harbour-2025")
    broken = files["people.toml"].replace(b'"see_framework"', b'"see_everything"', 1)
    with pytest.raises(frameworks.FrameworkError) as caught:
        framework_in(zip_of({**files, "people.toml": broken}))
    line = broken[: broken.index(b"see_everything")].count(b"\n") + 1
    assert [(one.file, one.line) for one in caught.value.problems] == [("people.toml", line)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (io.BytesIO(b"not a zip"), "not a zip file"),
        (zip_of({"notes.docx": b"x"}), "no .toml file"),
        (zip_of({"../../etc/up.toml": b"x"}), "no .toml file"),
        (zip_of({f"{number}.toml": b"" for number in range(301)}), "301 files"),
        (zip_of({"big.toml": b"#" * (21 * 1024 * 1024)}), "20 MB"),
        (zip_of({"deep.toml": b"a = " + b"[" * 100_000, "document.txt": b""}), "too deep"),
    ],
    ids=["no zip", "other files", "climbing out", "many files", "a bomb", "deep"],
)
def test_zip_that_is_no_framework_is_refused(content: io.BytesIO, words: str) -> None:
    with pytest.raises(NotAFramework, match=words):
        framework_in(content)
