"""The fine-tune of the demo in plain PyTorch, as a careful user would write it for a CPU.

Its weights, pictures, order, batches, dropout masks, optimizer and rate are thaw's, so both compute the same losses. It has
what makes PyTorch fast here: channels-last tensors, in-place activations, a fused loop over tensors in the optimizer, gradients
set to None, frozen layers without gradients and in eval mode, and all pictures decoded and resized before the first step.

usage: finetune.py SETTINGS    a JSON object, see `main`
Prints a JSON object: the time in seconds after each step, and its loss.
"""

import gzip
import json
import math
import resource
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


# -- EfficientNet-Lite0 with the names of the released weights ---------------------------------------------------------


def same_padding(size, kernel, stride):
    """Zeros before and after, as TensorFlow puts them: the odd one after."""
    total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
    return total // 2, total - total // 2


class Convolution(nn.Conv2d):
    def __init__(self, inputs, outputs, kernel, stride=1, groups=1):
        super().__init__(inputs, outputs, kernel, stride, groups=groups, bias=False)

    def forward(self, x):
        before, after = same_padding(x.shape[-1], self.kernel_size[0], self.stride[0])
        if before != after:
            x = functional.pad(x, (before, after, before, after))
            before = 0
        return functional.conv2d(x, self.weight, None, self.stride, before, 1, self.groups)


def batch_norm(channels):
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


class Block(nn.Module):
    """Widens, convolves each channel on its own, narrows."""

    def __init__(self, inputs, outputs, kernel, stride, expansion, drop):
        super().__init__()
        hidden = inputs * expansion
        if expansion != 1:
            self._expand_conv = Convolution(inputs, hidden, 1)
            self._bn0 = batch_norm(hidden)
        self._depthwise_conv = Convolution(hidden, hidden, kernel, stride, groups=hidden)
        self._bn1 = batch_norm(hidden)
        self._project_conv = Convolution(hidden, outputs, 1)
        self._bn2 = batch_norm(outputs)
        self.activation = nn.ReLU6(inplace=True)
        self.expands = expansion != 1
        self.residual = stride == 1 and inputs == outputs
        self.drop = drop

    def forward(self, inputs, generator):
        x = inputs
        if self.expands:
            x = self.activation(self._bn0(self._expand_conv(x)))
        x = self.activation(self._bn1(self._depthwise_conv(x)))
        x = self._bn2(self._project_conv(x))
        if not self.residual:
            return x
        if self.training and self.drop:
            x = dropped(x, (x.shape[0], 1, 1, 1), self.drop, generator)
        return x + inputs


def dropped(x, shape, probability, generator):
    keep = 1 - probability
    return x * torch.empty(shape).bernoulli_(keep, generator=generator).div_(keep)


class EfficientNetLite0(nn.Module):
    # repeats, kernel, stride, expansion, inputs, outputs
    STAGES = [
        (1, 3, 1, 1, 32, 16),
        (2, 3, 2, 6, 16, 24),
        (2, 5, 2, 6, 24, 40),
        (3, 3, 2, 6, 40, 80),
        (3, 5, 1, 6, 80, 112),
        (4, 5, 2, 6, 112, 192),
        (1, 3, 1, 6, 192, 320),
    ]

    def __init__(self, classes):
        super().__init__()
        self._conv_stem = Convolution(3, 32, 3, 2)
        self._bn0 = batch_norm(32)
        shapes = [
            (outputs if repeat else inputs, outputs, kernel, 1 if repeat else stride, expansion)
            for repeats, kernel, stride, expansion, inputs, outputs in self.STAGES
            for repeat in range(repeats)
        ]
        self._blocks = nn.ModuleList(
            Block(*shape, drop=0.2 * index / len(shapes)) for index, shape in enumerate(shapes)
        )
        self._conv_head = Convolution(320, 1280, 1)
        self._bn1 = batch_norm(1280)
        self._fc = nn.Linear(1280, classes)
        self.activation = nn.ReLU6(inplace=True)

    def forward(self, x, generator):
        x = self.activation(self._bn0(self._conv_stem(x)))
        for block in self._blocks:
            x = block(x, generator)
        x = self.activation(self._bn1(self._conv_head(x)))
        x = functional.adaptive_avg_pool2d(x, 1).flatten(1)
        if self._fc.training:
            x = dropped(x, x.shape, 0.2, generator)
        return self._fc(x)

    def parts(self):
        """The modules of each row of thaw's layer board."""
        blocks = [[block] for block in self._blocks]
        return [[self._conv_stem, self._bn0], *blocks, [self._conv_head, self._bn1], [self._fc]]


def pretrained(path, classes, seed):
    model = EfficientNetLite0(1000)
    model.load_state_dict(torch.load(path, map_location="cpu"))
    torch.manual_seed(seed)
    model._fc = nn.Linear(1280, classes)
    return model.to(memory_format=torch.channels_last)


def train_only(model, last):
    """Freezes all but the last rows: no gradients, and eval mode for BatchNorm."""
    model.train()
    for part in model.parts()[: len(model.parts()) - last]:
        for module in part:
            module.eval()
            module.requires_grad_(False)


# -- The pictures, in thaw's order -------------------------------------------------------------------------------------


def mix(value):
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def shuffled(elements, purpose, seed, *keys):
    """The elements in the order that SplitMix64 draws from the keys."""
    state = mix((seed + GOLDEN) & MASK)
    state = mix(state ^ (purpose + 1))
    for key in keys:
        state = mix((state + GOLDEN & MASK) ^ key)
    elements = list(elements)
    for last in range(len(elements) - 1, 0, -1):
        state = (state + GOLDEN) & MASK
        other = ((last + 1) * mix(state)) >> 64
        elements[last], elements[other] = elements[other], elements[last]
    return elements


def chosen(labels, limit, seed):
    """As many of each class as there is room for, in the order of the file."""
    if limit >= len(labels):
        return list(range(len(labels)))
    queues = [
        shuffled(numpy.flatnonzero(labels == label).tolist(), 3, seed, int(label))
        for label in sorted(set(labels.tolist()))
    ]
    picked, turn = [], 0
    while len(picked) < limit:
        picked += [queue[turn] for queue in queues if turn < len(queue)][: limit - len(picked)]
        turn += 1
    return sorted(picked)


def step_seed(seed, step):
    return mix((seed + (step + 1) * GOLDEN) & MASK)


def idx(path, header):
    with gzip.open(path) as file:
        return numpy.frombuffer(file.read(), dtype=numpy.uint8, offset=header)


def weights_of(inputs, outputs):
    """Pillow's bicubic filter as a matrix of whole numbers of 22 fractional bits."""

    def cubic(x):
        x, a = abs(x), -0.5
        if x < 1:
            return ((a + 2) * x - (a + 3)) * x * x + 1
        return (((x - 5) * x + 8) * x - 4) * a if x < 2 else 0

    matrix = numpy.zeros((outputs, inputs), dtype=numpy.int64)
    scale = inputs / outputs
    widening = max(scale, 1)
    for position in range(outputs):
        centre = (position + 0.5) * scale
        first = max(0, int(centre - 2 * widening + 0.5))
        end = min(inputs, int(centre + 2 * widening + 0.5))
        raw = [cubic((place - centre + 0.5) / widening) for place in range(first, end)]
        for place, weight in zip(range(first, end), raw):
            exact = weight / sum(raw) * (1 << 22)
            matrix[position, place] = math.floor(abs(exact) + 0.5) * (1 if exact >= 0 else -1)
    return matrix


def resized(pictures, size):
    matrix = weights_of(pictures.shape[-1], size)
    for axes in ("nhw,ow->nho", "nhw,oh->now"):
        sums = numpy.einsum(axes, pictures.astype(numpy.int64), matrix, optimize=True)
        pictures = numpy.clip((sums + (1 << 21)) >> 22, 0, 255)
    return pictures.astype(numpy.uint8)


def load(settings):
    labels = idx(settings["labels"], 8)
    picked = chosen(labels, settings["limit"], settings["seed"])
    side = 28
    pictures = idx(settings["images"], 16).reshape(-1, side, side)[picked]
    return torch.from_numpy(resized(pictures, settings["size"])), torch.from_numpy(labels[picked].astype(numpy.int64))


def batches(count, batch, seed):
    epoch = 0
    while True:
        order = shuffled(range(count), 0, seed, epoch)
        for start in range(0, count - batch + 1, batch):
            yield torch.tensor(order[start : start + batch])
        epoch += 1


# -- Training ----------------------------------------------------------------------------------------------------------


def main(settings):
    torch.set_num_threads(settings["threads"])
    pictures, labels = load(settings)
    model = pretrained(settings["weights"], settings["classes"], settings["seed"])
    train_only(model, settings["last"])
    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(
        trainable, lr=settings["rate"], weight_decay=settings["decay"], foreach=True
    )
    generator = torch.Generator()
    order = batches(len(labels), settings["batch"], settings["seed"])

    times, losses = [], []
    start = time.perf_counter()
    for step in range(settings["steps"]):
        indices = next(order)
        images = pictures[indices].to(torch.float32).sub_(127).div_(128)
        images = images.unsqueeze(1).repeat(1, 3, 1, 1).contiguous(memory_format=torch.channels_last)
        generator.manual_seed(step_seed(settings["seed"], step))
        loss = functional.cross_entropy(model(images, generator), labels[indices])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        times.append(time.perf_counter() - start)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"version": torch.__version__, "times": times, "losses": losses, "processor": usage.ru_utime}))


main(json.loads(sys.argv[1]))
