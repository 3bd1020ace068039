"""Mutations of the website's explorers: pictures for phones, the way back to a picture, and what is painted of it."""

T = "tools/templates/"
JS = "tests/frontend -k explorer"
FILE = "tests/frontend -k frame_file"
PAGES = "tests/tools/test_website_frames.py"
EXPORT = "tests/tools/test_export_frames.py -k phones"
WEBSITE_MUTATIONS = [
    ("a phone with the wide picture", T + "explorer.js", "matchMedia(PHONE).matches ? dataset.phone", "matchMedia(PHONE).matches ? dataset.explorer", JS),
    ("a wide window with the picture for phones", T + "explorer.js", "dataset.phone && matchMedia(PHONE).matches", "dataset.phone", JS),
    ("rows that are painted too few", T + "explorer.js", "last - first + 1)", "last - first)", JS),
    ("a lost canvas that stays empty", T + "explorer.js", '"contextrestored"', '"contextlost"', JS),
    ("a picture that is not taken back", T + "frame_file.js", "this.#way.length > placeOf(step) + 1", "false", FILE),
    ("changes that are forgotten", T + "frame_file.js", "Math.max(this.#changed[1], end - 1)", "end - 1", FILE),
    ("the rows of a change", T + "frame_file.js", "Math.floor(place / this.#width)", "Math.ceil(place / this.#width)", FILE),
    ("a page without pictures for phones", "tools/website.py", "<picture>{source}{found[1]}</picture>", "<picture>{found[1]}</picture>", PAGES),
    ("a phone's picture that jumps", "tools/website.py", "if phone or not moving else", "if True else", PAGES),
    ("a phone with fewer controls", "tools/explorer_film.py", 'len(data["controls"]) >= n_controls', "True", EXPORT),
    ("panels side by side on a phone", "tools/explorer_film.py", "= scale, True", "= scale, False", EXPORT),
]  # fmt: skip
