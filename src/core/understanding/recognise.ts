import type { Intent } from './intent.ts';
import { createRecogniser, type Recogniser } from './recogniser.ts';
import type { Vocabulary } from './vocabulary.ts';

const recognisers = new Map<Vocabulary, Recogniser>();

/** For the dialogs of today: one language, no product list, and `none` for what no dialog acts on yet. */
export function recognise(message: string, words: Vocabulary, botName: string): Intent {
  const settings = { vocabularies: [words], products: [], botNames: [botName] };
  const recogniser = recognisers.get(words) ?? createRecogniser(settings);
  recognisers.set(words, recogniser);
  const understood = recogniser(message);
  switch (understood.kind) {
    case 'list_licenses':
    case 'close_tenant':
    case 'close_account':
    case 'license_impact':
    case 'resume_closure':
      return { kind: 'none' };
    default:
      return understood;
  }
}
