"""How the bot gets its updates: setWebhook, deleteWebhook, getWebhookInfo."""

import re
from urllib.parse import urlsplit

from bot.demo.botapi.errors import bad
from bot.demo.botapi.parameters import Values
from bot.demo.botapi.state import JSON
from bot.demo.botapi.updates import Webhook
from bot.demo.botapi.world import World

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRET = re.compile(r"[A-Za-z0-9_-]*")


def set_webhook(world: World, values: Values) -> bool:
    """Plain http is taken for this machine only, as a local Bot API server does."""
    if not values["url"]:
        return delete_webhook(world, values)
    address = urlsplit(values["url"])
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOOPBACK):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not SECRET.fullmatch(values.get("secret_token", "")):
        raise bad("secret token contains unallowed characters")
    if not 1 <= values.get("max_connections", 40) <= 100:
        raise bad("max_connections must be 1-100")
    queue = world.queue
    queue.webhook = Webhook(
        values["url"],
        values.get("secret_token", ""),
        values.get("max_connections", 40),
        values.get("ip_address", ""),
    )
    queue.allowed = tuple(values.get("allowed_updates", queue.allowed))
    _drop(world, values)
    return True


def delete_webhook(world: World, values: Values) -> bool:
    world.queue.webhook = Webhook()
    _drop(world, values)
    return True


def _drop(world: World, values: Values) -> None:
    if values.get("drop_pending_updates"):
        world.queue.waiting.clear()
    world.queue.signal.fire()


def get_webhook_info(world: World, values: Values) -> JSON:
    hook = world.queue.webhook
    body: JSON = {"url": hook.url, "has_custom_certificate": False}
    body["pending_update_count"] = len(world.queue.kept())
    if hook.url:
        body["max_connections"] = hook.max_connections
        body |= {"ip_address": hook.ip_address} if hook.ip_address else {}
    if hook.error:
        body |= {"last_error_date": hook.error_at, "last_error_message": hook.error}
    return body | ({"allowed_updates": list(world.queue.allowed)} if world.queue.allowed else {})
