"""The ways a table can be turned away, each with a reason in plain words that a person can be shown."""


class TableError(Exception):
    """The family: a file, a sheet or a recipe could not be used."""


class RecipeError(TableError):
    """A recipe is wrong in itself; the message names the key."""


class FileRefused(TableError):
    """Nothing of a file was read. `reason` is for the person; `sheet`, `row` and `column` name the place if there is one."""

    def __init__(self, reason: str, *, sheet: str = "", row: int = 0, column: str = "", value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.sheet, self.row, self.column, self.value = reason, sheet, row, column, value


class ChildLevelFile(FileRefused):
    """The file holds records of single children (or of single homes and people). Whoever holds a copy must delete it."""
