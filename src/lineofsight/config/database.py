"""Turns two addresses in the environment into what Django asks for: the database, and sign-in through an organisation."""

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from lineofsight.config import env

# Four writers at once lost 13 to 21 in a hundred writes to "database is locked" without these.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
}


def from_address(address: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///PATH` or `postgresql://user:password@host:port/name`; SettingError for another."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path).removeprefix("/") if parts.path.startswith("//") else unquote(parts.path),
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise env.SettingError(f"LINEOFSIGHT_DATABASE is “{address}”; begin it with sqlite:/// or postgresql://.")


def organisation_accounts() -> list[dict[str, Any]]:
    """Sign-in through organisations, from `LINEOFSIGHT_ORGANISATION_ACCOUNTS`: JSON list of id, name, server, client, secret."""
    given = env.text("LINEOFSIGHT_ORGANISATION_ACCOUNTS", "[]")
    try:
        return [
            {
                "provider_id": account["id"],
                "name": account["name"],
                "client_id": account["client"],
                "secret": account["secret"],
                "settings": {
                    "server_url": account["server"],
                    "domains": list(account.get("domains", [])),
                    "origins": list(account.get("origins", [])),
                },
            }
            for account in json.loads(given)
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise env.SettingError(
            "LINEOFSIGHT_ORGANISATION_ACCOUNTS must be a JSON list of objects with id, name, server, client and secret "
            f"({error})."
        ) from error


def organisation_account_origins() -> list[str]:
    """Origins that the browser may be sent to after a sign-in form."""
    settings = [account["settings"] for account in organisation_accounts()]
    servers = [urlsplit(one["server_url"]) for one in settings]
    named = {origin.rstrip("/") for one in settings for origin in one["origins"]}
    return sorted({f"{server.scheme}://{server.netloc}" for server in servers} | named)
