"""Publishing: the workflows call commands that exist, and all files name one version."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

import nnlab

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
each = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda path: path.name)


def jobs(file: Path) -> dict:
    return yaml.safe_load(file.read_text("utf-8"))["jobs"]


def commands(file: Path) -> list[str]:
    return [step["run"] for job in jobs(file).values() for step in job["steps"] if "run" in step]


def test_the_tests_and_the_website_have_a_workflow():
    assert [file.name for file in WORKFLOWS] == ["tests.yml", "website.yml"]


@each
def test_workflows_call_what_exists(file):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for command in commands(file):
        assert set(re.findall(r"\bmake ([a-z-]+)", command)) <= targets
        assert set(re.findall(r"\.\[(\w+)\]", command)) <= set(PROJECT["optional-dependencies"])
        assert all(
            (ROOT / name).exists() for name in re.findall(r"(?:^| )(\.ci/\w+|notebooks|constraints(?:-lowest)?\.txt)(?= |$)", command)
        )


@each
def test_workflows_may_only_read_unless_they_publish(file):
    assert yaml.safe_load(file.read_text("utf-8"))["permissions"] == {"contents": "read"}
    wider = {name: job["permissions"] for name, job in jobs(file).items() if "permissions" in job}
    assert wider == ({"publish": {"pages": "write", "id-token": "write"}} if file.name == "website.yml" else {})


def test_the_notebooks_are_run_before_the_unit_tests():
    first, second = (command for command in commands(ROOT / ".github/workflows/tests.yml") if "pytest" in command)
    assert "--nbval" in first
    assert 'not slow"' in second


def test_each_supported_python_is_tested():
    versions = jobs(ROOT / ".github/workflows/tests.yml")["lecture"]["strategy"]["matrix"]["python"]
    supported = SpecifierSet(PROJECT["requires-python"])
    assert versions[0] == min((f"3.{n}" for n in range(8, 30) if f"3.{n}" in supported), key=lambda version: int(version[2:]))
    assert [int(version[2:]) for version in versions] == list(range(11, 11 + len(versions)))


def test_the_lowest_versions_are_those_that_the_project_allows():
    pins = dict(line.split("==") for line in (ROOT / "constraints-lowest.txt").read_text("utf-8").splitlines())
    needed = [Requirement(text) for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]]
    bounds = {canonicalize_name(one.name): Version(spec.version) for one in needed for spec in one.specifier if spec.operator == ">="}
    assert len(bounds) == len(needed)
    lowest = {name: Version(pins[name].split(" ;")[0]) for name in bounds}
    assert {name: Version(version.base_version) for name, version in lowest.items()} == bounds


def test_all_files_name_one_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE).group(1)
    assert {citation["version"], newest} == {nnlab.__version__}
    assert citation["license"] == PROJECT["license"]
    assert [author["name"] for author in citation["authors"]] == [author["name"] for author in PROJECT["authors"]]
