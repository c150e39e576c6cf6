#!/usr/bin/env python3
"""Loads what thaw wrote with PyTorch, for PyTorchReaderTests.

    RECORD_SNAPSHOTS=1 swift test --filter PyTorchReaderTests
    pip install torch safetensors
    python read_written.py
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file

HERE = Path(__file__).parent
TYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8",
    torch.uint8: "U8", torch.bool: "BOOL",
}


def described(name, tensor):
    flat = tensor.contiguous().reshape(-1)
    data = flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""
    return {"name": name, "shape": list(tensor.shape), "type": TYPES[tensor.dtype],
            "data": data.hex()}


loaded = load_file(HERE / "written.safetensors")
(HERE / "written.json").write_text(
    json.dumps([described(name, tensor) for name, tensor in sorted(loaded.items())], indent=0) + "\n")
