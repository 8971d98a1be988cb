import en from '../locales/en/understanding.json' with { type: 'json' };
import nl from '../locales/nl/understanding.json' with { type: 'json' };
import zhCN from '../locales/zh-CN/understanding.json' with { type: 'json' };
import zhTW from '../locales/zh-TW/understanding.json' with { type: 'json' };
import catalog from './core/catalog/products.json' with { type: 'json' };
import trained from './core/understanding/network-weights.json' with { type: 'json' };
import { networkWeights, type NetworkWeights } from './core/understanding/network.ts';
import { createRecogniser, type Recogniser } from './core/understanding/recogniser.ts';
import { vocabulary } from './core/understanding/vocabulary.ts';

/** How people address the bot: by its name, or by what it is. */
const BOT_NAMES = ['Farewell', 'LicenseBot'];

/**
 * The bot's understanding, with every language it has; the same for the bot, the judging command and the bench. `weights`
 * are others than the committed ones where they are measured, and null for the rules alone.
 */
export function createUnderstanding(weights: NetworkWeights | null = networkWeights.parse(trained)): Recogniser {
  const vocabularies = [en, nl, zhCN, zhTW].map((language) => vocabulary.parse(language));
  return createRecogniser({
    vocabularies,
    products: Object.values(catalog.products),
    botNames: BOT_NAMES,
    ...(weights && { weights }),
  });
}
