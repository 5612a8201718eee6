"""Cuts `QuarterdeckLatin-*.ttf` from Noto Sans SC: Latin letters, marks and symbols.

English is set in this font. Its letters are those of Noto Sans SC; the marks ‘ ’ “ ” … · — –, which are
full width there, come from Noto Sans. Its tables are short and its glyphs stand in the order of their
characters, so that text is shaped faster.
Needs fontTools 4.68. Usage: python latin.py FOLDER-WITH-THE-NOTO-FONTS FOLDER-TO-WRITE-INTO
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.reorderGlyphs import reorderGlyphs

LATIN = [range(0x20, 0x250), range(0x2000, 0x2E80)]
MARKS = "‘’“”…·—–"
FEATURES = ["ccmp", "kern", "liga", "mark"]
FAMILY = "Quarterdeck Latin"


def cut(source: Path, marks: Path, weight: str) -> TTFont:
    """One weight: the subset, with the marks of the other font."""
    font, other = TTFont(source), TTFont(marks)
    points = [point for point in font.getBestCmap() if any(point in block for block in LATIN) and chr(point) not in MARKS]
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["BASE", "vhea", "vmtx", "STAT", "GlyphOrder"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    assert font["head"].unitsPerEm == other["head"].unitsPerEm
    names = other.getBestCmap()
    order = font.getGlyphOrder()
    for mark in MARKS:
        name = f"latin.{ord(mark):04x}"
        outline = DecomposingRecordingPen(other.getGlyphSet())
        other.getGlyphSet()[names[ord(mark)]].draw(outline)
        pen = TTGlyphPen(None)
        outline.replay(pen)
        order.append(name)
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = other["hmtx"][names[ord(mark)]]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(mark)] = name
    font.setGlyphOrder(order)
    place = {name: point for point, name in sorted(font.getBestCmap().items(), reverse=True)}
    reorderGlyphs(font, sorted(order, key=lambda name: -1 if name == ".notdef" else place.get(name, sys.maxunicode)))
    for record in font["name"].names:
        new = {1: FAMILY, 2: weight, 3: f"2.004;{FAMILY} {weight}", 4: f"{FAMILY} {weight}", 6: f"QuarterdeckLatin-{weight}"}
        if record.nameID in new:
            record.string = new[record.nameID]
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 1, 2, 3, 4, 5, 6, 13, 14)]
    return font


def main() -> None:
    noto, out = map(Path, sys.argv[1:])
    for weight in ("Regular", "Bold"):
        font = cut(noto / f"NotoSansSC-{weight}.ttf", noto / f"NotoSans-{weight}.ttf", weight)
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.save(out / f"QuarterdeckLatin-{weight}.ttf")


main()
