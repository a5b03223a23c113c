"""The pump that pushes updates to the bot's webhook, again and again until the bot takes them."""

import asyncio

import aiohttp

from bot.demo.botapi.updates import Update, Webhook
from bot.demo.telegram import Telegram

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LONGEST_DELAY_SECONDS = 60.0
ANSWER_SECONDS = 60.0
IDLE_SECONDS = 1.0


class WebhookPump:
    """Pushes while `run` runs; a refused update comes back after `first_delay` seconds, then twice that."""

    def __init__(self, telegram: Telegram, first_delay: float = 1.0) -> None:
        self._world, self._queue = telegram.world, telegram.world.queue
        self._first_delay = first_delay
        self._pushing: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Pushes until cancelled; up to `max_connections` updates at a time."""
        async with aiohttp.ClientSession() as session:
            try:
                while True:
                    self._spawn(session)
                    await self._queue.signal.wait(IDLE_SECONDS)
            finally:
                for task in self._pushing.values():
                    task.cancel()

    def _spawn(self, session: aiohttp.ClientSession) -> None:
        hook = self._queue.webhook
        if not hook.url:
            return
        waiting = [update for update in self._queue.kept() if update.update_id not in self._pushing]
        for update in waiting[: max(0, hook.max_connections - len(self._pushing))]:
            task = asyncio.create_task(self._deliver(session, hook, update))
            self._pushing[update.update_id] = task

    async def _deliver(self, session: aiohttp.ClientSession, hook: Webhook, update: Update) -> None:
        delay = self._first_delay
        try:
            while hook is self._queue.webhook and update in self._queue.kept():
                if trouble := await self._push(session, hook, update):
                    hook.error, hook.error_at = trouble, self._world.stamp()
                    await asyncio.sleep(delay)
                    delay = min(delay * 2, LONGEST_DELAY_SECONDS)
                else:
                    self._queue.settle(update)
        finally:
            del self._pushing[update.update_id]
            self._queue.signal.fire()

    async def _push(self, session: aiohttp.ClientSession, hook: Webhook, update: Update) -> str | None:
        """What went wrong, in Telegram's words, or None."""
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        limit = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with session.post(hook.url, json=update.body(), headers=headers, timeout=limit) as answer:
                if 200 <= answer.status < 300:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection refused"
