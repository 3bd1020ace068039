"""Generated parts of Markdown pages replace what stands between their markers, and nothing else."""

import pytest
from sections import markdown_table, read_section, write_section


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "PAGE.md"
    path.write_text("before\n<!-- a -->\nold\n\nold\n<!-- /a -->\nbetween\n<!-- b -->\n<!-- /b -->\nafter\n")
    return path


def test_only_the_section_is_replaced(page):
    write_section(page, "a", "new\n\nnew")
    write_section(page, "b", "가")
    assert page.read_text("utf-8") == "before\n<!-- a -->\nnew\n\nnew\n<!-- /a -->\nbetween\n<!-- b -->\n가\n<!-- /b -->\nafter\n"
    assert (read_section(page, "a"), read_section(page, "b")) == ("new\n\nnew", "가")
    write_section(page, "a", "old\n\nold")
    assert read_section(page, "a") == "old\n\nold"


@pytest.mark.parametrize("text", ["", "<!-- a -->\n", "<!-- a -->\n<!-- a -->\n<!-- /a -->"])
def test_missing_or_repeated_markers_are_an_error(tmp_path, text):
    page = tmp_path / "PAGE.md"
    page.write_text(text)
    with pytest.raises(ValueError, match=r"PAGE\.md has <!-- a --> and <!-- /a --> \(\d, \d\) times, expected each once"):
        write_section(page, "a", "new")
    assert page.read_text() == text


def test_a_table_has_a_head_and_rows():
    assert markdown_table([["a", "b"], ["1", "2"]]) == "| a | b |\n|---|---|\n| 1 | 2 |"
