"""Writes OutlineFontData.swift: outlines of the letters that charts are labelled with.

Ran on fontTools 4.x and DejaVu Sans 2.37 (fonts-dejavu-core), whose licence allows parts of it in other programs.
Usage: python3 make_font.py /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf > OutlineFontData.swift
"""

import sys
import textwrap

from fontTools.pens.basePen import decomposeQuadraticSegment
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

UNITS = 512
LETTERS = "".join(map(chr, range(32, 127))) + "µ·×±–…≤≥☀❄◆▲▸✗"

font = TTFont(sys.argv[1])
glyphs, names = font.getGlyphSet(), font.getBestCmap()
scale = UNITS / font["head"].unitsPerEm


def pair(point):
    return f"{round(point[0] * scale)} {round(-point[1] * scale)}"


def outlines(name):
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    words = []
    for command, points in pen.value:
        if command == "moveTo":
            words.append(f"M {pair(points[0])}")
        elif command == "lineTo":
            words.append(f"L {pair(points[0])}")
        elif command == "qCurveTo":
            if points[-1] is None:  # a closed curve without a corner
                points = points[:-1]
                start = tuple((a + b) / 2 for a, b in zip(points[-1], points[0]))
                words.append(f"M {pair(start)}")
                points = points + (start,)
            for bend, end in decomposeQuadraticSegment(points):
                words.append(f"Q {pair(bend)} {pair(end)}")
    return " ".join(words)


entries = []
for letter in LETTERS:
    name = names[ord(letter)]
    entries.append(f"{ord(letter):x} {round(glyphs[name].width * scale)} {outlines(name)}")
lines = textwrap.wrap("; ".join(entries), 94, break_on_hyphens=False)
print("// Written by make_font.py from DejaVu Sans 2.37. Fonts are (c) Bitstream and in the public domain where")
print("// changed by the DejaVu project; see https://dejavu-fonts.github.io/License.html.")
print("enum OutlineFontData {")
print('  static let sans = """')
for line in lines:
    print("    " + line)
print('    """')
print("}")
