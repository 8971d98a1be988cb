// Learns the second opinion from the labelled messages and writes its weights: npm run train:understanding
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createUnderstanding } from '../src/understanding.ts';
import { sampled, train } from './intent-training.ts';
import { trainingMessages } from './labelled-messages.ts';

const FILE = join(import.meta.dirname, '../src/core/understanding/intent-weights.json');

const messages = trainingMessages();
const weights = train(sampled(messages, createUnderstanding(null)));
writeFileSync(FILE, `${JSON.stringify(weights, null, 0).replaceAll('","', '",\n"')}\n`);
console.log(`${weights.features.length} features from ${messages.length} messages`);
