import { beforeEach, describe, expect, it } from 'vitest';
import { reachableAmong } from '../../src/core/workflow/reachable.ts';
import { FakeReach } from '../fakes/fake-reach.ts';
import { alex, anaSilva, bill, createContoso, keyOf, megan } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

const among = (reach?: FakeReach) => reachableAmong({ ...flow, reach }, [megan, bill, anaSilva], keyOf(alex));

describe('who can be reached', () => {
  it('are the people who had to do with Farewell, where it installs itself for nobody', async () => {
    expect(await among()).toEqual([megan]);
  });

  it('are also those it could install itself for; the others are left out, and it tries nobody it knows', async () => {
    const reach = new FakeReach(flow.contacts);
    reach.willing.push(keyOf(bill));
    expect(await among(reach)).toEqual([megan, bill]);
    const asked = reach.calls.of('install').map(([person, beside]) => [person, beside]);
    expect(asked).toEqual([
      [bill, keyOf(alex)],
      [anaSilva, keyOf(alex)],
    ]);
    expect(await among()).toEqual([megan, bill]);
  });
});
