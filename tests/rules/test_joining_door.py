"""Joining in any order whatever: whoever is inside said all that is asked; no link lets in more than it may."""

from collections import Counter
from collections.abc import Callable
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

import storage.invitations
from handlers.rules import invitations, joining, people
from handlers.rules.invitations import VALID_FOR
from handlers.rules.joining import STEPS
from handlers.rules.people import Person
from storage.database import Transaction
from storage.invitations import Invitation
from storage.members import NATIONAL
from tests.examples import fewer
from tests.rules.cast import DAY, NOW, VERSION, refused
from tests.storage.pair import Pair, dump

TOKENS = ("a", "b", "c")
USES = {"a": 1, "b": 2, "c": 1}
ACCOUNTS = (1, 2, 3)
accounts, tokens = st.sampled_from(ACCOUNTS), st.sampled_from(TOKENS)


def who(tx: Transaction, number: int) -> Person:
    return people.recognise(tx, number, "fr")


class Door(RuleBasedStateMachine):
    """Three people and three links, in any order; the model remembers what each agreed to since their link."""

    pair: ClassVar[Pair]

    def __init__(self) -> None:
        super().__init__()
        self.rehearsal = self.pair.rehearse()
        self.tx = self.rehearsal.__enter__()
        self.now, self.inside = NOW, dict[int, str]()  # who came in, with which link
        self.used, self.said = Counter[str](), dict[int, set[str]]()
        for token, role in zip(TOKENS, people.ROLES, strict=True):
            invitations.by_operator(self.tx, role, "FR-ARA", token, NOW)
            storage.invitations.change(self.tx, self.invitation(token).id, uses=USES[token])

    def teardown(self) -> None:
        self.rehearsal.__exit__(None, None, None)

    def invitation(self, token: str) -> Invitation:
        found = storage.invitations.by_token(self.tx, token)
        assert found
        return found

    @rule(account=accounts, token=tokens)
    def open(self, account: int, token: str) -> None:
        before = joining.on_the_way(self.tx, who(self.tx, account))
        member = who(self.tx, account).member
        reason = refused(lambda: joining.open_invitation(self.tx, who(self.tx, account), token, self.now))
        after = joining.on_the_way(self.tx, who(self.tx, account))
        if after != before:
            self.said[account] = set()
        if member is not None and reason is None and people.member(who(self.tx, account)).roles != member.roles:
            self.used[token] += 1

    def say(self, account: int, step: str, region: str = "FR-ARA") -> None:
        """Give what one of the steps asks for."""
        tx, person = self.tx, who(self.tx, account)
        given: dict[str, Callable[[], object]] = {
            "adult": lambda: joining.come_of_age(tx, person),
            "name": lambda: joining.give_name(tx, person, "Awa"),
            "region": lambda: joining.choose_region(tx, person, region),
            "organisation": lambda: joining.give_organisation(tx, person, None),
        }
        if refused(given.get(step, lambda: joining.agree(tx, person, step, VERSION))) is None:
            self.said[account].add(step)

    @rule(account=accounts, step=st.sampled_from([*STEPS]), region=st.sampled_from(["FR-ARA", NATIONAL, "?"]))
    def answer(self, account: int, step: str, region: str) -> None:
        self.say(account, step, region)

    @rule(account=accounts, left=st.sampled_from([*STEPS, joining.LAST]))
    def back(self, account: int, left: str) -> None:
        under_way = joining.on_the_way(self.tx, who(self.tx, account))
        reason = refused(lambda: joining.back(self.tx, who(self.tx, account), left))
        assert (reason is None) == (under_way is not None)
        steps = [*STEPS, joining.LAST]
        if under_way is not None and joining.step(under_way) == left != "promise":
            self.said[account].discard(steps[steps.index(left) - 1])

    @rule(account=accounts)
    def turn_back(self, account: int) -> None:
        """« J’ai 18 ans ou plus » ? Non."""
        if refused(lambda: joining.turn_back(self.tx, who(self.tx, account))) is None:
            self.said[account] = set()

    @rule(account=accounts)
    def end(self, account: int) -> None:
        under_way = joining.on_the_way(self.tx, who(self.tx, account))
        reason = refused(lambda: joining.finish(self.tx, who(self.tx, account), True, self.now))
        if under_way is not None:  # whoever has begun and said everything is never turned away
            assert (reason is None) == (self.said[account] == set(STEPS))
            if reason is None:
                [token] = [token for token in TOKENS if self.invitation(token).id == under_way.invitation_id]
                self.used[token] += 1
                self.inside[account] = token

    @rule(account=accounts, token=tokens)
    def hurry(self, account: int, token: str) -> None:
        """Do what is asked next, so that people do get inside."""
        self.open(account, token)
        while (under_way := joining.on_the_way(self.tx, who(self.tx, account))) is not None:
            step = joining.step(under_way)
            if step == joining.LAST:
                self.end(account)
            else:
                self.say(account, step)

    @precondition(lambda self: self.now < NOW + VALID_FOR)
    @rule()
    def wait(self) -> None:
        self.now += 2 * DAY

    @invariant()
    def only_those_are_inside(self) -> None:
        for account in ACCOUNTS:
            assert (who(self.tx, account).member is not None) == (account in self.inside)
        rows = dump(self.tx)
        assert {(row[7], row[8]) for row in rows["members"]} <= {(VERSION, VERSION)}
        for token in TOKENS:
            found = self.invitation(token)
            assert found.used == self.used[token]
            assert found.used + storage.invitations.under_way(self.tx, found.id) <= USES[token]
        assert len(rows["roles"]) == self.used.total()


def test_nobody_gets_in_another_way(pair: Pair) -> None:
    here = type("Here", (Door,), {"pair": pair})
    run_state_machine_as_test(here, settings=settings(fewer(5), stateful_step_count=12))
