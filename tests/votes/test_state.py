"""Votes: what may follow what, one vote for each phone and round, and totals that belong to nobody."""

import csv
import io

import pytest

from nnlab.votes.questions import Question
from nnlab.votes.state import ACTIONS, MAX_PHONES, Refused, Vote, Votes, share_right, suggestion, totals_csv

# The phases, each with the actions that lead there.
PHASES = {
    "waiting": [],
    "open": ["open"],
    "closed": ["open", "close"],
    "shown": ["open", "close", "show"],
    "second vote open": ["open", "close", "show", "again"],
    "second vote shown": ["open", "close", "show", "again", "close", "show"],
    "explained": ["open", "close", "explain"],
}
ALLOWED = {
    "waiting": {"open"},
    "open": {"close"},
    "closed": {"open", "show", "explain"},
    "shown": {"again", "explain"},
    "second vote open": {"close"},
    "second vote shown": {"explain"},
    "explained": set(),
}


def refusal(function, *arguments) -> tuple[int, str] | None:
    """The status and reason of a refusal; None if the request is done."""
    try:
        function(*arguments)
    except Refused as refused:
        return refused.status, refused.reason
    return None


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("phase", PHASES)
def test_actions_follow_each_other_in_order(question, phase, action):
    vote = Vote(question, 1)
    for done in PHASES[phase]:
        vote.act(done)
    before = vote.phase, len(vote.rounds)
    expected = None if action in ALLOWED[phase] else (409, f"not_now.{action}")
    assert refusal(vote.act, action) == expected
    if expected:
        assert (vote.phase, len(vote.rounds)) == before


def test_an_unknown_action_is_refused(votes):
    assert refusal(votes.act, "clear") == (400, "no_such_action")


def test_each_phone_counts_once(votes):
    votes.act("open")
    votes.cast("a", 1, 1, 0)
    votes.cast("a", 1, 1, 0)  # sent again because the answer got lost
    assert refusal(votes.cast, "a", 1, 1, 2) == (409, "voted_already")
    votes.cast("b", 1, 1, 2)
    assert votes.current.counts() == [[1, 0, 1]]


def test_a_late_vote_is_refused_and_a_repeated_one_is_not(votes):
    votes.act("open")
    votes.cast("a", 1, 1, 0)
    votes.act("close")
    assert refusal(votes.cast, "b", 1, 1, 0) == (409, "closed")
    assert refusal(votes.cast, "a", 1, 1, 0) is None
    votes.act("open")  # the lecturer waits for those who are late
    votes.cast("b", 1, 1, 0)
    assert votes.current.counts() == [[2, 0, 0]]


def test_the_second_round_counts_by_itself(votes):
    for action in ("open", "close", "show", "again"):
        votes.act(action)
        if action == "open":
            votes.cast("a", 1, 1, 0)
    assert refusal(votes.cast, "a", 1, 1, 1) == (409, "round_over")
    votes.cast("a", 1, 2, 1)
    assert votes.current.counts() == [[1, 0, 0], [0, 1, 0]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("a", 2, 1, 0), (409, "question_over")),
        (("a", 1, 0, 0), (409, "round_over")),
        (("a", 1, 2, 0), (409, "round_over")),
        (("a", 1, 1, 3), (400, "no_such_choice")),
        (("a", 1, 1, -1), (400, "no_such_choice")),
    ],
)
def test_what_does_not_exist_is_refused(votes, arguments, expected):
    votes.act("open")
    assert refusal(votes.cast, *arguments) == expected
    assert votes.current.counts() == [[0, 0, 0]]


def test_without_a_question_nothing_is_counted(votes):
    votes.go_to(None)
    assert refusal(votes.cast, "a", 1, 1, 0) == (409, "no_question")
    assert refusal(votes.act, "open") == (409, "no_question")


def test_the_number_of_phones_is_limited(votes):
    votes.act("open")
    for number in range(MAX_PHONES):
        votes.cast(str(number), 1, 1, 0)
    assert refusal(votes.cast, "one more", 1, 1, 0) == (503, "full")
    votes.cast("7", 1, 1, 0)  # one of those that are in
    assert votes.current.counts() == [[2000, 0, 0]]


def test_a_slide_that_is_left_is_closed_and_keeps_its_votes(votes, question):
    votes.act("open")
    votes.cast("a", 1, 1, 1)
    other = Question("other", question.texts, 0)
    votes.go_to(other)
    assert (votes.current.number, votes.current.phase) == (2, "waiting")
    assert refusal(votes.cast, "b", 1, 1, 1) == (409, "question_over")
    votes.go_to(question)
    assert (votes.current.number, votes.current.phase, votes.current.counts()) == (1, "closed", [[0, 1, 0]])


def test_the_presenter_that_reloads_disturbs_no_vote(votes, question):
    votes.act("open")
    votes.cast("a", 1, 1, 1)
    votes.go_to(question)
    assert (votes.current.phase, votes.current.counts()) == ("open", [[0, 1, 0]])


def test_a_cell_that_runs_again_brings_its_new_numbers(votes, question):
    votes.act("open")
    votes.cast("a", 1, 1, 1)
    votes.go_to(question._replace(texts={language: ["? 7", *texts[1:]] for language, texts in question.texts.items()}))
    assert votes.current.question.texts["en"][0] == "? 7"
    assert votes.current.counts() == [[0, 1, 0]]
    assert "? 7" in totals_csv(votes, "ko")


def test_the_tag_changes_with_all_that_phones_show(votes):
    tags = [votes.tag]
    for action in ("open", "close", "show", "again", "close", "show", "explain"):
        votes.act(action)
        tags.append(votes.tag)
    votes.go_to(None)
    assert len({*tags, votes.tag, Votes().tag}) == len(tags) + 1


@pytest.mark.parametrize(
    ("right", "all", "expected"),
    [
        (0, 0, "wait"),
        (29, 100, "explain"),
        (30, 100, "discuss"),
        (70, 100, "discuss"),
        (71, 100, "go_on"),
        (1, 1, "go_on"),
        (0, 1, "explain"),
    ],
)
def test_what_a_share_of_right_votes_suggests(right, all, expected):
    assert suggestion(share_right([all - right, right], 1)) == expected


def test_the_totals_name_no_phone(votes):
    votes.act("open")
    votes.cast("secretnumber", 1, 1, 1)
    votes.act("close")
    votes.act("show")
    votes.act("again")
    table = totals_csv(votes, "en")
    assert "secretnumber" not in table
    rows = list(csv.reader(io.StringIO(table)))
    assert rows[0] == ["question", "text", "round", "choice", "choice_text", "right", "votes"]
    assert rows[2] == ["first", "Question?", "1", "B", "two", "yes", "1"]
    assert [row[2] + row[3] + row[6] for row in rows[1:]] == ["1A0", "1B1", "1C0", "2A0", "2B0", "2C0"]


def test_no_cell_of_the_totals_is_a_formula(question):
    votes = Votes()
    votes.go_to(Question("q", {"ko": ["=1+1", "+1", "@a"], "en": ["=1+1", "-1", '=HYPERLINK("x")']}, 0))
    votes.act("open")
    cells = [cell for row in csv.reader(io.StringIO(totals_csv(votes, "en"))) for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+-@" and cell] == []
