import { afterAll, beforeAll, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { verifyAudit } from '../../src/adapters/postgres/verify-audit.ts';
import type { Stage } from '../support/farewell.ts';

const E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';

function anasLicenses(stage: Stage): string[] {
  return stage.cloud.tenant.users.get(cast.anaBowman.id)?.licenses.map((license) => license.skuId) ?? [];
}

/** The whole path from the order to the audit, wherever the bot keeps its data. */
export function describeMainPath(openHere: () => Promise<Stage>): void {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openHere();
  });
  afterAll(() => stage.close());

  it('asks him to sign in first, and then goes on by itself with what he asked', async () => {
    await stage.alex.says("remove Ana's E3 license");
    expect(await stage.alex.signsIn(cast.alex)).toContain('You are signed in');
    await stage.alex.hears('Remove Microsoft 365 E3 from Ana Bowman');
    const [card = ''] = stage.alex.sees().filter((text) => text.includes('Remove Microsoft 365 E3'));
    expect(card).toContain('assigned directly');
    expect(card).toContain('Mailbox');
    expect(card).toContain('Visio Plan 2');
    expect(card).toContain('Megan Bowen');
    expect(card).toContain('I understand the impact');
  });

  it('sends nothing without the toggle or the reason, says so, and keeps what was typed', async () => {
    const untouched = await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'false' });
    expect(untouched.text).toContain('Tick “I understand the impact” first. Nothing was sent.');
    expect(JSON.stringify(untouched.card)).toContain('She left.');
    const without = await stage.alex.clicks('plan.request', { reason: '  ', impactUnderstood: 'true' });
    expect(without.text).toContain('A reason is missing. Nothing was sent.');
    expect(stage.megan.sees().join()).not.toContain('Remove Microsoft 365 E3');
  });

  it('turns his card into one that waits, and brings Megan hers', async () => {
    const answer = await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
    expect(answer.text).toContain('Waiting for approval');
    expect(answer.text).toContain('Megan Bowen');
    await stage.megan.hears(/Alex Wilber asks for your approval/);
    const [card = ''] = stage.megan.sees().filter((text) => text.includes('asks for your approval'));
    expect(card).toContain('She left.');
    expect(card).toContain('Mailbox');
    expect(anasLicenses(stage)).toContain(E3);
  });

  it('removes the licence once she approves, without asking her to sign in by hand, and shows both the outcome', async () => {
    await stage.megan.clicks('request.approve');
    await stage.megan.hears(/Remove Microsoft 365 E3[^]*Done[^]*Approved by Megan Bowen/);
    await stage.alex.hears(/Remove Microsoft 365 E3[^]*Done[^]*Approved by Megan Bowen/);
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    expect(anasLicenses(stage)).not.toContain(E3);
    expect(stage.megan.buttons('request.approve')).toBe(0);
    expect(stage.alex.buttons('request.withdraw')).toBe(0);
  });

  it('tells a second click who was first', async () => {
    const requestId = await firstRequestId(stage);
    await stage.megan.forges({ verb: 'request.approve', data: { requestId, cardVersion: 1 } });
    await stage.megan.hears(/Megan Bowen already decided this/);
  });

  it('keeps a record of request, decision and execution, with the id of Graph, and no token', async () => {
    const { rows, verdict } = await stage.whileDown(async (database) => ({
      rows: await database.query('select event, data, actor from farewell.audit order by seq'),
      verdict: await verifyAudit(database),
    }));
    const events = rows.map((row) => row['event']);
    expect(events.slice(0, 2)).toEqual(['request-refused', 'request-refused']);
    expect(events.slice(2)).toEqual([
      'request-submitted',
      'decision-made',
      'execution-started',
      'step-sent',
      'step-finished',
      'execution-finished',
      'decision-refused',
    ]);
    const finished = rows.find((row) => row['event'] === 'step-finished');
    expect(finished?.['data']).toMatchObject({
      state: 'done',
      graphRequestIds: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
    });
    expect(verdict).toMatchObject({ ok: true });
    expect(JSON.stringify(rows) + stage.logLines.join()).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
  });
}

async function firstRequestId(stage: Stage): Promise<unknown> {
  const [row] = await stage.whileDown((database) => database.query('select id from farewell.request'));
  return row?.['id'];
}
