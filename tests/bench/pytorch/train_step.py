#!/usr/bin/python3
"""The training step of `heldout bench engine` in PyTorch: the same model, shapes, optimizer and output.

Install (Debian 12):  apt-get install python3-torch libopenblas0-pthread
Run:                  python3 tests/bench/pytorch/train_step.py [--threads 1] [--dModel 512,256] [--layers 1,2]
                      [--steps 15]

Prints JSON: msPerStep is the median over steps of forward, backward, clipping and Adam; matmulGflops the rate of
torch.mm on the step's own products, measured between the steps of the same run. Any other PyTorch works too; unset
OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE, or OpenBLAS may take a slower kernel than it would choose itself.
"""

import argparse
import json
import os
import statistics
import time

arguments = argparse.ArgumentParser()
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--dModel", default="512,256")
arguments.add_argument("--layers", default="1,2")
arguments.add_argument("--steps", type=int, default=15)
flags = arguments.parse_args()

# All are read when the libraries are loaded. OpenBLAS (pthread) and PyTorch's OpenMP each keep threads, and a thread that
# waits by spinning takes the core from the other library's: without the last two, two threads on two cores are slower
# than one.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = str(flags.threads)
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "20")

import torch  # noqa: E402

from model import START, Trainer, Transformer, engine_name, watch_other_load  # noqa: E402

ROWS, LENGTH = 64, 20
SOURCE_VOCAB, TARGET_VOCAB, MAX_LENGTH = 1073, 6000, 40
WARMUPS, ROUNDS, SQUARE = 3, 5, 1024
MOST_RUNS, FEWEST_RUNS, VISIT_SECONDS = 20, 3, 0.04


def linear_products(d_model, layers):
    """{(m, k, n): how often} for X.W, dY.W^T and X^T.dY of the linear layers, as lib/model/flops.ts lists them."""
    positions = ROWS * LENGTH
    kernels = [(d_model, d_model, 12 * layers), (d_model, 4 * d_model, 2 * layers), (4 * d_model, d_model, 2 * layers)]
    products = {}
    for inputs, outputs, count in [*kernels, (d_model, TARGET_VOCAB, 1)]:
        for size in [(positions, inputs, outputs), (positions, outputs, inputs), (inputs, positions, outputs)]:
            products[size] = products.get(size, 0) + count
    return products


def flops_per_step(d_model, layers):
    linear = sum(2 * m * k * n * count for (m, k, n), count in linear_products(d_model, layers).items())
    attention = 3 * 2 * 2 * (3 * layers) * ROWS * LENGTH * LENGTH * d_model
    return linear + attention


class Product:
    def __init__(self, size):
        m, k, n = size
        self.flops = 2 * m * k * n
        self.a, self.b, self.result = torch.rand(m, k) - 0.5, torch.rand(k, n) - 0.5, torch.empty(m, n)
        self.seconds = []

    def visit(self):
        torch.mm(self.a, self.b, out=self.result)
        began = time.perf_counter()
        for run in range(MOST_RUNS):
            if run >= FEWEST_RUNS and time.perf_counter() - began > VISIT_SECONDS:
                break
            started = time.perf_counter()
            torch.mm(self.a, self.b, out=self.result)
            self.seconds.append(time.perf_counter() - started)


def measure(d_model, layers):
    torch.manual_seed(1)
    model = Transformer(d_model, layers, SOURCE_VOCAB, TARGET_VOCAB, MAX_LENGTH)
    trainer = Trainer(model)
    source = 4 + (torch.arange(ROWS * LENGTH) * 7) % (SOURCE_VOCAB - 4)
    target = 4 + (torch.arange(ROWS * (LENGTH + 1)) * 5) % (TARGET_VOCAB - 4)
    source, target = source.view(ROWS, LENGTH), target.view(ROWS, LENGTH + 1)
    target[:, 0] = START
    products = {size: Product(size) for size in linear_products(d_model, layers)}
    square = Product((SQUARE, SQUARE, SQUARE))
    other_load = watch_other_load()
    losses, times = [trainer.step(source, target) for _ in range(WARMUPS)], []
    for turn in range(1, ROUNDS + 1):
        while len(times) < flags.steps * turn / ROUNDS:
            started = time.perf_counter()
            losses.append(trainer.step(source, target))
            times.append(1000 * (time.perf_counter() - started))
        for product in [*products.values(), square]:
            product.visit()
    counts = linear_products(d_model, layers)
    product_flops = sum(counts[size] * product.flops for size, product in products.items())
    product_seconds = sum(counts[size] * statistics.median(product.seconds) for size, product in products.items())
    ms_per_step = statistics.median(times)
    achieved = flops_per_step(d_model, layers) / ms_per_step / 1e6
    matmul = product_flops / product_seconds / 1e9
    return {
        "dModel": d_model,
        "dFf": 4 * d_model,
        "heads": 8,
        "layers": layers,
        "msPerStep": ms_per_step,
        "tokensPerSecond": ROWS * LENGTH * 1000 / ms_per_step,
        "flopsPerStep": flops_per_step(d_model, layers),
        "achievedGflops": achieved,
        "matmulGflops": matmul,
        "ratio": achieved / matmul,
        "squareMatmulGflops": square.flops / statistics.median(square.seconds) / 1e9,
        "minimumMs": min(times),
        "maximumMs": max(times),
        "steps": len(times),
        "otherLoad": other_load(),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "firstLoss": losses[0],
        "lastLoss": losses[-1],
    }


torch.set_num_threads(flags.threads)
torch.set_num_interop_threads(1)
shapes = [
    measure(int(d_model), int(layers)) for d_model in flags.dModel.split(",") for layers in flags.layers.split(",")
]
print(json.dumps({"engine": engine_name(), "threads": flags.threads, "shapes": shapes}, indent=2))
