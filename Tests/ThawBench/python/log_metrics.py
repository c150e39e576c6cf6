"""Logs the values of a run with TensorBoard's or W&B's own package; prints times and size as JSON.

The argument is a JSON object: `tool` (tensorboard, wandb), `folder`, `metrics` (names), `steps`, and
`values`, a file of little-endian float64, those of a step in a row.
"""

import array
import glob
import json
import os
import sys
import time

CHUNK = 1_000


def logged(task, log):
    """Microseconds a step, by chunks of steps."""
    values, width = array.array("d"), len(task["metrics"])
    with open(task["values"], "rb") as file:
        values.frombytes(file.read())
    times = []
    for start in range(0, task["steps"], CHUNK):
        rows = [values[step * width:(step + 1) * width].tolist()
                for step in range(start, min(start + CHUNK, task["steps"]))]
        before = time.perf_counter()
        for step, row in enumerate(rows, start):
            log(step, row)
        times.append((time.perf_counter() - before) / len(rows) * 1e6)
    return times


def tensorboard(task):
    import tensorboard
    import tensorboardX
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    folder, names = task["folder"], task["metrics"]
    writer = tensorboardX.SummaryWriter(folder)

    def log(step, row):
        for name, value in zip(names, row):
            writer.add_scalar(name, value, step)

    times = logged(task, log)
    writer.close()
    [file] = glob.glob(f"{folder}/events.*")
    before = time.perf_counter()
    # 0: every scalar, not a sample of them.
    events = EventAccumulator(file, size_guidance={"scalars": 0})
    events.Reload()
    curves = {name: [(event.step, event.value) for event in events.Scalars(name)] for name in names}
    opened = (time.perf_counter() - before) * 1e3
    assert all(len(curve) == task["steps"] for curve in curves.values())
    return {"version": f"tensorboard {tensorboard.__version__}, tensorboardX {tensorboardX.__version__}",
            "logging": times, "bytes": os.path.getsize(file), "opening": opened}


def wandb(task):
    import wandb

    folder, names = task["folder"], task["metrics"]
    os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true")
    settings = wandb.Settings(x_disable_stats=True, x_disable_meta=True, disable_git=True,
                              save_code=False, console="off", root_dir=folder)
    run = wandb.init(project="thaw", dir=folder, settings=settings)
    times = logged(task, lambda step, row: run.log(dict(zip(names, row)), step=step))
    run.finish()
    wandb.teardown()  # Only then is all of the file written.
    [file] = glob.glob(f"{folder}/wandb/offline-run-*/*.wandb")
    return {"version": f"wandb {wandb.__version__}", "logging": times, "bytes": os.path.getsize(file)}


task = json.loads(sys.argv[1])
print(json.dumps({"tensorboard": tensorboard, "wandb": wandb}[task["tool"]](task)))
