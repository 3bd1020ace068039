"""The lecture's contents name every notebook in its order, and both READMEs show them."""

import contents
import pytest
from sections import READMES, ROOT, read_section

from nnlab.language import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_name_every_notebook(language):
    names = [path.stem for path in sorted((ROOT / "notebooks" / language).glob("*.ipynb"))]
    assert [section.notebook for section in contents.sections(language)] == names
    assert [section.title[:3] for section in contents.sections(language)] == [f"{name[:2]} " for name in names]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["cover", "lecture"])
def test_the_readme_shows_the_contents(language, part):
    assert read_section(READMES[language], part) == contents.readme_parts(language)[part], "run tools/contents.py"
    assert (ROOT / "docs" / language / contents.COVER).is_file()
