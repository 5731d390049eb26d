#!/usr/bin/python3
"""One epoch of real sentences in PyTorch with the padded loop of most tutorials, beside `heldout bench epoch`.

64 sentences a batch, both sides padded to the longest of the corpus; source words and punctuation marks lower-cased,
target characters, at most 8,000 symbols each and 40 tokens a sentence, as Heldout's defaults are; nine pairs in ten are
trained. The model, the optimizer and the installation are those of train_step.py.

Run:  python3 tests/bench/pytorch/train_epoch.py CORPUS.tsv [--threads 1] [--dModel 256] [--batches 40] [--json]

Only --batches of the epoch's batches are trained (0: all); the time of the rest is extrapolated. --longest pads a batch to
its own longest sentence only, which is the usual improvement.
"""

import argparse
import json
import os
import random
import re
import resource
import time
from collections import Counter

arguments = argparse.ArgumentParser()
arguments.add_argument("corpus")
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--dModel", type=int, default=256)
arguments.add_argument("--batches", type=int, default=40)
arguments.add_argument("--longest", action="store_true", help="pad to the longest of the batch, not of the corpus")
arguments.add_argument("--json", action="store_true")
flags = arguments.parse_args()

# See train_step.py.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = str(flags.threads)
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "20")

import torch  # noqa: E402

from model import END, PAD, START, Trainer, Transformer, engine_name, watch_other_load  # noqa: E402

ROWS, MAX_LENGTH, MAX_SYMBOLS, WARMUPS = 64, 40, 8000, 2
UNKNOWN = 3


def read_pairs(path):
    """Tokenized pairs that fit, without repeated ones, shuffled."""
    pairs = {}
    with open(path, encoding="utf-8-sig") as file:
        for line in file:
            columns = [column.strip() for column in line.split("\t")]
            if len(columns) >= 2 and columns[0] and columns[1]:
                source = re.findall(r"\w+(?:['’]\w+)*|[^\w\s]", columns[0].lower())
                target = [character for character in columns[1] if not character.isspace()]
                if max(len(source), len(target)) + 1 <= MAX_LENGTH:
                    pairs[(columns[0], columns[1])] = (source, target)
    pairs = list(pairs.values())
    random.Random(1).shuffle(pairs)
    return pairs[: round(0.9 * len(pairs))]


def vocabulary(sentences):
    counts = Counter(symbol for sentence in sentences for symbol in sentence)
    return {symbol: UNKNOWN + 1 + index for index, (symbol, _) in enumerate(counts.most_common(MAX_SYMBOLS - 4))}


def padded(sentences, length):
    rows = torch.full((len(sentences), length), PAD, dtype=torch.long)
    for row, sentence in enumerate(sentences):
        rows[row, : len(sentence)] = torch.tensor(sentence)
    return rows


torch.set_num_threads(flags.threads)
torch.set_num_interop_threads(1)
torch.manual_seed(1)
pairs = read_pairs(flags.corpus)
source_ids, target_ids = vocabulary(source for source, _ in pairs), vocabulary(target for _, target in pairs)
encoded = [
    (
        [source_ids.get(word, UNKNOWN) for word in source] + [END],
        [START] + [target_ids.get(character, UNKNOWN) for character in target] + [END],
    )
    for source, target in pairs
]
source_length = max(len(source) for source, _ in encoded)
target_length = max(len(target) for _, target in encoded)
model = Transformer(flags.dModel, 1, len(source_ids) + 4, len(target_ids) + 4, MAX_LENGTH)
trainer = Trainer(model)
batches = [encoded[start : start + ROWS] for start in range(0, len(encoded), ROWS)]
measured = batches if flags.batches == 0 else batches[: WARMUPS + flags.batches]
seconds, tokens, losses = 0.0, 0, []
other_load = watch_other_load()
for index, batch in enumerate(measured):
    started = time.perf_counter()
    sources, targets = [source for source, _ in batch], [target for _, target in batch]
    longest = (max(map(len, sources)), max(map(len, targets))) if flags.longest else (source_length, target_length)
    losses.append(trainer.step(padded(sources, longest[0]), padded(targets, longest[1])))
    if index >= WARMUPS:
        seconds += time.perf_counter() - started
        tokens += sum(len(target) - 1 for target in targets)
target_tokens = sum(len(target) - 1 for _, target in encoded)
epoch_seconds = seconds * target_tokens / tokens
report = {
    "engine": engine_name(),
    "threads": flags.threads,
    "dModel": flags.dModel,
    "parameters": sum(parameter.numel() for parameter in model.parameters()),
    "pairs": len(encoded),
    "targetTokens": target_tokens,
    "sourceVocabulary": len(source_ids) + 4,
    "targetVocabulary": len(target_ids) + 4,
    "seconds": epoch_seconds,
    "tokensPerSecond": target_tokens / epoch_seconds,
    "steps": len(batches),
    "measuredSteps": len(measured) - WARMUPS,
    "paddedTo": "the longest of each batch" if flags.longest else [source_length, target_length - 1],
    "firstLoss": losses[0],
    "lastLoss": losses[-1],
    "peakMemoryBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    "otherLoad": other_load(),
}
if flags.json:
    print(json.dumps(report, indent=2))
else:
    for key, value in report.items():
        print(f"{key:18} {value}")
