"""What a member agreed to: shown with its versions, read again, and the charter asked for again when it changed."""

from telegram import Update

from handlers import home, joining_steps
from handlers.context import Context, user_of
from handlers.routes import parts
from handlers.rules import charter, people, profile
from handlers.screen import Button, Rows, Screen, say, show
from handlers.speech import Speech


async def show_all(update: Update, context: Context) -> None:
    """Everything agreed to, and how to take it back."""
    await context.commit(user_of(update), people.own)
    await show(update, context, _screen(context))


def _screen(context: Context) -> Screen:
    t, reader = context.t, people.member(context.who)
    text = say(
        t,
        "agreement.screen",
        promise=reader.promise,
        charter=reader.charter,
        directory=t("directory.listed" if reader.directory else "directory.not_listed"),
    )
    switch = "leave" if reader.directory else "join"
    rows = [
        [Button(t("agreement.button.promise"), "x:promise"), Button(t("agreement.button.charter"), "x:charter")],
        [Button(t(f"directory.button.{switch}"), f"x:dir:{int(not reader.directory)}")],
        [Button(t("button.back"), "s:open"), home.back(t)],
    ]
    if charter.outdated(reader, context.house.charter):
        rows.insert(0, [home.new_charter(t)])
    return Screen(text, rows)


async def switch_directory(update: Update, context: Context) -> None:
    """Be found in the directory, or not any more."""
    (listed,) = parts(update, 1)
    context.person = await context.commit(user_of(update), profile.list_in_directory, listed == "1")
    await show(update, context, _screen(context))


async def read_promise(update: Update, context: Context) -> None:
    """The confidentiality text again."""
    await context.commit(user_of(update), people.own)
    await show(update, context, Screen(joining_steps.promise(context.t, context.house), _back(context.t)))


async def read_charter(update: Update, context: Context) -> None:
    """The charter again, as it now is."""
    await context.commit(user_of(update), people.own)
    await show(update, context, Screen(joining_steps.charter(context.t, context.house), _back(context.t)))


def _back(t: Speech) -> Rows:
    return [[Button(t("button.back"), "x:all"), home.back(t)]]


async def read_new(update: Update, context: Context) -> None:
    """What changed in the charter, and all of it; nothing has to be decided now."""
    await context.commit(user_of(update), people.own)
    t, new = context.t, context.house.charter
    if not charter.outdated(people.member(context.who), new):
        await read_charter(update, context)
        return
    changes = new.changes[t.language]
    lead = say(t, "agreement.changes", changes=changes) if changes else say(t, "agreement.new")
    rows = [
        [Button(t("agreement.button.accept"), f"x:yes:{new.version}", style="primary")],
        [Button(t("agreement.button.later"), "h:home")],
    ]
    await show(update, context, Screen(f"{lead}\n\n{joining_steps.charter(t, context.house)}", rows))


async def accept(update: Update, context: Context) -> None:
    """The new charter is agreed to, in the version that was read."""
    (version,) = parts(update, 1)
    await context.commit(user_of(update), charter.accept, version, context.house.charter)
    t = context.t
    await show(update, context, Screen(say(t, "agreement.accepted", version=version), [[home.back(t)]]))


TAPS = {
    "x:all": show_all,
    "x:dir": switch_directory,
    "x:promise": read_promise,
    "x:charter": read_charter,
    "x:new": read_new,
    "x:yes": accept,
}
