"""Writes png.json, jpeg.json and resample.json, what ThawDataTests compares with.

Run with Pillow and NumPy installed:  python3 make_fixtures.py
Pillow's version is noted in each file. PNG files come from the encoder below, as Pillow writes only
few of the format's modes; where Pillow reads a mode, its reading is checked against ours.
"""

import base64
import io
import json
import struct
import zlib

import numpy
import PIL
from PIL import Image

WIDTH, HEIGHT = 11, 7  # odd, so that every Adam7 pass has a ragged edge
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pack_rows(samples, depth):
    """[h, w, c] samples as PNG rows, filter 0 and 1 in turn."""
    height, width, channels = samples.shape
    rows = b""
    for y in range(height):
        values = samples[y].reshape(-1)
        if depth == 16:
            row = b"".join(struct.pack(">H", v) for v in values)
        elif depth == 8:
            row = bytes(values.tolist())
        else:
            bits = "".join(format(v, f"0{depth}b") for v in values)
            bits += "0" * (-len(bits) % 8)
            row = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
        unit = max(1, channels * depth // 8)
        if y % 2:
            row = b"\x01" + bytes((row[i] - (row[i - unit] if i >= unit else 0)) % 256 for i in range(len(row)))
        else:
            row = b"\x00" + row
        rows += row
    return rows


def png(samples, colour, depth, interlaced, palette=None, transparency=None):
    height, width, _ = samples.shape
    data = b""
    if interlaced:
        for x, y, dx, dy in ADAM7:
            part = samples[y::dy, x::dx]
            if part.size:
                data += pack_rows(part, depth)
    else:
        data = pack_rows(samples, depth)
    body = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced)))
    if palette is not None:
        body += chunk(b"PLTE", bytes(palette.reshape(-1).tolist()))
    if transparency is not None:
        body += chunk(b"tRNS", transparency)
    middle = zlib.compress(data, 9)
    half = len(middle) // 2  # two IDAT chunks: legal, and not what most encoders write
    body += chunk(b"IDAT", middle[:half]) + chunk(b"IDAT", middle[half:]) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def to_bytes(samples, depth):
    """Any depth to 8 bits, rounded to the nearest."""
    most = (1 << depth) - 1
    return (samples.astype(numpy.int64) * 255 * 2 + most) // (2 * most)


def on_white(colour, alpha):
    return (colour * alpha + 255 * (255 - alpha) + 127) // 255


def expected(samples, colour, depth, palette, transparency):
    if colour == PALETTE:
        rgb = palette[samples[..., 0]].astype(numpy.int64)
        alphas = numpy.full(len(palette), 255, dtype=numpy.int64)
        if transparency is not None:
            alphas[: len(transparency)] = list(transparency)
        return on_white(rgb, alphas[samples[..., 0]][..., None])
    values = to_bytes(samples, depth)
    if colour in (GREY, GREY_ALPHA):
        rgb = numpy.repeat(values[..., :1], 3, axis=2)
    else:
        rgb = values[..., :3]
    if colour in (GREY_ALPHA, RGBA):
        return on_white(rgb, values[..., -1:])
    if transparency is not None:
        key = numpy.array(struct.unpack(f">{len(transparency) // 2}H", transparency))
        hidden = (samples == key).all(axis=2, keepdims=True)
        return numpy.where(hidden, 255, rgb)
    return rgb


def pillow_agrees(file, wanted, colour, depth, see_through):
    """Not compared: 16 bit, which Pillow keeps or cuts; tRNS of 2 and 4-bit grey, which it compares after scaling."""
    if depth == 16 or (see_through and colour == GREY and depth in (2, 4)):
        return
    image = Image.open(io.BytesIO(file)).convert("RGBA")
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    got = numpy.asarray(Image.alpha_composite(white, image).convert("RGB")).astype(int)
    assert abs(got - wanted).max() <= 1, (colour, depth)


def png_fixtures():
    random = numpy.random.default_rng(7)
    modes = [(GREY, d) for d in (1, 2, 4, 8, 16)] + [(PALETTE, d) for d in (1, 2, 4, 8)]
    modes += [(c, d) for c in (RGB, GREY_ALPHA, RGBA) for d in (8, 16)]
    names = {GREY: "grey", RGB: "rgb", PALETTE: "palette", GREY_ALPHA: "grey-alpha", RGBA: "rgba"}
    fixtures = {}
    for colour, depth in modes:
        for see_through in (False, True) if colour in (GREY, RGB, PALETTE) else (False,):
            for interlaced in (False, True):
                most = (1 << depth) - 1
                samples = random.integers(0, most + 1, (HEIGHT, WIDTH, CHANNELS[colour]))
                palette = transparency = None
                if colour == PALETTE:
                    palette = random.integers(0, 256, (most + 1, 3))
                    if see_through:
                        transparency = bytes(random.integers(0, 256, max(1, most)).tolist())
                elif see_through:  # the colour of the first pixel is transparent
                    transparency = struct.pack(f">{CHANNELS[colour]}H", *samples[0, 0].tolist())
                file = png(samples, colour, depth, interlaced, palette, transparency)
                wanted = expected(samples, colour, depth, palette, transparency)
                pillow_agrees(file, wanted, colour, depth, see_through)
                name = f"{names[colour]}-{depth}" + ("-trns" if see_through else "")
                name += "-interlaced" if interlaced else ""
                fixtures[name] = picture(file, wanted)
    return fixtures


def picture(file, rgb):
    return {
        "file": base64.b64encode(file).decode(),
        "width": int(rgb.shape[1]),
        "height": int(rgb.shape[0]),
        "rgb": base64.b64encode(rgb.astype(numpy.uint8).tobytes()).decode(),
    }


def scene(width=64, height=48):
    """A smooth sky, a disc and a few hard edges: what JPEG is good and bad at."""
    y, x = numpy.mgrid[0:height, 0:width]
    image = numpy.stack([x * 255 // width, y * 255 // height, 255 - (x + y) * 255 // (width + height)], 2)
    image[(x - 20) ** 2 + (y - 22) ** 2 < 120] = (230, 40, 30)
    image[30:40, 40:60] = (20, 20, 20)
    return Image.fromarray(image.astype(numpy.uint8))


def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def jpeg_fixtures():
    rgb = scene()
    files = {
        "baseline": jpeg(rgb, quality=90),
        "full-colour": jpeg(rgb, quality=90, subsampling=0),
        "progressive": jpeg(rgb, quality=85, progressive=True),
        "restarts": jpeg(rgb, quality=80, restart_marker_blocks=2),
        "grey": jpeg(rgb.convert("L"), quality=90),
        "cmyk": jpeg(rgb.convert("CMYK"), quality=90),
    }
    fixtures = {}
    for name, file in files.items():
        decoded = Image.open(io.BytesIO(file)).convert("RGB")
        fixtures[name] = picture(file, numpy.asarray(decoded))
    return fixtures


def resample_fixtures():
    random = numpy.random.default_rng(3)
    pixels = random.integers(0, 256, (9, 13, 3)).astype(numpy.uint8)
    image = Image.fromarray(pixels)
    filters = {"triangle": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
    cases = []
    for name, filter in filters.items():
        for size in [(5, 4), (20, 17), (13, 30), (3, 9), (1, 1)]:
            for box in [(0, 0, 13, 9), (2, 1, 9, 8)]:
                x, y, right, bottom = box
                result = image.crop(box).resize(size, filter)
                cases.append({
                    "filter": name, "x": x, "y": y, "columns": right - x, "rows": bottom - y,
                    "width": size[0], "height": size[1],
                    "rgb": base64.b64encode(result.tobytes()).decode(),
                })
    source = {"width": 13, "height": 9, "rgb": base64.b64encode(pixels.tobytes()).decode()}
    return {"source": source, "cases": cases}


def write(name, content):
    with open(name, "w") as file:
        json.dump({"pillow": PIL.__version__, **content}, file, indent=0)
        file.write("\n")


write("png.json", {"pictures": png_fixtures()})
write("jpeg.json", {"pictures": jpeg_fixtures()})
write("resample.json", resample_fixtures())
