"""A real provider of organisation accounts."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROVIDER = Path(__file__).parent / "provider"
PEOPLE = {
    "vera": {"email": "vera@council.example", "email_verified": True, "name": "Vera Fied"},
    "nora": {"email": "nora@council.example", "email_verified": False, "name": "Nora Proof"},
    "silent": {"name": "No Address"},
    "abroad": {"email": "mona@elsewhere.example", "email_verified": True, "name": "Mona Abroad"},
}


@pytest.fixture(scope="session")
def installed_provider() -> Path:
    """The folder where npm installed the provider, once for each lock file."""
    lock = (PROVIDER / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "lineofsight"
    folder = cache / f"provider-{hashlib.sha256(lock).hexdigest()[:12]}"
    if shutil.which("npm") is None:
        pytest.skip("The provider needs node and npm.")
    if not (folder / "node_modules" / "oidc-provider").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PROVIDER / name, folder)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    shutil.copy(PROVIDER / "provider.mjs", folder)
    return folder


@pytest.fixture
def provider(installed_provider: Path, live_server: Any, settings: Any) -> Iterator[str]:
    """The address of a running provider that the product knows as “Westmarch Council”."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    back = f"{live_server.url}/accounts/organisation/council/login/callback/"
    environment = {**os.environ, "PORT": str(port), "PEOPLE": json.dumps(PEOPLE), "RETURN_ADDRESS": back}
    _tell_the_product(settings, address)
    with tempfile.TemporaryFile() as log:
        command = ["node", "provider.mjs"]
        running = subprocess.Popen(command, cwd=installed_provider, env=environment, stdout=subprocess.PIPE, stderr=log)
        try:
            assert running.stdout is not None
            assert running.stdout.readline().strip() == b"ready"
            yield address
        finally:
            running.terminate()
            running.wait(timeout=10)


def _tell_the_product(settings: Any, address: str) -> None:
    app = {
        "provider_id": "council",
        "name": "Westmarch Council",
        "client_id": "line-of-sight",
        "secret": "only-for-tests",
        "settings": {"server_url": address, "domains": ["council.example"]},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    wider = {**policy, "form-action": [*policy["form-action"], address]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": wider}
