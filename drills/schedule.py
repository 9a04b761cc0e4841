"""One person's way through a check, with everything that goes wrong on it, drawn from a seed."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from random import Random

from drills.ledger import Fate, Ledger, Sent
from drills.visitor import Reply, Visitor

KEPT = 303


class Schedule:
    """Draws the steps and takes them."""

    def __init__(
        self,
        visitor: Visitor,
        *,
        seed: str,
        course: str,
        stranger: str,
        sign_out: Callable[[], None],
        sign_in: Callable[[], str],
    ) -> None:
        """`stranger` is somebody else's attempt; `sign_in` gives the cookie of a new sign-in."""
        self.visitor, self.ledger = visitor, visitor.ledger
        self.chance = Random(seed)
        self.course, self.stranger = course, stranger
        self.sign_out, self.sign_in = sign_out, sign_in
        self.turn = 0

    def run(self) -> Ledger:
        """From the start of the check to its result."""
        self._start()
        steps = [self._answer] * 9 + [self._change] * 4 + [self._two_tabs] * 2
        steps += [self._nonsense, self._nowhere, self._somebody_elses, self._expired, self._stale]
        for _ in range(self.chance.randint(8, 18)):
            self.chance.choice(steps)()
        for place in self._places():
            if self.chance.random() < 0.8:
                self._answer_at(place)
        self._submit()
        return self.ledger

    def _start(self) -> None:
        address = f"/courses/{self.course}/assessment"
        self.visitor.get(address)
        self._at_once(*[lambda tab: tab.post(address)] * self.chance.choice([1, 1, 2, 3]))
        self.visitor.get(address)
        reply = self._again(lambda: self.visitor.post(address))
        self.ledger.attempt = reply.location.split("/")[2]

    def _places(self) -> range:
        return range(1, 9)

    def _address(self, place: int) -> str:
        return f"/attempts/{self.ledger.attempt}/questions/{place}"

    def _look(self, place: int) -> Reply:
        return self.visitor.get(self._address(place))

    def _some_answer(self, place: int) -> tuple[str, ...]:
        return self._look(place).some_answer(self.chance)

    def _send(self, tab: Visitor, place: int, chosen: Sequence[str], turn: int) -> Fate:
        reply = tab.post(self._address(place), {"answer": list(chosen)})
        fate = Fate.UNKNOWN if reply is None else Fate.REFUSED
        if reply is not None and reply.status == KEPT and "/sign-in" not in reply.location:
            fate = Fate.REFUSED if reply.location == self._address(place) else Fate.ACKNOWLEDGED
        self.ledger.note(Sent(place, tuple(chosen), turn, fate))
        return fate

    def _answer_at(self, place: int) -> None:
        chosen = self._some_answer(place)
        self.turn += 1
        for _ in range(50):
            fate = self._send(self.visitor, place, chosen, self.turn)
            if fate is not Fate.UNKNOWN or self.chance.random() < 0.3:
                return  # some people do not try again
            self._look(place)

    def _answer(self) -> None:
        self._answer_at(self.chance.choice(self._places()))

    def _change(self) -> None:
        place = self.chance.choice(self._places())
        self._answer_at(place)
        self._answer_at(place)

    def _two_tabs(self) -> None:
        place = self.chance.choice(self._places())
        answers = [self._some_answer(place), self._some_answer(place)]
        self.turn += 1
        self._at_once(
            *[
                lambda tab, chosen=chosen: self._send(tab, place, chosen, self.turn)
                for chosen in answers
            ]
        )

    def _nonsense(self) -> None:
        place = self.chance.choice(self._places())
        self._look(place)
        self._expect({422}, self._address(place), {"answer": ["no-such-option"]})

    def _nowhere(self) -> None:
        self._look(1)
        self._expect({404}, self._address(99), {"answer": ["a"]})

    def _somebody_elses(self) -> None:
        self._look(1)
        self._expect({404}, f"/attempts/{self.stranger}/questions/1", {"answer": ["a"]})
        self._expect({404}, f"/attempts/{self.stranger}/submit", {})

    def _expired(self) -> None:
        """The session ends in the middle: the answer is not kept, and offered back."""
        place = self.chance.choice(self._places())
        chosen = self._some_answer(place)
        self.sign_out()
        self.turn += 1
        if self._send(self.visitor, place, chosen, self.turn) is Fate.ACKNOWLEDGED:
            self.ledger.surprises.append("an answer sent signed out was acknowledged")
        self.visitor.cookie = self.sign_in()
        self._answer_at(place)

    def _stale(self) -> None:
        """The form was open too long: its token is no good any more."""
        place = self.chance.choice(self._places())
        chosen = self._some_answer(place)
        self.visitor.token = "open-too-long"  # noqa: S105  # no secret
        self.turn += 1
        if self._send(self.visitor, place, chosen, self.turn) is Fate.ACKNOWLEDGED:
            self.ledger.surprises.append("an answer with a stale token was acknowledged")
        self._answer_at(place)

    def _submit(self) -> None:
        address = f"/attempts/{self.ledger.attempt}"
        self.visitor.get(f"{address}/check")
        place = self.chance.choice(self._places())
        late = self._some_answer(place)
        self.turn += 1
        self.visitor.get(f"{address}/check")
        tabs: list[Callable[[Visitor], object]] = [lambda tab: tab.post(f"{address}/submit")]
        tabs *= self.chance.choice([1, 2, 3])
        if self.chance.random() < 0.4:
            tabs.append(lambda tab: self._send(tab, place, late, self.turn))
        self._at_once(*tabs)
        self.visitor.get(f"/courses/{self.course}/assessment")
        self._again(lambda: self.visitor.post(f"{address}/submit"))
        self.ledger.submitted = True
        if "Question by question" not in self.visitor.get(address).body:
            self.ledger.surprises.append("no result after submitting")

    def _again(self, post: Callable[[], Reply | None]) -> Reply:
        """What a person does who must get through: sends it until there is a reply."""
        for _ in range(200):
            reply = post()
            if reply is not None:
                if reply.status != KEPT:
                    self.ledger.surprises.append(f"{reply.status} where 303 was due")
                return reply
        raise TimeoutError("no reply")

    def _expect(self, statuses: set[int], address: str, fields: dict[str, object]) -> None:
        reply = self.visitor.post(address, fields)
        if reply is not None and reply.status not in statuses:
            self.ledger.surprises.append(f"{reply.status} at a request that is to be refused")

    def _at_once(self, *works: Callable[[Visitor], object]) -> None:
        """Each in a tab of its own: the same cookie, another connection."""
        with ThreadPoolExecutor(len(works)) as tabs:
            list(tabs.map(lambda work: work(copy(self.visitor)), works))
