"""Trains the network of src/core/understanding/network.ts. Called by scripts/train-understanding.ts.

    python3 train.py lessons.jsonl weights.json readings.json digest [--held held.jsonl] [--epochs N] ...

lessons.jsonl holds one lesson a line, as scripts/reader/lessons.ts describes them. weights.json gets the weights, as
network.ts reads them; readings.json gets what they make of a few lessons, so that a test can hold network.ts against it.
With --held nothing is written: it prints how well other lessons are read.
"""

import argparse
import base64
import json
import math
import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

ROWS = 2**15
KINDS, SCOPES, TAGS = 13, 3, 5
NAMES = (1, 2)
"""The tags of people."""
LONGEST = 150
BATCH = 64
SORTED = 30 * BATCH
"""Lessons of like length go into one batch; so many are sorted at a time."""

arguments = argparse.ArgumentParser()
arguments.add_argument("lessons")
arguments.add_argument("weights")
arguments.add_argument("readings")
arguments.add_argument("digest")
arguments.add_argument("--held")
arguments.add_argument("--epochs", type=int, default=16)
arguments.add_argument("--width", type=int, default=96)
arguments.add_argument("--hidden", type=int, default=96)
arguments.add_argument("--layer", type=int, default=96)
arguments.add_argument("--rate", type=float, default=3e-3)
arguments.add_argument("--dropout", type=float, default=0.3)
arguments.add_argument("--blur", type=float, default=0.1, help="share of features that are hidden")
arguments.add_argument("--anonymous", type=float, default=0.4, help="share of names whose word is hidden")
arguments.add_argument("--seed", type=int, default=1)
options = arguments.parse_args()

random.seed(options.seed)
np.random.seed(options.seed)
torch.manual_seed(options.seed)
torch.set_num_threads(1)
torch.set_flush_denormal(True)

OWN, WORD, LETTERS, RULES = range(4)
"""What a feature is about: all else, the word itself, its letters, the rules."""


class Lesson:
    def __init__(self, line):
        lesson = json.loads(line)
        self.line = line
        units = lesson["input"]["units"][:LONGEST]
        rows, scales, sorts, starts = [], [], [], []
        for unit in units:
            starts.append(len(rows))
            own, letters, rules = unit["own"], unit["letters"], unit["rules"]
            rows += own + letters + rules
            scales += [1.0] * len(own) + [1 / math.sqrt(max(1, len(letters)))] * len(letters) + [1.0] * len(rules)
            # The first of a piece's own features is its word, the fourth its word and the next.
            sorts += [WORD if at in (0, 3) else OWN for at in range(len(own))]
            sorts += [LETTERS] * len(letters) + [RULES] * len(rules)
        self.message, self.tuned, self.length = lesson["message"], lesson["tuned"], len(units)
        self.rows, self.scales = np.array(rows), np.array(scales, np.float32)
        self.sorts, self.starts = np.array(sorts), np.array(starts + [len(rows)])
        self.own, self.rules = lesson["input"]["own"], lesson["input"]["rules"]
        self.kind, self.scope = lesson["kind"], lesson["scope"]
        labelled = "tags" in lesson and len(lesson["tags"]) <= LONGEST
        self.tags = np.array(lesson["tags"]) if labelled else None
        self.leaves = np.array(lesson["leaves"]) if labelled else None

    def blurred(self):
        """The scales with a part of what is known hidden, so that nothing is leant on alone."""
        scales = self.scales * (np.random.rand(len(self.scales)) >= options.blur)
        if self.tuned and random.random() < 0.5:
            scales[self.sorts == RULES] = 0
        if self.tags is not None:
            for at in np.nonzero(np.isin(self.tags, NAMES))[0]:
                if random.random() >= options.anonymous:
                    continue
                part = slice(self.starts[at], self.starts[at + 1])
                hidden = [WORD, LETTERS] if random.random() < 0.5 else [WORD]
                scales[part][np.isin(self.sorts[part], hidden)] = 0
        return scales

    def whole(self, learning):
        hidden = learning and self.tuned and random.random() < 0.8
        ruled = [0.0 if hidden or (learning and random.random() < options.blur) else 1.0 for _ in self.rules]
        return self.own + self.rules, [1.0] * len(self.own) + ruled


def read(path):
    with open(path, encoding="utf-8") as file:
        return [Lesson(line) for line in file]


class Batch:
    def __init__(self, lessons, learning):
        self.count, self.width = len(lessons), max(lesson.length for lesson in lessons)
        starts = np.zeros((self.count, self.width), np.int64)
        tags, leaves = np.full((2, self.count, self.width), -1, np.int64)
        before, rows, scales, starts_of_whole = 0, [], [], []
        for at, lesson in enumerate(lessons):
            length = lesson.length
            starts[at, :length] = lesson.starts[:-1] + before
            before += len(lesson.rows)
            starts[at, length:] = before
            if lesson.tags is not None:
                tags[at, :length], leaves[at, :length] = lesson.tags, lesson.leaves
            starts_of_whole.append(len(rows))
            own, shares = lesson.whole(learning)
            rows, scales = rows + own, scales + shares
        self.rows = torch.from_numpy(np.concatenate([lesson.rows for lesson in lessons]))
        visible = [lesson.blurred() if learning else lesson.scales for lesson in lessons]
        self.scales = torch.from_numpy(np.concatenate(visible).astype(np.float32))
        self.starts, self.tags, self.leaves = map(torch.from_numpy, (starts.reshape(-1), tags, leaves))
        self.whole = torch.tensor(rows), torch.tensor(starts_of_whole), torch.tensor(scales)
        self.lengths = torch.tensor([lesson.length for lesson in lessons])
        self.kinds = torch.tensor([lesson.kind for lesson in lessons])
        self.scopes = torch.tensor([lesson.scope for lesson in lessons])


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        width, states = options.width, 2 * options.hidden
        self.embedding = nn.EmbeddingBag(ROWS, width, mode="sum", sparse=True)
        nn.init.normal_(self.embedding.weight, 0, 0.1)
        self.norm = nn.LayerNorm(width)
        self.memory = nn.LSTM(width, options.hidden, batch_first=True, bidirectional=True)
        self.attention = nn.Linear(states, 1)
        self.message = nn.Linear(2 * states + width, options.layer)
        self.kinds = nn.Linear(options.layer, KINDS)
        self.scopes = nn.Linear(2 * states + width, SCOPES)
        self.piece = nn.Linear(states + width, 64)
        self.tags = nn.Linear(64, TAGS + 1)
        self.drop = nn.Dropout(options.dropout)

    def forward(self, batch):
        embedded = self.embedding(batch.rows, batch.starts, per_sample_weights=batch.scales)
        units = self.drop(self.norm(embedded.view(batch.count, batch.width, -1)))
        packed = nn.utils.rnn.pack_padded_sequence(units, batch.lengths, batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.memory(packed)[0], batch_first=True)
        states = self.drop(states)
        outside = (torch.arange(batch.width)[None] >= batch.lengths[:, None])[..., None]
        shares = self.attention(states).masked_fill(outside, -1e9).softmax(1)
        rows, starts, scales = batch.whole
        whole = self.embedding(rows, starts, per_sample_weights=scales)
        highest = states.masked_fill(outside, -1e9).max(1)[0]
        every = torch.cat([(shares * states).sum(1), highest, whole], -1)
        piece = torch.cat([states, units], -1)
        kinds = self.kinds(self.drop(torch.relu(self.message(every))))
        return kinds, self.scopes(every), self.tags(self.drop(torch.relu(self.piece(piece))))


def batches(lessons, learning):
    order = lessons[:]
    if learning:
        random.shuffle(order)
    parts = []
    for start in range(0, len(order), SORTED):
        part = sorted(order[start : start + SORTED], key=lambda lesson: lesson.length)
        parts += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    if learning:
        random.shuffle(parts)
    return (Batch(part, learning) for part in parts)


def loss_of(network, batch):
    kinds, scopes, tags = network(batch)
    loss = F.cross_entropy(kinds, batch.kinds, label_smoothing=0.03)
    if (batch.tags >= 0).any():
        loss = loss + 2 * F.cross_entropy(tags[..., :TAGS].reshape(-1, TAGS), batch.tags.reshape(-1), ignore_index=-1)
    marked = batch.leaves >= 0
    if marked.any():
        loss = loss + 0.2 * F.binary_cross_entropy_with_logits(tags[..., TAGS][marked], batch.leaves[marked].float())
    if (batch.scopes >= 0).any():
        loss = loss + 0.5 * F.cross_entropy(scopes, batch.scopes, ignore_index=-1)
    return loss


def learn(network, lessons, held):
    copies = {}
    for lesson in lessons:
        copies.setdefault(lesson.message, []).append(lesson)
    groups = list(copies.values())
    steps = options.epochs * math.ceil(len(groups) / BATCH)

    def rate(step):
        return min(1, (step + 1) / 200) * (0.02 + 0.49 * (1 + math.cos(math.pi * min(1, step / steps))))

    dense = [weights for name, weights in network.named_parameters() if not name.startswith("embedding")]
    optimizers = [
        torch.optim.Adam(dense, lr=options.rate),
        torch.optim.SparseAdam([network.embedding.weight], lr=options.rate),
    ]
    schedules = [torch.optim.lr_scheduler.LambdaLR(optimizer, rate) for optimizer in optimizers]
    for epoch in range(options.epochs):
        network.train()
        chosen = [random.choice(group) if random.random() < 0.6 else group[0] for group in groups]
        total = 0.0
        for batch in batches(chosen, True):
            loss = loss_of(network, batch)
            network.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(dense, 1.0)
            for optimizer, schedule in zip(optimizers, schedules):
                optimizer.step()
                schedule.step()
            total += loss.item() * batch.count
        print(f"epoch {epoch + 1} of {options.epochs}: loss {total / len(groups):.3f}", flush=True)
        if held and (epoch % 4 == 3 or epoch + 1 == options.epochs):
            judge(network, held)


def judge(network, lessons):
    network.eval()
    kinds = names = tagged = 0
    with torch.no_grad():
        for batch in batches(lessons, False):
            likely, _, tags = network(batch)
            kinds += (likely.argmax(-1) == batch.kinds).sum().item()
            for own, found in zip(batch.tags, tags[..., :TAGS].argmax(-1)):
                if (own >= 0).any():
                    tagged += 1
                    names += bool((found[own >= 0] == own[own >= 0]).all())
    print(f"  kind {100 * kinds / len(lessons):.2f} %, names {100 * names / max(1, tagged):.2f} %", flush=True)


def stored(weights, size):
    """So many steps of one size; the largest few are cut off, so that the others keep their differences."""
    values = weights.detach().double().numpy()
    most = 2 ** (8 * size - 1) - 1
    bound = np.quantile(np.abs(values), 0.9999 if size == 1 else 1.0)
    step = float(np.float32(max(bound, 1e-6) / most))
    steps = np.clip(np.rint(values / step), -most, most).astype("<i1" if size == 1 else "<i2")
    weights.data = torch.from_numpy(steps.astype(np.float64) * step).float()
    return {"step": step, "steps": base64.b64encode(steps.tobytes()).decode()}


def write(network, lessons):
    """Writes the weights as they are rounded, and what the rounded network reads."""
    memory = network.memory
    layers = {"norm": network.norm, "attention": network.attention, "message": network.message}
    layers |= {"kinds": network.kinds, "scopes": network.scopes, "piece": network.piece, "tags": network.tags}
    file = {"trainedOn": options.digest, "embedding": stored(network.embedding.weight, 1)}
    for name, layer in layers.items():
        file[name] = {"weights": stored(layer.weight, 2), "biases": stored(layer.bias, 2)}
    for name, end in (("forward", "_l0"), ("backward", "_l0_reverse")):
        bias = getattr(memory, "bias_ih" + end)
        bias.data = bias.data + getattr(memory, "bias_hh" + end).data
        getattr(memory, "bias_hh" + end).data.zero_()
        file[name] = {
            "input": stored(getattr(memory, "weight_ih" + end), 2),
            "hidden": stored(getattr(memory, "weight_hh" + end), 2),
            "biases": stored(bias, 2),
        }
    with open(options.weights, "w", encoding="utf-8") as out:
        out.write(json.dumps(file, separators=(",", ":")).replace('},"', '},\n"') + "\n")
    network.eval()
    with torch.no_grad(), open(options.readings, "w", encoding="utf-8") as out:
        readings = []
        for lesson in lessons[:: max(1, len(lessons) // 12)][:12]:
            kinds, scopes, tags = network(Batch([lesson], False))
            readings.append(
                {
                    "input": json.loads(lesson.line)["input"],
                    "kinds": kinds.softmax(-1)[0].tolist(),
                    "scopes": scopes.softmax(-1)[0].tolist(),
                    "tags": tags[0, :, :TAGS].softmax(-1).tolist(),
                }
            )
        out.write(json.dumps(readings) + "\n")


network = Network()
lessons = read(options.lessons)
print(f"{len(lessons)} lessons, {sum(each.numel() for each in network.parameters())} weights", flush=True)
learn(network, lessons, read(options.held) if options.held else None)
if not options.held:
    write(network, lessons)
