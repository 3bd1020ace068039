"""Make the Hangul font of the figures, a subset of Noto Sans KR under a name of its own: `python tools/make_font.py`.

Needs fonttools and pylopdf-fonts-ko, which contains the original; the lecture itself does not need them. The licence does not allow the
reserved name for a changed font.
"""

from importlib.metadata import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parents[1] / "nnlab" / "fonts"
NAME = "NNLab Hangul"
RANGES = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x370, 0x3FF), (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x209C), (0x2100, 0x214F), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x2460, 0x2473), (0x25A0, 0x25FF), (0x2605, 0x2606), (0x2713, 0x2717), (0x3000, 0x3015),
    (0x3131, 0x318E), (0xAC00, 0xD7A3),
]  # fmt: skip


def main() -> None:
    """Write the font and its licence."""
    originals = {Path(str(file)).name: file.locate() for file in files("pylopdf-fonts-ko")}
    options = subset.Options(layout_features=["kern"], name_IDs=["*"], hinting=False, desubroutinize=False, notdef_outline=True)
    font = TTFont(originals["NotoSansKR-Regular.otf"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    for record in font["name"].names:
        new = {1: NAME, 3: f"{NAME} subset", 4: NAME, 6: NAME.replace(" ", ""), 16: NAME}.get(record.nameID)
        if new:
            record.string = new
    top = font["CFF "].cff.topDictIndex[0]
    font["CFF "].cff.fontNames = [NAME.replace(" ", "")]
    top.FullName = top.FamilyName = NAME
    font.save(HERE / "NNLabHangul-Regular.otf")
    (HERE / "OFL.txt").write_text(Path(originals["LICENSE"]).read_text("utf-8"), "utf-8")


if __name__ == "__main__":
    main()
