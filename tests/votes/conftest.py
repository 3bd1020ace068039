"""What the tests of votes share: a question, a lecture's votes, and a running server with a client."""

import pytest
from votes_client import Client

from nnlab.votes import server
from nnlab.votes.questions import Question
from nnlab.votes.state import Votes

TEXTS = {"ko": ["질문?", "가", "나", "다"], "en": ["Question?", "one", "two", "three"]}


@pytest.fixture
def question():
    """A question whose second choice is right."""
    return Question("first", TEXTS, 1)


@pytest.fixture
def votes(question):
    """The votes of a lecture whose slide shows the question."""
    votes = Votes()
    votes.go_to(question)
    return votes


@pytest.fixture(scope="module")
def access():
    with server.serve("127.0.0.1") as access:
        yield access


@pytest.fixture
def client(access):
    """A client of a server whose slide shows no question."""
    client = Client(access)
    client.control("/slide", {"question": None})
    return client
