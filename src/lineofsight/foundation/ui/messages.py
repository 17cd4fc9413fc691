"""The words of form errors: what to do, in place of what is wrong."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise

from lineofsight.foundation.ui.words import inside_sentence, number


def _is_choice(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField | forms.ModelChoiceField)


def missing(field: forms.Field, *, label: str) -> str:
    """ "Enter the due date", "Select an answer to “How far…?”", "Choose a file"."""
    if isinstance(field, forms.FileField):
        return f"Choose a file for {inside_sentence(label)}"
    if isinstance(field, forms.BooleanField):
        return f"Tick the box: {label}"
    if label.strip().endswith("?"):
        return f"{'Select' if _is_choice(field) else 'Enter'} an answer to “{label.strip()}”"
    several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    verb = "Select at least one:" if several else "Select" if _is_choice(field) else "Enter"
    return f"{verb} {inside_sentence(label)}"


def _limits(field: forms.Field, what: str) -> dict[str, str]:
    found: dict[str, str] = {}
    longest, least, most = (getattr(field, name, None) for name in ("max_length", "min_value", "max_value"))
    if longest is not None:
        found["max_length"] = f"{what} must be {number(longest)} characters or fewer"
    if least is not None and not callable(least):
        found["min_value"] = f"{what} must be {number(least)} or more"
    if most is not None and not callable(most):
        found["max_value"] = f"{what} must be {number(most)} or less"
    return found


def _of_kind(field: forms.Field, label: str, what: str) -> dict[str, str]:
    match field:
        case forms.EmailField():
            return {"invalid": f"Enter {inside_sentence(label)} in the form name@example.org"}
        case forms.URLField():
            return {"invalid": f"Enter {inside_sentence(label)} as a full address that starts with https://"}
        case forms.FileField():
            return {"empty": "The file is empty: choose another", "invalid": "Choose the file again"}
        case forms.DecimalField() | forms.FloatField():
            return {"invalid": f"{what} must be a number, like 12.5"}
        case forms.IntegerField():  # after its own children, the fields for decimals
            return {"invalid": f"{what} must be a whole number, like 12"}
        case forms.ChoiceField() | forms.ModelChoiceField():
            return {"invalid_choice": f"Choose {inside_sentence(label)} from the list"}
    return {"invalid": f"Check {inside_sentence(label)}: we could not read it"}


def speak_plainly(field: forms.Field, *, label: str) -> None:
    """Gives a field of a form our messages, except those that its author wrote."""
    what = label.strip().rstrip(":?")
    what = what[:1].upper() + what[1:]
    plain = {"required": missing(field, label=label), **_of_kind(field, label, what), **_limits(field, what)}
    for key, text in plain.items():
        if isinstance(field.error_messages.get(key, ""), Promise) or key not in field.error_messages:
            field.error_messages[key] = text
    for validator in field.validators:
        code = getattr(validator, "code", "")
        if code in plain and hasattr(validator, "message"):
            validator.message = plain[code]
