#!/usr/bin/env python3
"""Measures how long training steps take with some rows frozen.

    python3 measure_step_times.py [RUN …]

needs a release build of thaw, and Debian's dataset-fashion-mnist and tuxpaint-stamps-default; run it from the
root of the sources while the machine does nothing else. It takes about five minutes. Writes step-times.json: the
machine, and of each run the architecture, the picture's side, the batch, and of each mask the rows that train and the
seconds that a step takes. Runs that are not named stay as they were.

A run visits its masks in rounds, each in another order, through steps of a plan; the first steps of a visit do not count.
Kept is the lower quartile: whatever else a shared machine does makes a step longer, never shorter.
"""

import csv
import io
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

THAW = Path(".build/release/thaw").resolve()
FILE = Path(__file__).with_name("step-times.json")
CLOTHES = """
format = "idx"
train_images = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"
train_labels = "/usr/share/datasets/fashion-mnist/train-labels-idx1-ubyte.gz"
limit = 2000
"""
PHOTOS = """
format = "folder"
path = "/usr/share/tuxpaint/stamps"
exclude = ["*/cartoon*", "*_mirror.png"]
classes = { animals = ["animals/**"], plants = ["plants/**"], food = ["food/**"], vehicles = ["vehicles/**"] }
"""
LITE_ROWS = ["stem", *(f"blocks.{index}" for index in range(16)), "final", "head"]
RESNET_ROWS = ["stem", *(f"layer{stage}.{index}" for stage in range(1, 5) for index in range(2)), "head"]
LITE_MASKS = {
    "all": range(19),
    "stem to blocks.2 frozen": range(4, 19),
    "last 9": range(10, 19),
    "last 6": range(13, 19),
    "last 3": range(16, 19),
    "head": [18],
    "first 3": range(3),
    "first 3 and head": [*range(3), 18],
    "blocks.4 to blocks.9 frozen": [*range(5), *range(11, 19)],
    "blocks.15": [16],
}
RESNET_MASKS = {
    "all": range(10),
    "stem and layer1.0 frozen": range(2, 10),
    "last 5": range(5, 10),
    "last 3": range(7, 10),
    "head": [9],
    "first 3": range(3),
    "first 3 and head": [*range(3), 9],
    "layer2 and layer3 frozen": [*range(3), *range(7, 10)],
    "layer2": [3, 4],
    "layer4.1": [8],
}
RUNS = {
    "clothes": ("efficientnet-lite0", CLOTHES, 64, 32, LITE_ROWS, LITE_MASKS, 10),
    "photos": ("efficientnet-lite0", PHOTOS, 224, 16, LITE_ROWS, LITE_MASKS, 6),
    "resnet": ("resnet18", PHOTOS, 224, 16, RESNET_ROWS, RESNET_MASKS, 4),
}
STEPS = 5
WARM_UP = 1


def recipe(architecture, data, size, batch, rows, visits):
    def names(indices):
        return " ".join(rows[index] for index in sorted(indices))

    text = f"""
[model]
architecture = "{architecture}"
weights = "random"
[data]{data}size = {size}
validation = 0.1
[method]
train = {json.dumps([rows[index] for index in visits[0]])}
[optimizer]
name = "adamw"
learning_rate = 1e-4
[schedule]
shape = "constant"
[cache]
enabled = false
[run]
batch = {batch}
steps = {STEPS * len(visits)}
evaluate_every = 1000000
seed = 1
"""
    for place, (before, after) in enumerate(zip(visits, visits[1:]), start=1):
        commands = [("thaw", set(after) - set(before)), ("freeze", set(before) - set(after))]
        do = [f"{command} {names(indices)}" for command, indices in commands if indices]
        if do:
            text += f'[[plan]]\nwhen = "step {place * STEPS}"\ndo = {json.dumps(do)}\n'
    return text


def seconds_of_steps(text, batch, folder):
    file = Path(folder, "recipe.toml")
    file.write_text(text)
    where = ["--sessions", folder]
    subprocess.run([THAW, "run", file, "--name", "masks", *where], check=True, stdout=subprocess.DEVNULL)
    metric = "train/samples_per_second"
    export = subprocess.run(
        [THAW, "export", "masks", "--csv", "--metric", metric, *where], check=True, capture_output=True, text=True)
    rows = csv.DictReader(io.StringIO(export.stdout))
    return {int(row["step"]): batch / float(row["value"]) for row in rows}


def measure(architecture, data, size, batch, rows, masks, rounds):
    order = [name for number in range(rounds) for name in random.Random(number).sample(list(masks), len(masks))]
    with tempfile.TemporaryDirectory() as folder:
        text = recipe(architecture, data, size, batch, rows, [masks[name] for name in order])
        seconds = seconds_of_steps(text, batch, folder)
    values = {name: [] for name in masks}
    for place, name in enumerate(order):
        values[name] += [seconds[place * STEPS + step] for step in range(1 + WARM_UP, STEPS + 1)]
    steps = []
    for name, times in values.items():
        quartile = statistics.quantiles(times, n=4)[0]
        steps.append({"mask": name, "trainable": list(masks[name]), "seconds": round(quartile, 5)})
        print(f"{quartile * 1e3:8.1f} ms  median {statistics.median(times) * 1e3:8.1f}  {name}", flush=True)
    return {"architecture": architecture, "size": size, "batch": batch, "steps": steps}


def machine():
    model = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    return f"{os.cpu_count()} × {model}, {platform.freedesktop_os_release()['PRETTY_NAME']}"


def main():
    known = json.loads(FILE.read_text())["runs"] if FILE.exists() else {}
    for name in sys.argv[1:] or RUNS:
        print(name, flush=True)
        known[name] = measure(*RUNS[name])
    FILE.write_text(json.dumps({"machine": machine(), "runs": known}, indent=1, ensure_ascii=False) + "\n")


main()
