"""Reads what thaw exported with TensorBoard's own reader, for TensorBoardReaderTests.

    RECORD_SNAPSHOTS=1 swift test --filter TensorBoardReaderTests
    pip install tensorboard
    python read_exports.py
"""

import json
import struct
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

HERE = Path(__file__).parent / "exported"

# 0 keeps every point, where TensorBoard's page keeps a sample.
reader = EventAccumulator(str(HERE), size_guidance={"scalars": 0, "tensors": 0})
reader.Reload()
read = {
    tag: [
        {
            "step": event.step,
            "time": event.wall_time,
            "bits": struct.unpack("<I", struct.pack("<f", event.value))[0],
        }
        for event in reader.Scalars(tag)
    ]
    for tag in reader.Tags()["scalars"]
}
(HERE / "read.json").write_text(json.dumps(read, indent=0) + "\n")
