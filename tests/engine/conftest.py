"""The example explorer as a fixture."""

import example_explorer
import pytest


@pytest.fixture
def dot():
    return example_explorer.dot_explorer()
