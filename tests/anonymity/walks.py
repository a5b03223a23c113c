"""Walks through the real program, one function each: whatever people can do, the engines do by them.

A new flow is a new function here under `@walk`.
"""

import re

from tests.anonymity.town import COORDINATOR, SUPERVISOR, Resident, Town
from tests.anonymity.walking import walk

LINK = re.compile(r"start=(\S+)")
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}\b")  # half of one on paper


# Reports -----------------------------------------------------------------------------------------


@walk(often=6, sends=True)
async def patient(town: Town, who: Resident) -> None:
    """Written freely, for an answer at the next slot."""
    await town.say(who.id, town.sentence())
    await town.must(who.id, "r:t:0:", "r:l:0:", "r:q:01:", "r:v:01-", "r:s:")


@walk(often=3, sends=True)
async def information(town: Town, who: Resident) -> None:
    """Asked for by /difficulte, without any answer expected."""
    await town.say(who.id, "/difficulte")
    await town.say(who.id, town.sentence())
    await town.must(who.id, "r:t:1:", "r:l:c:", "r:q:c0:", "r:v:c0-", "r:s:")


@walk(often=1, sends=True)
async def pressing(town: Town, who: Resident) -> None:
    """It cannot wait; its writer looks at the zones, and keeps their own."""
    await town.say(who.id, town.sentence())
    await town.must(who.id, "r:t:0:", "r:l:4:", "r:q:42:", "r:v:42-", "r:z:", "r:v:42", "r:s:")


@walk(often=1, sends=True)
async def danger(town: Town, who: Resident) -> None:
    """In immediate danger: the numbers first."""
    await town.say(who.id, town.sentence())
    await town.must(who.id, "r:t:0:", "r:l:0:", "r:d:03:", "r:q:03:", "r:v:03-", "r:s:")


@walk(often=2, sends=True)
async def aside(town: Town, who: Resident) -> None:
    """It concerns whoever supervises the zone."""
    await town.say(who.id, town.sentence())
    await town.must(who.id, "r:t:0:", "r:l:5:", "r:q:51:", "r:v:51a", "r:s:")


@walk(sends=True)
async def rewords(town: Town, who: Resident) -> None:
    """Written once, and otherwise."""
    await town.say(who.id, town.sentence("D’abord"))
    await town.must(who.id, "r:t:0:", "r:l:0:", "r:q:01:", "r:v:01-", "r:w:")
    await town.say(who.id, town.sentence())
    await town.must(who.id, "r:s:")


@walk()
async def with_a_code(town: Town, who: Resident) -> None:
    """Sent with a code on paper, which is written down; opened with it, and a photo added."""
    await town.say(who.id, town.sentence())
    await town.must(who.id, "r:t:0:", "r:l:3:", "r:q:31:", "r:v:31-", "r:c:")
    code = "\n".join(CODE.findall(town.last(who.id)))
    await town.tap(who.id, "k:x")
    await _open(town, who, code)
    await town.must(who.id, "p:k:")
    await town.show(who.id)
    await town.must(who.id, "p:d:")
    await _open(town, who, code)
    await town.must(who.id, "p:w:", "k:x")


async def _open(town: Town, who: Resident, code: str) -> None:
    await town.say(who.id, "/code")
    await town.say(who.id, code)


@walk()
async def with_a_pin(town: Town, who: Resident) -> None:
    """The same with a PIN; then the exchange is opened with both, gone on with, and closed."""
    await town.say(who.id, town.sentence())
    await town.must(who.id, "r:t:0:", "r:l:3:", "r:q:31:", "r:v:31-", "r:c:", "k:p:")
    pin = town.word("Pin")
    await town.say(who.id, pin)
    code = "\n".join(CODE.findall(town.seen(who.id))[-2:])
    town.texts |= {pin, code}
    await town.must(who.id, "k:x")
    await town.say(who.id, "/code")
    await town.say(who.id, f"{code}\n{pin}")
    await town.must(who.id, "k:r:")
    await town.say(who.id, town.sentence("J’ajoute"))
    await town.must(who.id, "k:s:")


# Questions to the peers ---------------------------------------------------------------------------


@walk(often=2)
async def asks_the_peers(town: Town, who: Resident) -> None:
    """Without a name, for the next slot."""
    await town.say(who.id, town.sentence("Comment faites-vous"))
    await town.must(who.id, "q:g:", "q:v:a:", "q:s:a:")


@walk()
async def asks_with_their_name(town: Town, who: Resident) -> None:
    """At once; the group sees who asks, the files do not say it any longer."""
    await town.tap(who.id, "h:open")
    await town.say(who.id, "/start")
    await town.must(who.id, "q:new")
    await town.say(who.id, town.sentence("Qui sait"))
    await town.must(who.id, "q:v:s:", "q:s:s:")


@walk(often=2)
async def answers_the_peers(town: Town, who: Resident) -> None:
    """Below a question that stands in the group, if there is one; without a name."""
    if not (links := town.links(who)):
        return
    town.telegram.start(who.id, links[-1])
    await town.settle()
    await town.say(who.id, town.sentence("Essayez ceci"))
    await town.must(who.id, "q:v:a:", "q:s:a:")


# What else writers do ----------------------------------------------------------------------------


@walk(often=3)
async def looks(town: Town, who: Resident) -> None:
    """Opens the exchange and folds it away."""
    await town.tap(who.id, "w:o:", "w:h:")


@walk(often=3)
async def replies(town: Town, who: Resident) -> None:
    """Adds something to what was sent."""
    if await town.tap(who.id, "w:o:", "w:r:") and town.asked(who.id):  # who ended it meanwhile asks nothing
        await town.say(who.id, town.sentence("J’ajoute"))
        await town.must(who.id, "w:s:")


@walk()
async def takes_back(town: Town, who: Resident) -> None:
    """Asks to be told of an answer, then erases everything."""
    await town.tap(who.id, "w:o:", "w:p:", "w:e:", "w:gone:")


@walk()
async def changes_their_mind(town: Town, who: Resident) -> None:
    """Writes, chooses, and sends nothing."""
    await town.say(who.id, town.sentence("Non"))
    await town.must(who.id, "r:t:0:", "r:l:2:", "r:q:21:", "r:v:21-", "r:x")


@walk()
async def goes_wrong(town: Town, who: Resident) -> None:
    """A text too long, a photo, a forged and a stale button."""
    await town.say(who.id, town.sentence() * 60)
    town.telegram.send_media(who.id, "photo")
    await town.settle()
    await town.say(who.id, "/aide")
    for data in ("r:s:99:x", f"w:o:{'A' * 22}", "b:list", "m:a:yes:999999", "gone"):
        town.telegram.tap(who.id, who.id, town.telegram.visible(who.id, who.id)[-1]["message_id"], data)
        await town.settle()


# Everything but reports --------------------------------------------------------------------------


@walk(often=6)
async def answers_a_meeting(town: Town, who: Resident) -> None:
    """One tap on the lowest card."""
    await town.tap(who.id, f"m:a:{town.random.choice(('yes', 'maybe', 'no'))}:")


@walk(often=2)
async def proposes(town: Town, who: Resident) -> None:
    """Something to speak of at the meeting of the lowest card, without a name, and a vote for it."""
    if await town.tap(who.id, "ag:o:", "ag:new:") and town.asked(who.id):
        await town.say(who.id, "Les horaires de la permanence")
        await town.must(who.id, "ag:add:a:")
        await town.tap(who.id, "ag:see:", "ag:v:1:")


@walk(often=3)
async def has_an_appointment(town: Town, who: Resident) -> None:
    """Takes a time with somebody who supervises, where one is offered; now and then gives the first one back."""
    await town.say(who.id, "/supervision")
    if not await town.tap(who.id, "sv:seat:", "sv:drop:", "sv:off:"):
        await town.tap(who.id, "sv:book:")


@walk(often=3)
async def strolls(town: Town, who: Resident) -> None:
    """Home, privacy, meetings, another language and back."""
    for word in ("/start", "/confidentialite", "/reunions", "/annuler"):
        await town.say(who.id, word)
    await town.tap(who.id, "h:home", "s:open", "h:lang:", "s:open", "h:lang:")


@walk()
async def goes_and_comes_back(town: Town, who: Resident) -> None:
    """Blocks the bot, and opens it again."""
    town.telegram.block(who.id)
    await town.settle()
    town.telegram.start(who.id)
    await town.settle()


# Supervisors and coordinators --------------------------------------------------------------------


@walk(SUPERVISOR, often=4)
async def reads(town: Town, who: Resident) -> None:
    """Opens a message, and closes it."""
    await town.say(who.id, "/start")
    await town.tap(who.id, "b:list", "b:o:", "b:c")


@walk(SUPERVISOR)
async def sees(town: Town, who: Resident) -> None:
    """Looks at the photo of a message, if the first one has one."""
    await town.say(who.id, "/start")
    await town.tap(who.id, "b:list", "b:o:", "p:b:", "b:c")


@walk(SUPERVISOR, often=4)
async def answers(town: Town, who: Resident) -> None:
    """Opens a message and answers it."""
    await town.say(who.id, "/start")
    if await town.tap(who.id, "b:list", "b:o:", "b:r:") and town.asked(who.id):
        await town.say(who.id, town.sentence("Parlons-en"))
        await town.must(who.id, "b:s:", "b:list")


@walk(SUPERVISOR)
async def ends(town: Town, who: Resident) -> None:
    """Ends an exchange, after a moment's doubt."""
    await town.say(who.id, "/start")
    await town.tap(who.id, "b:list", "b:o:", "c:e:", "b:k:", "c:e:", "c:end:")


@walk(SUPERVISOR, often=2)
async def handles(town: Town, who: Resident) -> None:
    """Takes care of a message, leaves a note, hands it on."""
    await town.say(who.id, "/start")
    if await town.tap(who.id, "b:list", "b:o:", "c:on:", "n:r:") and town.asked(who.id):
        await town.say(who.id, town.sentence("Note"))
        await town.must(who.id, "n:s:")
        await town.tap(who.id, "c:to:", "c:sure:", "c:go:")


@walk(SUPERVISOR)
async def offers_times(town: Town, who: Resident) -> None:
    """An hour every week, and a look at who comes."""
    await town.say(who.id, "/supervision")
    await town.must(who.id, "so:ask")
    await town.say(who.id, "le jeudi à 9h chaque semaine")
    await town.tap(who.id, "so:card:")  # on a Thursday two first dates may be meant
    await town.tap(who.id, "so:put:", "so:one:")  # they may have offered this hour before


@walk(COORDINATOR)
async def lets_somebody_in(town: Town, who: Resident) -> None:
    """Makes an invitation; somebody new comes in by it, as far as the home screen."""
    await town.say(who.id, "/inviter")
    await town.must(who.id, "i:make:")
    person = town.telegram.person(town.word("Profil"), username=town.word("canari")).id
    town.telegram.start(person, LINK.findall(town.last(who.id))[-1])
    await town.settle()
    await town.must(person, "j:agree:promise", "j:agree:charter", "j:adult:yes")
    await town.say(person, town.word("Nouveau"))
    await town.must(person, "j:region:", "j:pass", "j:end:1")


@walk(COORDINATOR)
async def announces(town: Town, who: Resident) -> None:
    """A meeting of the whole country."""
    await town.say(who.id, "/reunion")
    await town.must(who.id, "d:ask:when:", "d:at:", "d:sure:", "d:publish:")
