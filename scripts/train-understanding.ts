// Trains the network that reads messages, and writes its weights: npm run train:understanding
// It needs python3 with PyTorch (on Debian: apt-get install python3-torch libopenblas0-pthread); nothing else does.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUnderstanding } from '../src/understanding.ts';
import { digestOf, trainingMessages } from './labelled-messages.ts';
import { lessonsOf } from './reader/lessons.ts';

const PYTHON = process.env['PYTHON'] ?? 'python3';
const SCRIPT = join(import.meta.dirname, 'reader/train.py');
const WEIGHTS = join(import.meta.dirname, '../src/core/understanding/network-weights.json');
const READINGS = join(import.meta.dirname, '../test/fixtures/network-readings.json');

const messages = trainingMessages();
const folder = mkdtempSync(join(tmpdir(), 'farewell-lessons-'));
try {
  const lessons = join(folder, 'lessons.jsonl');
  const file = openSync(lessons, 'w');
  let count = 0;
  for (const lesson of lessonsOf(messages, createUnderstanding(null))) {
    writeSync(file, `${JSON.stringify(lesson)}\n`);
    count += 1;
  }
  closeSync(file);
  console.log(`${count} lessons from ${messages.length} messages`);
  const { status } = spawnSync(PYTHON, [SCRIPT, lessons, WEIGHTS, READINGS, digestOf(messages)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
