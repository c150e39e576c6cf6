"""Makes trainer/trainer_state.json with Hugging Face's Trainer: a tiny random model on random words.

    pip install torch transformers accelerate
    python make_trainer_state.py

Written by transformers 5.24.0 with torch 2.13.0.
"""

import os
import shutil
import tempfile
from pathlib import Path

import torch
from transformers import (BertConfig, BertForSequenceClassification, Trainer, TrainingArguments,
                          set_seed)

HERE = Path(__file__).resolve().parent


class Words(torch.utils.data.Dataset):
    """Twelve words a text; the class is the first word's parity."""

    def __init__(self, count, seed):
        self.words = torch.randint(0, 32, (count, 12), generator=torch.Generator().manual_seed(seed))

    def __len__(self):
        return len(self.words)

    def __getitem__(self, index):
        words = self.words[index]
        return {"input_ids": words, "labels": words[0] % 2}


def accuracy(prediction):
    return {"accuracy": float((prediction.predictions.argmax(-1) == prediction.label_ids).mean())}


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    set_seed(1)
    model = BertForSequenceClassification(BertConfig(
        vocab_size=32, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=12))
    arguments = TrainingArguments(
        output_dir="run", num_train_epochs=2, per_device_train_batch_size=8, learning_rate=5e-3,
        logging_steps=5, eval_strategy="epoch", save_strategy="epoch", use_cpu=True,
        metric_for_best_model="accuracy", load_best_model_at_end=True, report_to=[], seed=1)
    Trainer(model=model, args=arguments, train_dataset=Words(80, 1), eval_dataset=Words(40, 2),
            compute_metrics=accuracy).train()
    (HERE / "trainer").mkdir(exist_ok=True)
    shutil.copy("run/checkpoint-20/trainer_state.json", HERE / "trainer")
