import { describe, expect, test } from 'vitest';
import type { StoredEntry } from '../src/adapters/postgres/audit-entries.ts';
import { entryLines } from '../src/audit/entry-lines.ts';
import type { Format } from '../src/audit/arguments.ts';

const entry: StoredEntry = {
  seq: 1,
  at: '2026-11-20T09:00:00.000Z',
  event: 'decision-made',
  requestId: 'r-1',
  actor: { tenantId: 't-1', userId: 'u-1' },
  data: { reason: 'She said "now",\nand left.' },
  prevHash: '00',
  hash: 'ff',
};

async function lines(change: Partial<StoredEntry>, format: Format): Promise<string[]> {
  async function* entries(): AsyncGenerator<StoredEntry> {
    yield { ...entry, ...change };
  }
  const written: string[] = [];
  for await (const line of entryLines(entries(), format)) written.push(line);
  return written;
}

describe('an exported entry', () => {
  test('is one line of JSON with all that its hash covers', async () => {
    const [line = '', ...more] = await lines({}, 'jsonl');
    expect(more).toEqual([]);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual(entry);
  });

  test('is one record of CSV below the names of the columns, with quotes doubled', async () => {
    expect(await lines({}, 'csv')).toEqual([
      'seq,at,event,requestId,actorTenantId,actorUserId,data,prevHash,hash\r\n',
      '1,2026-11-20T09:00:00.000Z,decision-made,r-1,t-1,u-1,' +
        String.raw`"{""reason"":""She said \""now\"",\nand left.""}",00,ff` +
        '\r\n',
    ]);
  });

  test('of nobody has empty cells for who did it', async () => {
    const [, record] = await lines({ actor: null, requestId: null, data: 1 }, 'csv');
    expect(record).toBe('1,2026-11-20T09:00:00.000Z,decision-made,,,,1,00,ff\r\n');
  });

  test.each([
    ['=cmd()', "'=cmd()"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@sum', "'@sum"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['=1,"2"', `"'=1,""2"""`],
    ['a=1', 'a=1'],
  ])('is no formula for a spreadsheet: %j', async (event, cell) => {
    const [, record] = await lines({ event, data: 0 }, 'csv');
    expect(record).toBe(`1,2026-11-20T09:00:00.000Z,${cell},r-1,t-1,u-1,0,00,ff\r\n`);
  });
});
