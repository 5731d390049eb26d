#!/usr/bin/python3
"""`heldout bench gpu` in PyTorch: the same model, shapes, batch, optimizer step and JSON (workers/cli/benchGpuReport.ts).

Install: PyTorch for the device, by its own instructions; on a processor any will do (Debian 12: apt-get install
python3-torch libopenblas0-pthread). Run both in one session, one after the other, on a device that nothing else uses:

    npm run -s heldout -- bench gpu --json > heldout.json
    python3 tests/bench/pytorch/gpu.py > pytorch.json
    npx tsx tests/bench/gpuAgainstPytorch.ts heldout.json pytorch.json

Every combination of --modes (eager; compiled: torch.compile of the model, the optimizer stays eager) and --precisions
(float32: TF32 off; tf32: on, CUDA alone) is one report. CUDA is synchronised by reading the loss of every step back, as
Heldout does, and before and after every plain product. Decoding is not measured: PyTorch has no decoder of its own.
What cannot be measured is named among the failures; the exit code is 1 then.
"""

import argparse
import datetime
import json
import multiprocessing
import os
import platform
import queue
import statistics
import subprocess
import sys
import time

ROWS, LENGTH = 64, 20
SOURCE_VOCAB, TARGET_VOCAB, MAX_LENGTH, HEADS, DROPOUT = 1073, 6000, 40, 8, 0.1
WARMUPS, ROUNDS = 3, 5
MOST_RUNS, FEWEST_RUNS, VISIT_SECONDS = 20, 3, 0.04
# Products a measurement, so that waiting for the device once counts for little; one on a processor.
DEVICE_PRODUCTS = 8
BUSY_SAMPLES, BUSY_SAMPLE_SECONDS = 3, 1.0
# 20 epochs of the Tatoeba pairs in 306 batches each.
STEPS_PER_RUN = 20 * 306
READY_SECONDS = 600


def shapes_in(text):
    return [tuple(int(number) for number in shape.split("x")) for shape in text.split(",")]


def parse_flags():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    arguments.add_argument("--shapes", default="512x1,512x2,256x1,256x2,1024x6")
    arguments.add_argument("--steps", type=int, default=50)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--modes", default="eager,compiled")
    arguments.add_argument("--precisions", default="float32,tf32")
    arguments.add_argument("--at-once", default="1,2,4,8", help="trainers at once; 0: none")
    arguments.add_argument("--sweep-shape", default="256x1")
    arguments.add_argument("--window", type=float, default=10, help="seconds for which they train at once")
    return arguments.parse_args()


def set_threads(threads):
    """Before torch is loaded: see train_step.py."""
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = str(threads)
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "20")


def prepare(device, precision, threads):
    """Loads torch and sets what the whole process has; returns it."""
    set_threads(threads)
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    allowed = precision == "tf32"
    torch.backends.cuda.matmul.allow_tf32 = allowed
    torch.backends.cudnn.allow_tf32 = allowed
    if device == "cuda" and not torch.cuda.is_available():
        raise RuntimeError("PyTorch finds no CUDA device: --device cpu tries the script out on the processor")
    return torch


def make_trainer(torch, shape, mode, device):
    from model import START, Trainer, Transformer

    d_model, layers = shape
    model = Transformer(d_model, layers, SOURCE_VOCAB, TARGET_VOCAB, MAX_LENGTH, HEADS, DROPOUT).to(device)
    trainer = Trainer(model)
    if mode == "compiled":
        if not hasattr(torch, "compile"):
            raise RuntimeError(f"torch.compile came with PyTorch 2.0, and this is {torch.__version__}")
        trainer.model = torch.compile(model)
    source = 4 + (torch.arange(ROWS * LENGTH) * 7) % (SOURCE_VOCAB - 4)
    target = 4 + (torch.arange(ROWS * (LENGTH + 1)) * 5) % (TARGET_VOCAB - 4)
    source, target = source.view(ROWS, LENGTH), target.view(ROWS, LENGTH + 1)
    target[:, 0] = START
    source, target = source.to(device), target.to(device)
    # The loss as a number: the device is waited for at every step.
    return lambda: trainer.step(source, target), sum(each.numel() for each in model.parameters())


def linear_products(shape):
    """{(m, k, n): how often}, as lib/model/flops.ts lists them."""
    d_model, layers = shape
    positions = ROWS * LENGTH
    kernels = [(d_model, d_model, 12 * layers), (d_model, 4 * d_model, 2 * layers), (4 * d_model, d_model, 2 * layers)]
    products = {}
    for inputs, outputs, count in [*kernels, (d_model, TARGET_VOCAB, 1)]:
        for size in [(positions, inputs, outputs), (positions, outputs, inputs), (inputs, positions, outputs)]:
            products[size] = products.get(size, 0) + count
    return products


def flops_per_step(shape):
    d_model, layers = shape
    linear = sum(2 * m * k * n * count for (m, k, n), count in linear_products(shape).items())
    return linear + 3 * 2 * 2 * (3 * layers) * ROWS * LENGTH * LENGTH * d_model


class Product:
    """torch.mm of one size, timed between steps; operands and results stay on the device."""

    def __init__(self, torch, size, device):
        m, k, n = size
        self.torch, self.flops = torch, 2 * m * k * n
        self.copies = DEVICE_PRODUCTS if device == "cuda" else 1
        self.synchronise = torch.cuda.synchronize if device == "cuda" else lambda: None
        self.a = [torch.rand(m, k, device=device) - 0.5 for _ in range(self.copies)]
        self.b = torch.rand(k, n, device=device) - 0.5
        self.results = [torch.empty(m, n, device=device) for _ in range(self.copies)]
        self.seconds = []

    def run(self):
        self.synchronise()
        started = time.perf_counter()
        for a, result in zip(self.a, self.results):
            self.torch.mm(a, self.b, out=result)
        self.synchronise()
        return (time.perf_counter() - started) / self.copies

    def visit(self):
        for _ in range(2):
            self.run()
        began = time.perf_counter()
        for run in range(MOST_RUNS):
            if run >= FEWEST_RUNS and time.perf_counter() - began > VISIT_SECONDS:
                break
            self.seconds.append(self.run())

    def median(self):
        return statistics.median(self.seconds)


def smi(query):
    """nvidia-smi's answer for the first GPU, as a list of texts; None where there is none."""
    command = ["nvidia-smi", f"--query-gpu={query}", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout
        return [text.strip() for text in answer.splitlines()[0].split(",")]
    except (OSError, subprocess.SubprocessError, IndexError):
        return None


def used_bytes():
    answer = smi("memory.used")
    return int(answer[0]) * 2**20 if answer and answer[0].isdigit() else None


def busy_share(step):
    """Share in which the device computed at all, of a second of steps, as the driver counts it; the median of three."""
    shares = []
    while len(shares) < BUSY_SAMPLES:
        until = time.perf_counter() + BUSY_SAMPLE_SECONDS
        while time.perf_counter() < until:
            step()
        answer = smi("utilization.gpu")
        if not answer or not answer[0].isdigit():
            return None
        shares.append(int(answer[0]) / 100)
    return statistics.median(shares)


def measure_shape(shape, mode, precision, flags):
    on_gpu = flags.device == "cuda"
    memory_before = used_bytes() if on_gpu else None
    torch = prepare(flags.device, precision, flags.threads)
    from model import watch_other_load

    step, parameters = make_trainer(torch, shape, mode, flags.device)
    square_size = 4096 if on_gpu else 1024
    losses, times, host_times = [step() for _ in range(WARMUPS)], [], []
    memory_now = used_bytes() if on_gpu else None
    products = {size: Product(torch, size, flags.device) for size in linear_products(shape)}
    square = Product(torch, (square_size,) * 3, flags.device)
    other_load = watch_other_load()
    for turn in range(1, ROUNDS + 1):
        while len(times) < flags.steps * turn / ROUNDS:
            started, host = time.perf_counter(), time.process_time()
            losses.append(step())
            times.append(1000 * (time.perf_counter() - started))
            host_times.append(1000 * (time.process_time() - host))
        for product in [*products.values(), square]:
            product.visit()
    load = other_load()
    known = memory_before is not None and memory_now is not None
    counts = linear_products(shape)
    product_flops = sum(counts[size] * product.flops for size, product in products.items())
    product_seconds = sum(counts[size] * product.median() for size, product in products.items())
    ms_per_step = statistics.median(times)
    achieved, matmul = flops_per_step(shape) / ms_per_step / 1e6, product_flops / product_seconds / 1e9
    return {
        "dModel": shape[0],
        "dFf": 4 * shape[0],
        "heads": HEADS,
        "layers": shape[1],
        "msPerStep": ms_per_step,
        "tokensPerSecond": ROWS * LENGTH * 1000 / ms_per_step,
        "flopsPerStep": flops_per_step(shape),
        "achievedGflops": achieved,
        "matmulGflops": matmul,
        "ratio": achieved / matmul,
        "squareMatmulGflops": square.flops / square.median() / 1e9,
        "minimumMs": min(times),
        "maximumMs": max(times),
        "steps": len(times),
        "otherLoad": load,
        "parameters": parameters,
        "squareSize": square_size,
        "hostMsPerStep": statistics.median(host_times),
        "deviceBusyShare": busy_share(step) if known else None,
        "deviceMemoryBytes": max(0, memory_now - memory_before) if known else None,
        "estimatedMemoryBytes": None,
        "firstLoss": losses[0],
        "lastLoss": losses[-1],
        "decode": [],
    }


def train_at_once(shape, mode, precision, flags, barrier, answers):
    """One of several processes: warms up, waits for the others, trains for the window; its steps a second or its error."""
    try:
        step, _ = make_trainer(prepare(flags.device, precision, flags.threads), shape, mode, flags.device)
        for _ in range(WARMUPS):
            step()
        barrier.wait(READY_SECONDS)
        started, steps = time.perf_counter(), 0
        while steps == 0 or time.perf_counter() - started < flags.window:
            step()
            steps += 1
        answers.put(steps / (time.perf_counter() - started))
    except Exception as error:  # noqa: BLE001: whatever it is, it is the answer
        barrier.abort()
        answers.put(f"{type(error).__name__}: {error}")


def in_process(work, *arguments):
    """Runs work in a fresh process, so that its memory and settings end with it; its value, or RuntimeError."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=answer, args=(sender, work, arguments))
    process.start()
    sender.close()
    try:
        ok, value = receiver.recv()
    except EOFError:
        ok, value = False, "its process ended without an answer"
    process.join()
    if not ok:
        raise RuntimeError(value)
    return value


def answer(sender, work, arguments):
    try:
        sender.send((True, work(*arguments)))
    except Exception as error:  # noqa: BLE001
        sender.send((False, f"{type(error).__name__}: {error}"))


def answers_of(processes, answers, barrier):
    """One answer a process; that of one which was killed, for want of memory for one, is how it ended."""
    got = []
    while len(got) < len(processes):
        try:
            got.append(answers.get(timeout=1))
        except queue.Empty:
            if all(process.exitcode is None for process in processes):
                continue
            dead = [process.exitcode for process in processes if process.exitcode not in (None, 0)]
            if dead:
                barrier.abort()
                return [*got, f"a process ended with exit code {dead[0]}"]
    return got


def measure_sweep(mode, precision, flags, failures):
    shape = shapes_in(flags.sweep_shape)[0]
    context = multiprocessing.get_context("spawn")
    at_once = []
    for trainers in [int(count) for count in flags.at_once.split(",") if int(count) > 0]:
        barrier, answers = context.Barrier(trainers), context.Queue()
        arguments = (shape, mode, precision, flags, barrier, answers)
        processes = [context.Process(target=train_at_once, args=arguments) for _ in range(trainers)]
        for process in processes:
            process.start()
        got = answers_of(processes, answers, barrier)
        for process in processes:
            process.join()
        errors = [each for each in got if isinstance(each, str)]
        if errors:
            # The others broke off at the barrier: the first cause is the one that is not about it.
            reason = next((error for error in errors if not error.startswith("BrokenBarrier")), errors[0])
            failures.append({"what": f"{trainers} at once, {flags.sweep_shape}", "reason": reason})
            continue
        rate = sum(got) * ROWS * LENGTH
        alone = at_once[0]["tokensPerSecond"] if at_once and at_once[0]["trainers"] == 1 else rate / trainers
        at_once.append(
            {
                "trainers": trainers,
                "replicas": 1,
                "tokensPerSecond": rate,
                "runsPerHour": 3600 * sum(got) / STEPS_PER_RUN,
                "gain": rate / alone,
            }
        )
    return {
        "dModel": shape[0],
        "layers": shape[1],
        "stepsPerRun": STEPS_PER_RUN,
        "windowMs": round(1000 * flags.window),
        "atOnce": at_once,
    }


def measure(mode, precision, flags):
    shapes, failures = [], []
    for shape in shapes_in(flags.shapes):
        what = f"d_model {shape[0]}, {shape[1]}+{shape[1]} layers"
        print(f"PyTorch {mode}, {precision}: {what} ...", file=sys.stderr)
        try:
            shapes.append(in_process(measure_shape, shape, mode, precision, flags))
        except RuntimeError as error:
            failures.append({"what": what, "reason": str(error)})
    sweep = None
    # Where no shape could be trained, several at once cannot either.
    if shapes and any(int(count) > 0 for count in flags.at_once.split(",")):
        print(f"PyTorch {mode}, {precision}: {flags.at_once} at once ...", file=sys.stderr)
        sweep = measure_sweep(mode, precision, flags, failures)
    return {
        "program": "pytorch",
        "mode": mode,
        "precision": precision,
        "conditions": {
            "rows": ROWS,
            "sourceLength": LENGTH,
            "targetLength": LENGTH,
            "sourceVocabulary": SOURCE_VOCAB,
            "targetVocabulary": TARGET_VOCAB,
            "heads": HEADS,
            "dropout": DROPOUT,
            "optimizer": "adam, gradients clipped at 1",
            "warmups": WARMUPS,
            "threads": flags.threads,
            "synchronised": "the loss of every step is read back before the next begins",
        },
        "shapes": shapes,
        "sweep": sweep,
        "failures": failures,
    }


def processor_name():
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


def describe(device):
    """What the whole session has; asked in a process of its own, so that this one holds no device."""
    import torch
    from model import engine_name

    on_gpu = device == "cuda" and torch.cuda.is_available()
    driver = smi("driver_version") if on_gpu else None
    versions = {
        "pytorch": torch.__version__,
        "engine": engine_name(),
        "python": platform.python_version(),
        "platform": f"{platform.system().lower()} {platform.release()} {platform.machine()}",
        "cpu": processor_name(),
    }
    if torch.version.cuda:
        versions["cuda"] = torch.version.cuda
    return {
        "device": torch.cuda.get_device_name(0) if on_gpu else processor_name(),
        "deviceMemoryBytes": torch.cuda.get_device_properties(0).total_memory if on_gpu else None,
        "driver": driver[0] if driver else None,
        "software": not on_gpu,
        "versions": versions,
    }


def main():
    flags = parse_flags()
    precisions = [each for each in flags.precisions.split(",") if each == "float32" or flags.device == "cuda"]
    now = datetime.datetime.now(datetime.timezone.utc)
    report = {
        "format": "heldout-bench-gpu",
        "version": 2,
        "date": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        **in_process(describe, flags.device),
        "reports": [measure(mode, precision, flags) for mode in flags.modes.split(",") for precision in precisions],
    }
    print(json.dumps(report, indent=2))
    return 1 if any(each["failures"] for each in report["reports"]) else 0


if __name__ == "__main__":
    sys.exit(main())
