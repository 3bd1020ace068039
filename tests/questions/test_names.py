"""No module hides a function of the same name, whichever modules are imported: `nnlab.check` is the function, and so is every explorer."""

import importlib
import pkgutil

from short_trainings import shorten_trainings

import nnlab


def test_no_module_hides_a_public_function(monkeypatch):
    shorten_trainings(monkeypatch)
    for module in pkgutil.walk_packages(nnlab.__path__, "nnlab."):
        if module.name != "nnlab.__main__":  # runs the command
            try:
                importlib.import_module(module.name)
            except ModuleNotFoundError as missing:
                if missing.name != "jupyterhub":  # only a hub has it
                    raise
    assert nnlab.check("warm_up", lambda x: 2 * x).passed
    assert nnlab.questions.check("warm_up", lambda x: 2 * x).passed
    assert "<details>" in nnlab.solution("warm_up")._repr_html_()
    assert nnlab.predict("practice").question == nnlab.translate("prediction.practice.question")
    assert all(getattr(nnlab.explorers, name)().status for name in nnlab.explorers.__all__)
