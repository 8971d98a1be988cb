import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { CARD_SIZE_LIMIT } from '../../cards/card.ts';
import { cardAction } from '../../cards/verbs.ts';
import { partsOf, partsOfType, wordsOf } from './card-parts.ts';
import { samples, speaker, speakers } from './samples.ts';

const official = new URL('../fixtures/adaptive-card-1.5.json', import.meta.url);

/** The official schema is of draft 6, but for its `id`, which ajv knows from later drafts as `$id`. */
function compileSchema() {
  const { id, ...schema } = JSON.parse(readFileSync(official, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
  ajv.addMetaSchema(draft6);
  return ajv.compile({ $id: String(id), ...schema });
}

const isAdaptiveCard = compileSchema();
const folder = new URL('../../cards/samples/', import.meta.url);
const written = readdirSync(folder)
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');

const services = new Set(['OneDrive', 'Teams']);

/** Names, reasons and the like, as they stand in the samples: quoted, listed, or before a colon. */
function isData(text: string): boolean {
  const plain = text.replaceAll(/^“|”$|:\s*$/gu, '');
  const known = (part: string): boolean => written.includes(JSON.stringify(part.trim()).slice(1, -1));
  return services.has(plain) || known(plain) || plain.split(/, | \(|\)/u).every(known);
}

const typed = { reason: 'She left.', impactUnderstood: 'true', denyReason: 'Not yet.' };

const everySample = speakers.flatMap((to) => samples.map((sample) => ({ ...sample, to, locale: to.locale })));

describe.each(everySample)('$name, in $locale', ({ card: draw, to, locale }) => {
  const { content: card, fallbackText } = draw(to);

  it('is an Adaptive Card of schema 1.5', () => {
    expect(isAdaptiveCard(card), JSON.stringify(isAdaptiveCard.errors?.slice(0, 3))).toBe(true);
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.5', lang: locale });
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
      expect(input['label']).toMatch(/\p{L}/u);
      if (input['isRequired'] === true) expect(input['errorMessage']).toMatch(/\p{L}/u);
      expect(input).not.toHaveProperty('placeholder');
    }
  });

  it('describes every image', () => {
    for (const image of partsOfType(card, 'Image')) expect(image['altText']).toMatch(/\p{L}/u);
  });

  it('has one primary action at most', () => {
    const primary = partsOfType(card, 'Action').filter((each) => each['style'] && each['style'] !== 'default');
    expect(primary.length).toBeLessThanOrEqual(1);
  });

  it('sends back nothing but what the server reads', () => {
    const inputs = ['Input.Text', 'Input.Toggle'].flatMap((type) => partsOfType(card, type)).map(({ id }) => id);
    const filled = Object.fromEntries(Object.entries(typed).filter(([id]) => inputs.includes(id)));
    for (const { verb, data } of partsOfType(card, 'Action.Execute')) {
      const sent = { verb, ...(data as object), ...filled };
      expect(cardAction.safeParse(sent), String(verb)).toMatchObject({ success: true });
    }
  });

  it('says itself in words to those who cannot see it', () => {
    expect(fallbackText).toMatch(/[.?!。？]|: |：/);
    expect(card['fallbackText']).toMatch(/\p{L}/u);
    expect(card['speak']).toMatch(/\p{L}/u);
    expect(fallbackText).not.toMatch(/undefined|\{\{| {2}/);
  });

  it('leaves nothing in English but what people wrote and names', () => {
    if (locale === 'en') return;
    const english = new Set(wordsOf(draw(speaker).content).split('\n'));
    const same = wordsOf(card)
      .split('\n')
      .filter((text) => english.has(text) && /\p{L}{2}/u.test(text) && !isData(text));
    expect(same).toEqual([]);
  });
});
