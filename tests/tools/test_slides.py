"""Slides to hand out: whole in one file, with the words of each picture, and nothing that is fetched."""

import re
from pathlib import Path

import pytest
import slides

ROOT = Path(__file__).parents[2] / "notebooks"
ALL = sorted(ROOT.glob("*/*.ipynb"))


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_notebooks_slides_need_nothing_else(path):
    html = slides.slides_html(path)
    assert re.findall(r'(?:src|srcset)="(?!data:)[^"]*"|<link\b|@import|url\((?!data:)', html) == []
    assert re.findall(r"^(?:import|export) .*$|\bfetch\(", html, re.MULTILINE) == []
    pictures = re.findall(r'<img src="data:image/png;base64,[^"]+" alt="([^"]+)">\s*<figcaption aria-hidden="true">([^<]+)<', html)
    assert len(pictures) == html.count("<img ")
    assert all(alt == caption for alt, caption in pictures)
    assert f'<html lang="{path.parent.name}">' in html
    assert ".ipynb" not in re.sub(r"<script.*", "", html, flags=re.DOTALL)
