"""Makes the fixtures of the import tests with the tools that write such files.

    pip install tensorboard tensorboardX wandb
    python make_fixtures.py

trainer_state.json is made by make_trainer_state.py.
"""

import math
import os
import shutil
import tempfile
from pathlib import Path

from tensorboard.summary import Writer
from tensorboardX import SummaryWriter

HERE = Path(__file__).parent


def loss(step):
    return 2.5 * math.exp(-step / 10)


def tensorboard():
    shutil.rmtree(HERE / "runs", ignore_errors=True)
    # simple_value, as PyTorch's SummaryWriter writes it.
    for run, steps in [("first", range(0, 20)), ("first", range(20, 30)), ("second", range(5))]:
        with SummaryWriter(str(HERE / "runs" / run), filename_suffix=f".{steps.start:02}") as writer:
            for step in steps:
                writer.add_scalar("train/loss", loss(step), step, walltime=1.7e9 + step)
                if step % 10 == 9:
                    writer.add_scalar("eval/loss", loss(step) + 0.125, step, walltime=1.7e9 + step)
            writer.add_text("notes", "not a scalar")
    # Tensors, as TensorFlow 2 writes scalars.
    writer = Writer(str(HERE / "runs" / "tensors"))
    for step in range(5):
        writer.add_scalar("epoch_loss", loss(step), step)
    writer.close()


def wandb_offline():
    import wandb

    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DIR=folder)
        settings = wandb.Settings(x_disable_stats=True, x_disable_meta=True, disable_git=True,
                                  save_code=False, console="off", host="host", root_dir=folder)
        config = {"optimizer": {"name": "adamw", "lr": 0.001}, "layers": [1, 2]}
        run = wandb.init(project="thaw", name="blue-run", config=config, settings=settings)
        for step in range(12):
            run.log({"train/loss": loss(step), "epoch": step / 4, "nested": {"norm": step * 0.5},
                     "note": "text"})
        run.log({"train/loss": float("nan"), "long": "x" * 34_000})
        run.finish()
        wandb.teardown()  # Only then is all of the file written.
        [file] = Path(folder).glob("wandb/offline-run-*/*.wandb")
        shutil.copy(file, HERE / "offline.wandb")


tensorboard()
wandb_offline()
