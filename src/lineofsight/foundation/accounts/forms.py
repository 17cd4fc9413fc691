"""Forms of signing in and of one's own account. Those of the sign-in library get plain labels, and no placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.recovery_codes import forms as recovery_codes
from allauth.mfa.totp import forms as app_codes
from allauth.mfa.webauthn import forms as passkeys
from allauth.socialaccount import forms as organisation
from django import forms

from lineofsight.foundation.accounts.rules import why_not_away
from lineofsight.foundation.ui.forms import DateField, Form, PersonNameField, PlainWords

PASSWORD_HINT = "At least 12 characters. Three words that do not belong together are easy to remember."  # noqa: S105
CODE_HINT = "The 6 figures that your app shows, or one of your recovery codes."


class Plain(PlainWords):
    """Labels and hints of ours over a form of the library."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(Plain, account.LoginForm):
    """E-mail address and password."""

    names = {"login": "your e-mail address", "password": "your password"}
    labels = {"login": "E-mail address", "password": "Password"}


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """Where to send the link."""

    names = {"email": "your e-mail address"}
    labels = {"email": "E-mail address"}


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    """A new password, from the link."""

    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": PASSWORD_HINT}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """The old password and a new one."""

    labels = {"oldpassword": "Your password now", "password1": "New password", "password2": "New password again"}
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A password for an account that had none."""

    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": PASSWORD_HINT}


class AddEmailForm(Plain, account.AddEmailForm):
    """A new address, which must be confirmed before it counts."""

    labels = {"email": "New e-mail address"}
    hints = {"email": "We send a link to the new address. The old one works until you open it."}


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password once more."""

    labels = {"password": "Your password"}


class SecondStepForm(Plain, second_step.AuthenticateForm):
    """The second step of signing in."""

    labels = {"code": "Code"}
    hints = {"code": CODE_HINT}


class SecondStepAgainForm(Plain, second_step.ReauthenticateForm):
    """The second step once more."""

    labels = {"code": "Code"}
    hints = {"code": CODE_HINT}


class ActivateAppForm(Plain, app_codes.ActivateTOTPForm):
    """The first code of a new app."""

    labels = {"code": "Code that your app shows"}
    hints = {"code": "6 figures. A new code comes every 30 seconds."}


class DeactivateAppForm(Plain, app_codes.DeactivateTOTPForm):
    """Nothing to fill in."""


class RecoveryCodesForm(Plain, recovery_codes.GenerateRecoveryCodesForm):
    """Nothing to fill in."""


class AddPasskeyForm(Plain, passkeys.AddWebAuthnForm):
    """A name for the passkey, and whether it is enough by itself."""

    labels = {"name": "Name of this passkey", "passwordless": "Sign in with this passkey alone, without a password"}
    hints = {
        "name": "So that you know it again, for example: work laptop.",
        "passwordless": "Your device then asks for your PIN, finger or face.",
    }


class EditPasskeyForm(Plain, passkeys.EditWebAuthnForm):
    """A new name for a passkey."""

    labels = {"name": "Name of this passkey"}


class DisconnectForm(Plain, organisation.DisconnectForm):
    """Which organisation account to take away."""


class ProfileForm(Form):
    """A person's own facts."""

    names = {"name": "your name"}

    name = PersonNameField(label="Name", max_length=200)
    telephone = forms.CharField(
        label="Telephone",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}),
        help_text="People who wait for your answer see it.",
    )
    away_from = DateField(label="First day away", required=False, help_text="For example, 27 7 2026")
    away_until = DateField(label="Last day away", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wrong = why_not_away(cleaned.get("away_from"), cleaned.get("away_until"))
        if wrong and not self.errors:
            self.add_error("away_until", wrong)
        return cleaned
