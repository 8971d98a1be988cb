import { allOf, type Features } from '../src/core/understanding/intent-features.ts';
import { kinds, rowOf, type IntentWeights } from '../src/core/understanding/intent-model.ts';
import type { Recogniser } from '../src/core/understanding/recogniser.ts';
import { digestOf, type Message } from './labelled-messages.ts';
import { regress } from './logistic-regression.ts';

/** Messages that no rule was tuned on tell more about the next one. */
const NEW = 2;
const STEPS = 45;
/** So many of the largest weights are cut off, so that the others keep their differences. */
const CUT_OFF = 0.0005;

export interface Sample extends Message {
  features: Features;
}

export function sampled(messages: readonly Message[], { featuresOf }: Recogniser): Sample[] {
  return messages.map((message) => ({ ...message, features: featuresOf(message.text, message.locale) }));
}

/** What the rules say about messages they were tuned on is hidden: there they are nearly always right. */
export function train(samples: readonly Sample[]): IntentWeights {
  const examples = samples.map(({ features, intent, tuned }) => ({
    features: tuned ? features.words : allOf(features),
    label: kinds.indexOf(intent),
    weight: tuned ? 1 : NEW,
  }));
  const weights = [...regress(examples, kinds.length)];
  const sizes = weights.flatMap(([, values]) => values.map(Math.abs)).sort((one, other) => other - one);
  const [highest = STEPS] = sizes.slice(Math.floor(sizes.length * CUT_OFF));
  const step = Number((highest / STEPS).toPrecision(6));
  const features = weights.flatMap(([name, values]) => rowOf(name, values, step) ?? []).sort();
  return { trainedOn: digestOf(samples), step, features };
}
