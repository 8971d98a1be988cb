import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

beforeEach(async () => {
  stage.cloud.reset();
  await stage.alex.startsAs(cast.alex);
});

describe('when the words fit several', () => {
  it('asks which Ana, and goes on with the chosen one', async () => {
    await stage.alex.says("remove Ana's license");
    await stage.alex.hears('Which Ana do you mean?');
    const answer = await stage.alex.clicks('choice.pick', {}, 'Ana Silva');
    expect(answer.text).toContain('You chose Ana Silva.');
    await stage.alex.hears('Remove Microsoft 365 Business Premium from Ana Silva');
  });

  it('asks which product, and goes on with the chosen one', async () => {
    await stage.alex.says("remove Ana Bowman's license");
    await stage.alex.hears('Which licence of Ana Bowman do you mean?');
    await stage.alex.clicks('choice.pick', {}, 'Microsoft 365 E3');
    await stage.alex.hears('Remove Microsoft 365 E3 from Ana Bowman');
  });

  it('leaves everything alone when the choice is cancelled', async () => {
    await stage.alex.says("remove Ana's license");
    await stage.alex.hears('Which Ana do you mean?');
    const answer = await stage.alex.clicks('choice.cancel');
    expect(answer.text).toContain('Cancelled. Nothing was changed.');
    await stage.alex.says('cancel');
    await stage.alex.hears('There is nothing to cancel.');
  });
});

describe('when nothing fits', () => {
  it('offers the closest names for a person who does not exist', async () => {
    await stage.alex.says("remove Anna Bowmann's E3 license");
    await stage.alex.hears('Nobody here is called Anna Bowmann. Did you mean one of these?');
    await stage.alex.clicks('choice.pick', {}, 'Ana Bowman');
    await stage.alex.hears('Remove Microsoft 365 E3 from Ana Bowman');
  });

  it('says so when no name is even close', async () => {
    await stage.alex.says("remove Xqzzyv Wvvkj's E3 license");
    await stage.alex.hears('I found nobody called Xqzzyv Wvvkj');
  });

  it('offers what the person has for a product that the person does not have', async () => {
    await stage.alex.says("remove Ana Bowman's E5 license");
    await stage.alex.hears('Ana Bowman has no E5. These are the licences Ana Bowman has:');
    await stage.alex.clicks('choice.pick', {}, 'Microsoft 365 E3');
    await stage.alex.hears('Remove Microsoft 365 E3 from Ana Bowman');
  });

  it('explains a licence that comes from a group, and what can be done', async () => {
    await stage.alex.says("remove Ana Bowman's Visio");
    await stage.alex.hears('Ana Bowman has Visio Plan 2 only through the group Design');
  });

  it('asks whose licence when nobody was named', async () => {
    await stage.alex.says('remove the E3 license');
    await stage.alex.hears('Whose licence should go?');
  });

  it('does not take a licence from everybody at once', async () => {
    await stage.alex.says('remove E3 from everyone');
    await stage.alex.hears('I do not remove a licence from everybody at once.');
  });
});

describe('in the middle of it', () => {
  it('“cancel” takes the card away, and its buttons do nothing any more', async () => {
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('I understand the impact');
    const stale = stage.alex.button('plan.request');
    await stage.alex.says('cancel');
    await stage.alex.hears(/Remove Microsoft 365 E3 from Ana Bowman\nCancelled. Nothing was changed./);
    expect(stage.alex.buttons('plan.request')).toBe(0);
    const answer = await stage.alex.forges({
      verb: 'plan.request',
      data: { ...stale.data, reason: 'Late.', impactUnderstood: 'true' },
    });
    expect(answer.text).toContain('This card is no longer in use.');
    expect(stage.megan.sees().join()).not.toContain('Late.');
  });

  it('the Cancel button ends it as well', async () => {
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('I understand the impact');
    const answer = await stage.alex.clicks('plan.cancel');
    expect(answer.text).toContain('Cancelled. Nothing was changed.');
  });

  it('another order takes the place of the first', async () => {
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('I understand the impact');
    await stage.alex.says("remove Ana Silva's Business Premium");
    await stage.alex.hears('Remove Microsoft 365 Business Premium from Ana Silva');
    expect(stage.alex.buttons('plan.request')).toBe(1);
  });

  it('help is given and the card stays', async () => {
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('I understand the impact');
    await stage.alex.says('help');
    await stage.alex.hears('What I can do');
    await stage.alex.says('so what about the weather');
    await stage.alex.hears('Use the card above, or write “cancel”.');
    expect(stage.alex.buttons('plan.request')).toBe(1);
  });
});

describe('small talk', () => {
  it.each([
    ['hello', 'Hello. I remove Microsoft 365 licences'],
    ['help', 'What I can do'],
    ['the weather is nice', 'I did not understand that, and nothing was changed.'],
    ["who removed Ana's E3?", 'I did not understand that, and nothing was changed.'],
  ])('%s', async (text, answer) => {
    await stage.alex.says(text);
    await stage.alex.hears(answer);
  });

  it('happens in private: in a group the bot says where to write', async () => {
    const group = { id: '19:group@thread.v2', conversationType: 'groupChat', isGroup: true };
    await stage.alex.says('hello', { conversation: group });
    await stage.alex.hears('Write to me in a private chat');
  });
});
