"""Cuts `ReportLatin-*.ttf` from Noto Sans SC: Latin letters, marks and symbols.

English is set in this font. Its letters are those of Noto Sans SC; the marks ‘ ’ “ ” … · — –, which are
full width there, come from Noto Sans. Its tables are short: kerning is by classes, and the glyphs that
have a class stand together, so that both are looked up in one step.
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
FAMILY = "Report Latin"


def cut(source: Path, marks: Path, weight: str) -> TTFont:
    """One weight: the subset, with the marks of the other font."""
    font, other = TTFont(source), TTFont(marks)
    latin = {point for point in font.getBestCmap() if any(point in block for block in LATIN)}
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["BASE", "vhea", "vmtx", "STAT", "GlyphOrder"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=latin - {ord(mark) for mark in MARKS})
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
    kerned = kerned_glyphs(font)
    rank = {".notdef": 0} | {name: 1 for name in kerned}
    reorderGlyphs(font, sorted(order, key=lambda name: (rank.get(name, 2), place.get(name, sys.maxunicode))))
    for record in font["name"].names:
        full = f"{FAMILY} {weight}"
        new = {1: FAMILY, 2: weight, 3: f"2.004;{full}", 4: full, 6: f"ReportLatin-{weight}"}
        record.string = new.get(record.nameID, record.string)
    kept = (0, 1, 2, 3, 4, 5, 6, 13, 14)
    font["name"].names = [record for record in font["name"].names if record.nameID in kept]
    return font


def kerned_glyphs(font: TTFont) -> set[str]:
    """Leaves kerning by classes alone and names the glyphs of the classes."""
    names = set()
    for lookup in font["GPOS"].table.LookupList.Lookup:
        lookup.SubTable = [table for table in lookup.SubTable if getattr(table, "ExtSubTable", table).Format == 2]
        lookup.SubTableCount = len(lookup.SubTable)
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            names |= {*table.Coverage.glyphs, *table.ClassDef1.classDefs, *table.ClassDef2.classDefs}
    return names


def main() -> None:
    noto, out = map(Path, sys.argv[1:])
    for weight in ("Regular", "Bold"):
        font = cut(noto / f"NotoSansSC-{weight}.ttf", noto / f"NotoSans-{weight}.ttf", weight)
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.save(out / f"ReportLatin-{weight}.ttf")


main()
