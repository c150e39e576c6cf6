#!/usr/bin/env python3
"""Writes goldens.json: what PyTorch gives for the operations and optimizers of ThawTensor.

Needs python3-torch. Run it again when a case is added: python3 make_goldens.py
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F

cases = {}


def random(*shape):
    """Values of three digits, so that the file stays short and exact in every float type."""
    return (torch.randn(shape, dtype=torch.float64) * 1000).round().div(1000).float()


def stored(tensor):
    values = [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]
    return {"shape": list(tensor.shape), "values": values}


def record(name, inputs, function, extra=()):
    """Stores inputs, output, and the inputs' gradients of sum(output * weights)."""
    inputs = {key: value.clone().requires_grad_() for key, value in inputs.items()}
    output = function(**inputs)
    weights = random(*output.shape)
    (output * weights).sum().backward()
    case = {key: stored(value) for key, value in inputs.items()}
    case |= {f"{key}.gradient": stored(value.grad) for key, value in inputs.items()}
    case |= {"output": stored(output), "weights": stored(weights)}
    case |= {key: stored(value) for key, value in dict(extra).items()}
    cases[name] = case


def convolutions():
    record(
        "conv2d, stride 2, padding 1, groups 2",
        {"input": random(2, 4, 5, 6), "weight": random(6, 2, 3, 3), "bias": random(6)},
        lambda input, weight, bias: F.conv2d(input, weight, bias, 2, 1, 1, 2))
    record(
        "conv2d, dilation 2",
        {"input": random(1, 2, 7, 7), "weight": random(3, 2, 3, 3)},
        lambda input, weight: F.conv2d(input, weight, None, 1, 0, 2))
    record(
        "depthwise conv2d after a one-sided pad",
        {"input": random(2, 3, 6, 6), "weight": random(3, 1, 3, 3)},
        lambda input, weight: F.conv2d(F.pad(input, (0, 1, 0, 1)), weight, None, 2, 0, 1, 3))


def normalisation():
    for training in (True, False):
        mean, variance = random(3), random(3).abs() + 0.5
        before = {"mean": mean.clone(), "variance": variance.clone()}
        after = {"mean after": mean, "variance after": variance}
        record(
            f"batch norm, {'training' if training else 'evaluation'}",
            {"input": random(4, 3, 2, 2) * 2 + 1, "weight": random(3), "bias": random(3)},
            lambda input, weight, bias: F.batch_norm(
                input, mean, variance, weight, bias, training, 0.01, 1e-3),
            before | after)


def the_rest():
    record(
        "linear",
        {"input": random(3, 5), "weight": random(4, 5), "bias": random(4)},
        lambda input, weight, bias: F.linear(input, weight, bias))
    record("relu", {"input": random(2, 7)}, lambda input: F.relu(input))
    record("relu6", {"input": random(2, 9) * 6}, lambda input: F.relu6(input))
    record("softmax", {"input": random(3, 4)}, lambda input: F.softmax(input, -1))
    record("log softmax", {"input": random(3, 4)}, lambda input: F.log_softmax(input, -1))
    record(
        "global average pool", {"input": random(2, 3, 4, 5)},
        lambda input: F.adaptive_avg_pool2d(input, 1).flatten(1))
    record(
        "max pool, 3 by 2", {"input": random(1, 2, 7, 7)},
        lambda input: F.max_pool2d(input, 3, 2, 1))


def cross_entropy():
    targets = torch.tensor([2, 0, 4, 1])
    for reduction in ("none", "mean", "sum"):
        for smoothing in (0.0, 0.1):
            record(
                f"cross entropy, {reduction}, smoothing {smoothing}",
                {"logits": random(4, 5)},
                lambda logits: F.cross_entropy(
                    logits, targets, reduction=reduction, label_smoothing=smoothing),
                {"targets": targets})


def optimizers():
    """Five steps with a rate a parameter; the second parameter has no gradient in the third."""
    makers = {
        "SGD": lambda groups: torch.optim.SGD(groups, lr=0.1, momentum=0.9, weight_decay=0.05),
        "AdamW": lambda groups: torch.optim.AdamW(
            groups, lr=0.1, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1),
    }
    for name, make in makers.items():
        parameters = [random(3, 4).requires_grad_(), random(5).requires_grad_()]
        optimizer = make([
            {"params": [parameters[0]], "lr": 0.1}, {"params": [parameters[1]], "lr": 0.02}])
        case = {f"parameter {i}": stored(p) for i, p in enumerate(parameters)}
        for step in range(5):
            for i, parameter in enumerate(parameters):
                parameter.grad = None if (step, i) == (2, 1) else random(*parameter.shape)
                if parameter.grad is not None:
                    case[f"gradient {i} of step {step}"] = stored(parameter.grad)
            optimizer.step()
            for i, parameter in enumerate(parameters):
                case[f"parameter {i} after step {step}"] = stored(parameter)
        for i, parameter in enumerate(parameters):
            for key, value in optimizer.state[parameter].items():
                case[f"{key} {i}"] = stored(torch.as_tensor(value))
        cases[f"five steps of {name}"] = case


def clipping():
    parameters = [random(4), random(2, 2)]
    for parameter in parameters:
        parameter.grad = random(*parameter.shape)
    case = {f"before {i}": stored(p.grad) for i, p in enumerate(parameters)}
    case["norm"] = stored(torch.nn.utils.clip_grad_norm_(parameters, 0.5))
    case |= {f"after {i}": stored(p.grad) for i, p in enumerate(parameters)}
    cases["clipping to 0.5"] = case


def random_numbers():
    generator = torch.Generator().manual_seed(7)
    cases["draws of seed 7"] = {
        "uniform": stored(torch.rand(8, generator=generator)),
        "normal": stored(torch.randn(8, generator=generator)),
    }


if __name__ == "__main__":
    torch.manual_seed(1)
    for group in (
            convolutions, normalisation, the_rest, cross_entropy, optimizers, clipping,
            random_numbers):
        group()
    file = Path(__file__).with_name("goldens.json")
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items())
    file.write_text(
        f'{{"torch": {json.dumps(torch.__version__)},\n"cases": {{\n{lines}\n}}}}\n')
