#!/usr/bin/env python3
"""Makes the small weights files of the format tests. Made with torch 1.13: /usr/bin/python3 THIS_FILE.

Each tensor's elements are written to expected.json as hexadecimal bytes, so that the tests compare bits.
"""

import json
import os
import zipfile
from collections import OrderedDict
from pathlib import Path

import torch

HERE = Path(__file__).parent


class Evil:
    def __reduce__(self):
        return os.system, ("touch thaw-was-here",)


def state():
    torch.manual_seed(7)
    base = torch.randn(24)
    tensors = OrderedDict()
    tensors["stem.weight"] = torch.nn.Parameter(torch.randn(4, 3, 2, 2))
    tensors["stem.bn.num_batches_tracked"] = torch.tensor(1234567890123)
    tensors["transposed"] = torch.randn(5, 3).t()
    tensors["pointwise"] = torch.randn(1, 1, 3, 4).permute(3, 2, 0, 1)
    tensors["view.a"] = base[2:14].view(3, 4)
    tensors["view.b"] = base[1::3]
    tensors["view.c"] = base.view(2, 3, 4).permute(2, 0, 1)
    tensors["channels_last"] = torch.randn(2, 3, 4, 4).to(memory_format=torch.channels_last)
    tensors["double"] = torch.randn(3, dtype=torch.float64)
    tensors["half"] = torch.randn(5).half()
    tensors["bfloat16"] = torch.randn(5).bfloat16()
    tensors["int32"] = torch.tensor([-1, 2, 2**31 - 1], dtype=torch.int32)
    tensors["int16"] = torch.tensor([-3, 4], dtype=torch.int16)
    tensors["int8"] = torch.tensor([-128, 127], dtype=torch.int8)
    tensors["uint8"] = torch.tensor([0, 255], dtype=torch.uint8)
    tensors["bool"] = torch.tensor([True, False, True])
    tensors["empty"] = torch.zeros(0, 3)
    tensors["scalar"] = torch.tensor(0.5)
    tensors["größe.λ"] = torch.arange(3.0)
    # As nn.Module.state_dict() does; the reader passes over it.
    tensors._metadata = OrderedDict({"": {"version": 1}})
    return tensors


SPELLING = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8",
    torch.uint8: "U8", torch.bool: "BOOL",
}


def described(name, tensor):
    dense = tensor.detach().contiguous().clone()
    raw = dense.view(torch.int16) if dense.dtype == torch.bfloat16 else dense
    return {"name": name, "shape": list(tensor.shape), "type": SPELLING[tensor.dtype],
            "data": raw.numpy().tobytes().hex()}


def save(value, name, **options):
    torch.save(value, HERE / f"{name}-zip.pth", **options)
    torch.save(value, HERE / f"{name}-legacy.pth", _use_new_zipfile_serialization=False, **options)


def main():
    tensors = state()
    expected = [described(name, tensor) for name, tensor in tensors.items()]
    (HERE / "expected.json").write_text(json.dumps(expected, indent=0) + "\n")
    save(tensors, "plain")
    save(tensors, "protocol4", pickle_protocol=4)
    save({"epoch": 3, "rate": 1e-3, "best": torch.tensor(0.9), "note": b"\x00\xff", "big": 2**80,
          "none": None, "shape": torch.Size([1, 2]), "list": [1, "two", (3.0,)],
          "state_dict": {"model": tensors}}, "nested")
    save({"weight": torch.zeros(2), "evil": Evil()}, "evil")
    save({"rate": 1.0}, "tensorless")
    with zipfile.ZipFile(HERE / "plain-zip.pth") as source:
        with zipfile.ZipFile(HERE / "compressed-zip.pth", "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)


main()
