"""Arguments of the sign-in pages: links that lead to nothing any more."""

from tests.house.world import World


def make(world: World) -> None:
    """Old links; a page says so, and gives nothing away."""
    world.kwargs["letter that is too old"] = {"key": "old"}
    world.kwargs["link that is too old"] = {"uidb36": "1", "key": "old-key"}
    world.kwargs["passkey of nobody"] = {"pk": 1}
    world.kwargs["provider of nobody"] = {"provider_id": "nobody"}
