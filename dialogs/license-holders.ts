import type { Card } from '../cards/card.ts';
import { HOLDERS_SHOWN, licenseHoldersCard } from '../cards/license-holders.card.ts';
import type { Speaker } from '../locales/speaker.ts';
import { ProblemError } from '../src/core/errors.ts';
import type { PersonKey, SkuId } from '../src/core/identity.ts';
import { productName } from '../src/core/catalog/product-name.ts';
import type { DirectoryReader } from '../src/core/ports.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';

async function draw(reader: DirectoryReader, skuId: SkuId, offset: number, speaker: Speaker): Promise<Card> {
  const [owned, page] = await Promise.all([
    reader.readSubscribedSkus(),
    reader.readHolders(skuId, { offset, limit: HOLDERS_SHOWN }),
  ]);
  if (page.items.length === 0 && offset > 0) {
    const last = Math.floor(Math.max(0, page.total - 1) / HOLDERS_SHOWN) * HOLDERS_SHOWN;
    return draw(reader, skuId, Math.min(last, offset - 1), speaker);
  }
  const name = owned.find((product) => product.skuId === skuId)?.productName ?? productName(skuId, skuId);
  return licenseHoldersCard({ ...page, skuId, offset, productName: name }, speaker);
}

/**
 * One page of the people who have a product, read in the reader's name. People come and go between two clicks: behind the
 * last page, the last one is shown. Throws sign-in-needed.
 */
export async function holdersPage(
  flow: Pick<Workflow, 'assertions' | 'directory'>,
  { sender, speaker }: { sender: PersonKey; speaker: Speaker },
  { skuId, offset }: { skuId: SkuId; offset: number },
): Promise<Card> {
  const assertion = await flow.assertions.current(sender);
  if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
  return draw(flow.directory.readerFor(assertion), skuId, offset, speaker);
}
