"""Mutations of the website's explorers: pictures for phones and for dark pages, the way back to a picture, and what is painted of it."""

T = "tools/templates/"
JS = "tests/frontend -k explorer"
FILE = "tests/frontend -k frame_file"
PAGES = "tests/tools/test_website_frames.py"
CELLS = "tests/frontend -k far_cells"
EXPORT = "tests/tools/test_export_frames.py -k phones"
WEBSITE_MUTATIONS = [
    ("a phone with the wide picture", T + "explorer.js", "matchMedia(PHONE).matches ? dataset.phone", "matchMedia(PHONE).matches ? dataset.explorer", JS),
    ("a wide window with the picture for phones", T + "explorer.js", "dataset.phone && matchMedia(PHONE).matches", "dataset.phone", JS),
    ("rows that are painted too few", T + "explorer.js", "last - first + 1)", "last - first)", JS),
    ("a lost canvas that stays empty", T + "explorer.js", '"contextrestored"', '"contextlost"', JS),
    ("a picture that is not taken back", T + "frame_file.js", "this.#way.length > placeOf(step) + 1", "false", FILE),
    ("changes that are forgotten", T + "frame_file.js", "Math.max(this.#changed[1], end - 1)", "end - 1", FILE),
    ("the rows of a change", T + "frame_file.js", "Math.floor(place / this.#width)", "Math.ceil(place / this.#width)", FILE),
    ("a page without pictures for phones", "tools/website.py", "{sources}{found[1]}</picture>", "{found[1]}</picture>", PAGES),
    ("a phone's picture that jumps", "tools/website.py", "bool(phone or not moving)", "True", PAGES),
    ("a dark page with light pictures", T + "frame_file.js", "this.#theme = Number(isDark)", "this.#theme = 0", FILE),
    ("colours of another theme", T + "frame_file.js", "(4 * theme + row)", "row", FILE),
    ("a picture in two themes", T + "frame_file.js", "this.#theme = Number(isDark);\n    this.#way = []", "this.#theme = Number(isDark)", FILE),
    ("a dark picture on paper", T + "explorer.js", '"screen and (prefers-color-scheme: dark)"', '"(prefers-color-scheme: dark)"', JS),
    ("a page that turns dark", T + "explorer.js", "if (wanted[0] < pictures.count) paint(wanted);", "", JS),
    ("the dark picture is the light one", "tools/explorer_states.py", "canvas.scale, DARK,", 'canvas.scale, "light",', EXPORT),
    ("a dark opening in light", "tools/export_frames.py", "= 1.0, False, DARK", "= 1.0, False, LIGHT", EXPORT),
    ("a dark opening nobody asks for", "tools/website.py", "kinds | {dark:", 'kinds | {"print":', PAGES),
    ("a card without its dark picture", "tools/website.py", "section, target, frames)", "section, target)", PAGES),
    ("a light picture inverted", "tools/website.py", 'EXPLORER.search(cell.source)', 'not EXPLORER.search(cell.source)', PAGES),
    ("cells painted far away", T + "far_cells.js", 'target.classList.add("lazy");', "", CELLS),
    ("a covered cell without height", T + "far_cells.js", "if (!contentRect.height) continue;", "", CELLS),
    ("a phone with fewer controls", "tools/explorer_film.py", 'len(data["controls"]) >= n_controls', "True", EXPORT),
    ("panels side by side on a phone", "tools/explorer_film.py", "= scale, True", "= scale, False", EXPORT),
]  # fmt: skip
