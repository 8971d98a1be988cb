import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { CARD_SIZE_LIMIT } from '../../cards/card.ts';
import { cardAction } from '../../cards/verbs.ts';
import { partsOf, partsOfType } from './card-parts.ts';
import { samples, speaker } from './samples.ts';

const official = new URL('../fixtures/adaptive-card-1.5.json', import.meta.url);

/** The official schema is of draft 6, but for its `id`, which ajv knows from later drafts as `$id`. */
function compileSchema() {
  const { id, ...schema } = JSON.parse(readFileSync(official, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
  ajv.addMetaSchema(draft6);
  return ajv.compile({ $id: String(id), ...schema });
}

const isAdaptiveCard = compileSchema();
const typed = { reason: 'She left.', impactUnderstood: 'true', denyReason: 'Not yet.' };

describe.each(samples)('$name', ({ card: draw }) => {
  const { content: card, fallbackText } = draw(speaker);

  it('is an Adaptive Card of schema 1.5', () => {
    expect(isAdaptiveCard(card), JSON.stringify(isAdaptiveCard.errors?.slice(0, 3))).toBe(true);
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.5', lang: 'en' });
  });

  it('is small enough for every layer on its way', () => {
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(CARD_SIZE_LIMIT);
  });

  it('has no gap where a text should be', () => {
    expect(JSON.stringify(card)).not.toContain('${');
    const texts = partsOf(card).flatMap((part) =>
      ['text', 'title', 'label', 'errorMessage', 'tooltip', 'quote'].map((name) => part[name]),
    );
    for (const text of texts.filter((each) => typeof each === 'string')) expect(text.trim()).not.toBe('');
    for (const block of partsOfType(card, 'RichTextBlock')) expect(block['inlines']).not.toHaveLength(0);
  });

  it('labels every input and says what is wrong with it', () => {
    for (const input of partsOfType(card, 'Input')) {
      expect(input['label']).toMatch(/\w/);
      if (input['isRequired'] === true) expect(input['errorMessage']).toMatch(/\w/);
      expect(input).not.toHaveProperty('placeholder');
    }
  });

  it('describes every image', () => {
    for (const image of partsOfType(card, 'Image')) expect(image['altText']).toMatch(/\w/);
  });

  it('has one primary action at most', () => {
    const primary = partsOfType(card, 'Action').filter((each) => each['style'] && each['style'] !== 'default');
    expect(primary.length).toBeLessThanOrEqual(1);
  });

  it('sends back nothing but what the server reads', () => {
    for (const { verb, data } of partsOfType(card, 'Action.Execute')) {
      const sent = { verb, ...(data as object), ...typed };
      expect(cardAction.safeParse(sent), String(verb)).toMatchObject({ success: true });
    }
  });

  it('says itself in words to those who cannot see it', () => {
    expect(fallbackText).toMatch(/[.?!]|: /);
    expect(card['fallbackText']).toMatch(/\w/);
    expect(card['speak']).toMatch(/\w/);
    expect(fallbackText).not.toMatch(/undefined|\{\{| {2}/);
  });
});
