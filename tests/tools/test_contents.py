"""The lecture's contents name every notebook in its order, and both READMEs show them."""

import contents
import pytest
from PIL import Image
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_the_readme_moves_for_eight_seconds(language):
    with Image.open(ROOT / "docs" / language / contents.MOVING) as picture:
        durations = []
        for i in range(picture.n_frames):
            picture.seek(i)
            picture.load()
            durations.append(picture.info["duration"])
    assert sum(durations) == 8000
    assert len(durations) > 30
    assert picture.info["loop"] == 0
    assert contents.moving_text(language) in read_section(READMES[language], "cover")
    assert (ROOT / "docs" / language / contents.MOVING).stat().st_size < 1_000_000


def test_the_readme_is_short():
    """Words that a visitor scrolls past; the tables have a line for each notebook and each claim."""
    for page in READMES.values():
        assert len(page.read_text("utf-8").splitlines()) < 100
