"""The state of the votes: rounds, who voted for what, and what may follow what. It knows neither servers nor clocks."""

import csv
import io
from collections import Counter

from nnlab.votes.questions import LETTERS, Question

MAX_ROUNDS = 2
MAX_PHONES = 2000
EXPLAIN_BELOW, GO_ON_ABOVE = 0.3, 0.7  # shares of right votes between which a discussion helps most

# What the presenter may do -> the phases in which it may be done. The phases: waiting, open, closed, shown, explained.
ACTIONS = {
    "open": ("waiting", "closed"),
    "close": ("open",),
    "show": ("closed",),
    "again": ("shown",),
    "explain": ("closed", "shown"),
}


class Refused(Exception):
    """A request that is not done: the HTTP status, the key of the sentence that says why, and the values of that sentence."""

    def __init__(self, status: int, reason: str, **values):
        super().__init__(reason)
        self.status, self.reason, self.values = status, reason, values


def whole_number(text: str) -> int:
    """The number in a request, at most six digits; Refused if it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise Refused(400, "not_a_number")
    return int(text)


class Vote:
    """The vote on one question: its phase, and for each round which phone chose what."""

    def __init__(self, question: Question, number: int):
        self.question, self.number = question, number
        self.phase = "waiting"
        self.rounds: list[dict[str, int]] = []

    def act(self, action: str) -> None:
        """Do what the presenter asks for: one of `ACTIONS`; Refused if it is unknown or cannot be done in this phase."""
        if action not in ACTIONS:
            raise Refused(400, "no_such_action", actions=", ".join(ACTIONS))
        if self.phase not in ACTIONS[action] or (action == "again" and len(self.rounds) == MAX_ROUNDS):
            raise Refused(409, f"not_now.{action}")
        if action == "again" or not self.rounds:
            self.rounds.append({})
        self.phase = {"open": "open", "again": "open", "close": "closed", "show": "shown", "explain": "explained"}[action]

    def choice_of(self, phone: str) -> int | None:
        """What a phone chose in the current round; None if it has not voted."""
        return self.rounds[-1].get(phone) if self.rounds else None

    def cast(self, phone: str, round: int, choice: int) -> None:
        """Count the choice of a phone in a round, once; Refused says why it is not counted.

        The same vote again is counted once and is no error: a phone repeats it if the answer got lost.
        """
        if not 0 <= choice < self.question.n_choices:
            raise Refused(400, "no_such_choice")
        if round != len(self.rounds):
            raise Refused(409, "round_over")
        votes = self.rounds[-1] if self.rounds else {}
        if votes.get(phone) == choice:
            return
        if self.phase != "open":
            raise Refused(409, "closed")
        if phone in votes:
            raise Refused(409, "voted_already")
        if len(votes) >= MAX_PHONES:
            raise Refused(503, "full")
        votes[phone] = choice

    def counts(self) -> list[list[int]]:
        """For each round, how many votes each choice has."""
        tallies = [Counter(votes.values()) for votes in self.rounds]
        return [[tally[choice] for choice in range(self.question.n_choices)] for tally in tallies]


class Votes:
    """All votes of a lecture, by the id of their question, and the one on the slide; what is left keeps its votes."""

    def __init__(self, first_number: int = 1):
        self.by_id: dict[str, Vote] = {}
        self.first_number = first_number
        self.current: Vote | None = None

    def go_to(self, question: Question | None) -> None:
        """The slide shows this question now, or none. A vote that is open is closed when its slide is left."""
        current = self.current
        if current is not None and (question is None or question.id != current.question.id):
            current.phase = "closed" if current.phase == "open" else current.phase
            self.current = None
        if question is not None:
            self.current = self.by_id.setdefault(question.id, Vote(question, self.next_number))
            self.current.question = question  # its numbers may be new

    def act(self, action: str) -> None:
        """Do something with the vote on the slide; Refused if there is none."""
        self._vote().act(action)

    def cast(self, phone: str, number: int, round: int, choice: int) -> None:
        """Count a vote for question `number`; Refused if it is not the one on the slide, or as `Vote.cast` says."""
        if self._vote().number != number:
            raise Refused(409, "question_over")
        self._vote().cast(phone, round, choice)

    def _vote(self) -> Vote:
        if self.current is None:
            raise Refused(409, "no_question")
        return self.current

    @property
    def next_number(self) -> int:
        """The number of the next question; a page of an earlier lecture that is still open has a lower one."""
        return self.first_number + len(self.by_id)

    @property
    def tag(self) -> str:
        """Changes whenever phones have something new to show."""
        vote = self.current
        return "none" if vote is None else f"{vote.number}-{len(vote.rounds)}-{vote.phase}"


def share_right(counts: list[int], right: int) -> float | None:
    """The share of the votes that are right; None without votes."""
    return counts[right] / sum(counts) if sum(counts) else None


def suggestion(share: float | None) -> str:
    """What a share of right votes suggests: `explain` again, `discuss` and vote again, or `go_on`; `wait` without votes."""
    if share is None:
        return "wait"
    return "explain" if share < EXPLAIN_BELOW else "go_on" if share > GO_ON_ABOVE else "discuss"


def totals_csv(votes: Votes, language: str) -> str:
    """The number of votes for every choice of every round, as CSV; nothing in it belongs to a phone or a time."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["question", "text", "round", "choice", "choice_text", "right", "votes"])
    for vote in votes.by_id.values():
        text, *choices = map(_cell, vote.question.texts[language])
        for round, counts in enumerate(vote.counts(), start=1):
            for index, count in enumerate(counts):
                right = "yes" if index == vote.question.right else "no"
                writer.writerow([vote.question.id, text, round, LETTERS[index], choices[index], right, count])
    return file.getvalue()


def _cell(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
