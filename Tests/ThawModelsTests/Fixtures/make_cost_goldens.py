#!/usr/bin/env python3
"""Counts the operations of training steps with some rows frozen, by PyTorch's own counter.

    python3 make_cost_goldens.py

needs torch (made with 2.13.0), torchvision (0.28.0), and the PyPI package efficientnet-lite-pytorch 0.1.0, the references.
Writes costs.json: the versions, and of each step the architecture, the image's side, the rows that
train, how many rows from the input on were not computed because their output was kept, and the
operations of forward and backward pass for one image.

For the weight gradient of a convolution in groups PyTorch's counter (torch/utils/flop_counter.py,
conv_backward_flop) counts every input channel with every output channel; only those of the same group
meet. That part is divided by the number of groups here. What the counter says by itself stands beside it.
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import torch
from efficientnet_lite_pytorch import EfficientNet
from torch.utils.flop_counter import FlopCounterMode, flop_registry

# torchvision refuses to load beside a torch for which its compiled operators were not built. The
# models need none of them; naming these two is enough.
library = torch.library.Library("torchvision", "FRAGMENT")
for operator in ["nms", "qnms"]:
    try:
        library.define(f"{operator}(Tensor boxes, Tensor scores, float threshold) -> Tensor")
    except RuntimeError:
        pass  # It is there.

import torchvision.models  # noqa: E402

BACKWARD = torch.ops.aten.convolution_backward
BATCH = 2
CLASSES = 10

LITE0 = {
    "all": range(19),
    "stem frozen": range(1, 19),
    "stem and blocks.0 frozen": range(2, 19),
    "stem to blocks.3 frozen": range(5, 19),
    "stem to blocks.10 frozen": range(12, 19),
    "last 3": range(16, 19),
    "final and head": [17, 18],
    "head": [18],
    "head frozen": range(18),
    "final and head frozen": range(17),
    "blocks.4 to blocks.9 frozen": [*range(5), *range(11, 19)],
    "all but stem and head frozen": [0, 18],
    "stem": [0],
    "blocks.0": [1],
    "blocks.7": [8],
    "even": range(0, 19, 2),
    "odd": range(1, 19, 2),
    "every fourth from blocks.2": range(3, 19, 4),
}


def corrected(*args, out_val=None, **_):
    *rest, groups, mask = args
    stock = flop_registry[BACKWARD]
    inputs = stock(*rest, groups, [mask[0], False, False], out_val=out_val)
    weights = stock(*rest, groups, [False, mask[1], False], out_val=out_val)
    assert weights % groups == 0
    return inputs + weights // groups


corrected._get_raw = True


def rows_of(model):
    """Each row as its modules and what it computes."""
    if isinstance(model, torchvision.models.ResNet):
        stem = torch.nn.Sequential(model.conv1, model.bn1, model.relu, model.maxpool)
        yield [stem], stem
        blocks = [*model.layer1, *model.layer2, *model.layer3, *model.layer4]
        for block in blocks[:-1]:
            yield [block], block
        yield [blocks[-1]], lambda x: model.avgpool(blocks[-1](x)).flatten(1)
        yield [model.fc], model.fc
        return
    rate = model._global_params.drop_connect_rate / len(model._blocks)
    yield [model._conv_stem, model._bn0], lambda x: model._swish(model._bn0(model._conv_stem(x)))
    for index, block in enumerate(model._blocks):
        yield [block], lambda x, block=block, index=index: block(x, drop_connect_rate=rate * index)
    yield [model._conv_head, model._bn1], lambda x: model._avg_pooling(
        model._swish(model._bn1(model._conv_head(x)))).flatten(1)
    yield [model._fc], lambda x: model._fc(model._dropout(x))


def count(model, size, trainable, cached, mapping):
    rows = list(rows_of(model))
    for index, (modules, _) in enumerate(rows):
        for module in modules:
            module.requires_grad_(index in trainable)
            module.train(index in trainable)
    x = torch.randn(BATCH, 3, size, size)
    for _, forward in rows[:cached]:
        with torch.no_grad():
            x = forward(x)
    with FlopCounterMode(display=False, custom_mapping=mapping) as counter:
        if cached == 0:
            logits = model(x)
        else:
            logits = x
            for _, forward in rows[cached:]:
                logits = forward(logits)
        torch.nn.functional.cross_entropy(logits, torch.zeros(BATCH, dtype=torch.long)).backward()
    total = counter.get_total_flops()
    assert total % BATCH == 0
    return total // BATCH


def make(architecture, size):
    if architecture.startswith("resnet"):
        return getattr(torchvision.models, architecture)(num_classes=CLASSES)
    return EfficientNet.from_name(architecture, num_classes=CLASSES, image_size=size)


def steps():
    for size in [64, 224]:
        for name, trainable in LITE0.items():
            yield "efficientnet-lite0", size, name, list(trainable), 0
            if trainable[0] > 0:
                yield "efficientnet-lite0", size, name + ", cached", list(trainable), trainable[0]
    yield "efficientnet-lite0", 224, "last 3, two rows less cached", [16, 17, 18], 14
    for variant, size in [(0, 97), (1, 240), (2, 260), (3, 280), (4, 300)]:
        architecture = f"efficientnet-lite{variant}"
        rows = len(EfficientNet.from_name(architecture)._blocks) + 3
        yield architecture, size, "all", list(range(rows)), 0
        yield architecture, size, "last 9", list(range(rows - 9, rows)), 0
    for architecture, rows, size in [("resnet18", 10, 224), ("resnet34", 18, 97), ("resnet50", 18, 224)]:
        yield architecture, size, "all", list(range(rows)), 0
        yield architecture, size, "stem frozen", list(range(1, rows)), 0
        yield architecture, size, "last 4", list(range(rows - 4, rows)), 0
        # This one's first convolution and its shortcut both take what needs no gradient.
        yield architecture, size, "last 3, cached", list(range(rows - 3, rows)), rows - 3
        yield architecture, size, "even", list(range(0, rows, 2)), 0
        yield architecture, size, "head", [rows - 1], 0


def main():
    models = {}
    counted = []
    for architecture, size, mask, trainable, cached in steps():
        if (architecture, size) not in models:
            models = {(architecture, size): make(architecture, size)}
        model = models[architecture, size]
        counted.append({
            "architecture": architecture, "size": size, "mask": mask, "trainable": trainable,
            "cached": cached,
            "operations": count(model, size, trainable, cached, {BACKWARD: corrected}),
            "uncorrected": count(model, size, trainable, cached, None)})
    golden = {
        "python": platform.python_version(), "torch": version("torch"),
        "torchvision": version("torchvision"),
        "efficientnet-lite-pytorch": version("efficientnet-lite-pytorch"), "classes": CLASSES}
    lines = ",\n".join("    " + json.dumps(step) for step in counted)
    text = json.dumps(golden, indent=2).removesuffix("\n}") + f',\n  "steps": [\n{lines}\n  ]\n}}\n'
    (Path(__file__).parent / "costs.json").write_text(text)


if __name__ == "__main__":
    main()
