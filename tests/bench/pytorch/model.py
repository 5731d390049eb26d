"""The encoder-decoder Transformer of Heldout's benchmarks in plain PyTorch modules (Vaswani et al. 2017).

Post-norm, learned positions, embeddings times the root of d_model, ReLU, dropout after the embeddings and on every
sublayer's output. Imported by train_step.py, train_epoch.py and gpu.py after they have set the number of threads.
"""

import ctypes
import math
import os
import time

import torch
from torch import nn
from torch.nn import functional as F

PAD, START, END = 0, 1, 2
HIDDEN = -1e9


class Attention(nn.Module):
    def __init__(self, d_model, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(d_model, d_model)
        self.key = nn.Linear(d_model, d_model)
        self.value = nn.Linear(d_model, d_model)
        self.output = nn.Linear(d_model, d_model)

    def split(self, x):
        """[rows, length, d_model] -> [rows * heads, length, d_head], as torch.bmm takes it."""
        rows, length, d_model = x.shape
        x = x.view(rows, length, self.heads, d_model // self.heads).transpose(1, 2)
        return x.reshape(rows * self.heads, length, d_model // self.heads)

    def forward(self, x, memory, mask):
        """mask is added to the scores; it broadcasts to [rows, heads, length, keys]."""
        rows, length, d_model = x.shape
        q, k, v = self.split(self.query(x)), self.split(self.key(memory)), self.split(self.value(memory))
        scores = torch.bmm(q, k.transpose(1, 2)) * (1 / math.sqrt(d_model // self.heads))
        scores = scores.view(rows, self.heads, length, -1) + mask
        weights = F.softmax(scores, dim=-1).view(rows * self.heads, length, -1)
        context = torch.bmm(weights, v).view(rows, self.heads, length, -1).transpose(1, 2)
        return self.output(context.reshape(rows, length, d_model))


class FeedForward(nn.Module):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.inner = nn.Linear(d_model, d_ff)
        self.outer = nn.Linear(d_ff, d_model)

    def forward(self, x):
        return self.outer(F.relu(self.inner(x)))


class EncoderLayer(nn.Module):
    def __init__(self, d_model, heads, d_ff, dropout):
        super().__init__()
        self.attention = Attention(d_model, heads)
        self.feed_forward = FeedForward(d_model, d_ff)
        self.norms = nn.ModuleList(nn.LayerNorm(d_model, eps=1e-6) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        x = self.norms[0](x + self.dropout(self.attention(x, x, mask)))
        return self.norms[1](x + self.dropout(self.feed_forward(x)))


class DecoderLayer(nn.Module):
    def __init__(self, d_model, heads, d_ff, dropout):
        super().__init__()
        self.self_attention = Attention(d_model, heads)
        self.cross_attention = Attention(d_model, heads)
        self.feed_forward = FeedForward(d_model, d_ff)
        self.norms = nn.ModuleList(nn.LayerNorm(d_model, eps=1e-6) for _ in range(3))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, memory, causal, mask):
        x = self.norms[0](x + self.dropout(self.self_attention(x, x, causal)))
        x = self.norms[1](x + self.dropout(self.cross_attention(x, memory, mask)))
        return self.norms[2](x + self.dropout(self.feed_forward(x)))


class Embedding(nn.Module):
    def __init__(self, vocabulary, d_model, max_length, dropout):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, d_model)
        self.positions = nn.Parameter(torch.empty(max_length, d_model))
        self.scale = math.sqrt(d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids):
        return self.dropout(self.tokens(ids) * self.scale + self.positions[: ids.shape[1]])


class Transformer(nn.Module):
    def __init__(self, d_model, layers, source_vocab, target_vocab, max_length, heads=8, dropout=0.1):
        super().__init__()
        sizes = (d_model, heads, 4 * d_model, dropout)
        self.source = Embedding(source_vocab, d_model, max_length, dropout)
        self.target = Embedding(target_vocab, d_model, max_length, dropout)
        self.encoder = nn.ModuleList(EncoderLayer(*sizes) for _ in range(layers))
        self.decoder = nn.ModuleList(DecoderLayer(*sizes) for _ in range(layers))
        self.generator = nn.Linear(d_model, target_vocab)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.xavier_uniform_(parameter)

    def forward(self, source, target):
        """source [rows, length], target [rows, length] without its last column -> logits [rows, length, vocabulary]"""
        mask = (source == PAD).float().mul(HIDDEN)[:, None, None, :]
        causal = torch.full((target.shape[1], target.shape[1]), HIDDEN, device=target.device).triu(1)
        memory = self.source(source)
        for layer in self.encoder:
            memory = layer(memory, mask)
        x = self.target(target)
        for layer in self.decoder:
            x = layer(x, memory, causal, mask)
        return self.generator(x)


class Trainer:
    """Adam with clipping, as Heldout's defaults set it; over lists of tensors, which is the faster of PyTorch's two."""

    def __init__(self, model):
        self.model = model
        self.optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, betas=(0.9, 0.98), eps=1e-9, foreach=True)

    def step(self, source, target):
        """One update; the mean loss over real target tokens, as a number."""
        logits = self.model(source, target[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=PAD)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return loss.item()


def engine_name():
    """PyTorch's version, and the OpenBLAS kernel where the library says it."""
    name = f"pytorch {torch.__version__}"
    try:
        openblas = ctypes.CDLL("libopenblas.so.0")
        openblas.openblas_get_corename.restype = ctypes.c_char_p
        return f"{name}, OpenBLAS {openblas.openblas_get_corename().decode()}"
    except (OSError, AttributeError):
        return name


def _busy_seconds():
    """Seconds that all cores together have spent working, for whatever process; None where the system does not say."""
    try:
        with open("/proc/stat", encoding="ascii") as file:
            user, nice, system, _idle, _wait, irq, soft = map(int, file.readline().split()[1:8])
    except OSError:
        return None
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


def watch_other_load():
    """A function that says how many cores other processes have kept busy since, on average (None: unknown)."""
    began, busy, own = time.perf_counter(), _busy_seconds(), time.process_time()

    def other_load():
        if busy is None:
            return None
        others = _busy_seconds() - busy - (time.process_time() - own)
        return max(0.0, others / (time.perf_counter() - began))

    return other_load
