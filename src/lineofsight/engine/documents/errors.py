"""What can be wrong with a document or a template, in words that a person can be shown."""


class DocumentError(ValueError):
    """The document cannot be made as it is; the message says what to change."""


class TemplateError(DocumentError):
    """A Word template cannot serve; `missing` names the styles that it lacks, empty when something else is wrong."""

    def __init__(self, message: str, *, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.missing = missing
