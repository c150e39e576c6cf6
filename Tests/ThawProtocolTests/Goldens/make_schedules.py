#!/usr/bin/env python3
"""Writes schedules.json: the learning rate of every step by PyTorch's schedulers.

Needs python3-torch. Run it again when a case is added: python3 make_schedules.py
"""
import json
from pathlib import Path

import torch
from torch.optim import lr_scheduler as schedulers

BASE = 0.4


def rates(steps, make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE)
    scheduler = make(optimizer)
    values = []
    for _ in range(steps):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return values


def warmed(warmup, make):
    """LinearLR from a `warmup`-th of the rate up to it, then another scheduler."""
    return lambda optimizer: schedulers.SequentialLR(
        optimizer,
        [schedulers.LinearLR(optimizer, 1 / warmup, 1.0, warmup - 1), make(optimizer)],
        [warmup],
    )


def cosine(optimizer, steps=50, share=0.1):
    return schedulers.CosineAnnealingLR(optimizer, steps, eta_min=BASE * share)


def linear(optimizer, steps=50, share=0.1):
    return schedulers.LinearLR(optimizer, 1.0, share, steps)


def one_cycle(optimizer, rise, divide, divide_at_end):
    return schedulers.OneCycleLR(
        optimizer, BASE, total_steps=51, pct_start=rise, div_factor=divide,
        final_div_factor=divide_at_end, cycle_momentum=False)


def restarts(optimizer, growth):
    return schedulers.CosineAnnealingWarmRestarts(optimizer, 10, growth, eta_min=BASE * 0.05)


cases = {
    "cosine": rates(50, cosine),
    "linear": rates(60, linear),
    "one-cycle": rates(50, lambda optimizer: one_cycle(optimizer, 0.3, 25, 1e4)),
    "one-cycle-steep": rates(50, lambda optimizer: one_cycle(optimizer, 0.1, 4, 2)),
    "restarts": rates(45, lambda optimizer: restarts(optimizer, 1)),
    "restarts-doubling": rates(75, lambda optimizer: restarts(optimizer, 2)),
    "warm-up, cosine": rates(60, warmed(10, cosine)),
    "warm-up, linear": rates(60, warmed(10, linear)),
}
path = Path(__file__).with_name("schedules.json")
path.write_text(json.dumps({"torch": torch.__version__, "base": BASE, "rates": cases}) + "\n")
print(f"{len(cases)} schedules by PyTorch {torch.__version__}")
