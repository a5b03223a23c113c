"""Joining in any order whatever: whoever is inside agreed to both texts, gave a name, and used a link of their own."""

from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

import storage.invitations
from handlers.rules import invitations, joining, people
from handlers.rules.invitations import VALID_FOR
from handlers.rules.joining import CHARTER, PROMISE
from handlers.rules.people import Person
from handlers.rules.regions import REGIONS
from storage.database import Transaction
from storage.invitations import Invitation
from storage.members import NATIONAL
from tests.examples import fewer
from tests.rules.cast import DAY, NOW, refused
from tests.storage.pair import Pair, dump

TOKENS = ("a", "b", "c")
accounts, tokens = st.sampled_from([1, 2, 3]), st.sampled_from(TOKENS)


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
        self.used, self.said = set[str](), dict[int, set[str]]()
        for token, role in zip(TOKENS, people.ROLES, strict=True):
            invitations.by_operator(self.tx, role, "FR-ARA", token, NOW)

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
            assert token not in self.used
            self.used.add(token)

    @rule(account=accounts, text=st.sampled_from(["promise", "charter"]))
    def agree(self, account: int, text: str) -> None:
        if refused(lambda: joining.agree(self.tx, who(self.tx, account), text)) is None:
            self.said[account].add(text)

    @rule(account=accounts)
    def name(self, account: int) -> None:
        if refused(lambda: joining.give_name(self.tx, who(self.tx, account), "Awa")) is None:
            self.said.setdefault(account, set()).add("name")

    @rule(account=accounts, left=st.sampled_from(["promise", "charter", "name", "region"]))
    def back(self, account: int, left: str) -> None:
        under_way = joining.on_the_way(self.tx, who(self.tx, account))
        reason = refused(lambda: joining.back(self.tx, who(self.tx, account), left))
        assert (reason is None) == (under_way is not None)
        if under_way is not None and joining.step(under_way) == left:
            self.said[account].discard({"charter": "promise", "name": "charter", "region": "name"}.get(left, ""))

    @rule(account=accounts, code=st.sampled_from(["FR-ARA", NATIONAL, "?"]))
    def choose(self, account: int, code: str) -> None:
        under_way = joining.on_the_way(self.tx, who(self.tx, account))
        reason = refused(lambda: joining.choose_region(self.tx, who(self.tx, account), code, self.now))
        if under_way is not None and reason is None:
            assert self.said[account] == {"promise", "charter", "name"}
            assert code in REGIONS
            [token] = [token for token in TOKENS if self.invitation(token).id == under_way.invitation_id]
            assert token not in self.used
            self.used.add(token)
            self.inside[account] = token

    @rule(account=accounts, token=tokens)
    def hurry(self, account: int, token: str) -> None:
        """Do what is asked next, so that people do get inside."""
        self.open(account, token)
        while (under_way := joining.on_the_way(self.tx, who(self.tx, account))) is not None:
            match joining.step(under_way):
                case "name":
                    self.name(account)
                case "region":
                    self.choose(account, "FR-ARA")
                case text:
                    self.agree(account, text)

    @precondition(lambda self: self.now < NOW + VALID_FOR)
    @rule()
    def wait(self) -> None:
        self.now += 2 * DAY

    @invariant()
    def only_those_are_inside(self) -> None:
        for account in (1, 2, 3):
            assert (who(self.tx, account).member is not None) == (account in self.inside)
        rows = dump(self.tx)
        assert {row[7:9] for row in rows["members"]} <= {(PROMISE, CHARTER)}
        assert {token for token in TOKENS if self.invitation(token).state == "used"} == self.used
        assert len(rows["roles"]) == len(self.used)


def test_nobody_gets_in_another_way(pair: Pair) -> None:
    here = type("Here", (Door,), {"pair": pair})
    run_state_machine_as_test(here, settings=settings(fewer(5), stateful_step_count=12))
