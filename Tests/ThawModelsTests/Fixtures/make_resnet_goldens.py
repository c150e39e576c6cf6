#!/usr/bin/env python3
"""Makes the goldens of the ResNets from torchvision, with weights that are drawn and not stored.

    python3 make_resnet_goldens.py

needs torch, torchvision and Pillow (made with torch 2.13.0, torchvision 0.28.0), and photos.rgb of
make_lite_goldens.py. Writes, for each of resnet18, resnet34 and resnet50, little-endian:
    resnet-tensors.txt     name and shape of every tensor, 1000 classes
    NAME-logits.f32        logits [3, 16] of the photos' middle, 96 x 96, then 97 x 75
    NAME-step.f32          what one step of d2l's fine-tuning adds to each tensor but the counts, at 64 x 64 in
                           double precision: the norm, then 4 elements, evenly strided, or all where there are fewer
"""

from pathlib import Path

import torch

# torchvision refuses to load beside a torch for which its compiled operators were not built. The
# models need none of them; naming these two is enough.
library = torch.library.Library("torchvision", "FRAGMENT")
for operator in ["nms", "qnms"]:
    try:
        library.define(f"{operator}(Tensor boxes, Tensor scores, float threshold) -> Tensor")
    except RuntimeError:
        pass  # It is there.

import torchvision.models  # noqa: E402

HERE = Path(__file__).parent
NAMES = ["resnet18", "resnet34", "resnet50"]
LABELS = [3, 9, 15, 0]
SAMPLES = 4


def photos(height, width):
    raw = bytearray((HERE / "photos.rgb").read_bytes())
    pixels = torch.frombuffer(raw, dtype=torch.uint8).view(3, 224, 224, 3)
    mean = torch.tensor([0.485, 0.456, 0.406], dtype=torch.double).view(3, 1, 1) * 255
    deviation = torch.tensor([0.229, 0.224, 0.225], dtype=torch.double).view(3, 1, 1) * 255
    images = (pixels.permute(0, 3, 1, 2) - mean) / deviation
    top, left = (224 - height) // 2, (224 - width) // 2
    return images[:, :, top:top + height, left:left + width].contiguous()


def made(name):
    """The model with everything drawn, in the order of its names: evenly, for that is exact everywhere."""
    model = getattr(torchvision.models, name)(num_classes=16)
    torch.manual_seed(7)
    for path, tensor in model.state_dict().items():
        if tensor.dim() > 1:
            bound = (6 / (tensor.shape[0] * tensor[0, 0].numel())) ** 0.5 if tensor.dim() == 4 else 0.05
            tensor.uniform_(-bound, bound)
        elif path.endswith("running_var"):
            tensor.uniform_(0.5, 1.5)
        elif path.endswith("weight"):
            tensor.uniform_(0.1, 0.7)  # Small, so that what the blocks add does not grow from one to the next.
        elif tensor.is_floating_point():
            tensor.uniform_(-0.1, 0.1)
    return model


def sampled(tensor):
    flat = tensor.flatten()
    count = min(SAMPLES, flat.numel())
    return torch.cat([flat.norm().view(1), flat[torch.arange(count) * flat.numel() // count]])


def step(model, batch):
    """As d2l's train_fine_tuning and train_batch_ch13: two groups of rates, the losses of a batch added up."""
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    rate = 5e-5
    rest = [p for name, p in model.named_parameters() if name not in ["fc.weight", "fc.bias"]]
    trainer = torch.optim.SGD(
        [{"params": rest}, {"params": model.fc.parameters(), "lr": rate * 10}],
        lr=rate, weight_decay=0.001)
    model.train()
    trainer.zero_grad()
    losses = torch.nn.CrossEntropyLoss(reduction="none")(model(batch), torch.tensor(LABELS))
    losses.sum().backward()
    trainer.step()
    return [sampled(tensor - before[name]).float() for name, tensor in model.state_dict().items()
            if tensor.is_floating_point()]


def write(name, tensors):
    (HERE / name).write_bytes(torch.cat([tensor.flatten() for tensor in tensors]).numpy().tobytes())


def main():
    with open(HERE / "resnet-tensors.txt", "w") as file:
        for name in NAMES:
            for path, tensor in getattr(torchvision.models, name)().state_dict().items():
                print(name, path, "x".join(map(str, tensor.shape)), file=file)
    small = photos(64, 64)
    batch = torch.cat([small, small[:1].flip(3)])
    for name in NAMES:
        with torch.no_grad():
            model = made(name).eval()
            logits = [model(photos(96, 96).float()), model(photos(97, 75).float())]
        print(name, "largest logit", max(part.abs().max().item() for part in logits))
        write(f"{name}-logits.f32", logits)
        write(f"{name}-step.f32", step(made(name).double(), batch))


main()
