import { describe, expect, it } from 'vitest';
import { closeAccountCard } from '../../cards/close-account.card.ts';
import type { CloseAccountView } from '../../cards/close-account.card.ts';
import pages from '../../cards/microsoft-pages.json' with { type: 'json' };
import { partsOfType, wordsOf } from './card-parts.ts';
import { samples, speaker } from './samples.ts';

const asked = { address: 'anna@tailspintoys.com', domain: 'tailspintoys.com', unusualDomain: false };
const looked = { asked, askedAt: '2026-11-20T09:42:00.000Z', contact: undefined };

function draw(view: CloseAccountView): { words: string; urls: unknown[]; fallbackText: string } {
  const { content, fallbackText } = closeAccountCard(view, speaker);
  const urls = partsOfType(content, 'Action.OpenUrl').map((action) => action['url']);
  return { words: wordsOf(content), urls, fallbackText };
}

describe('the answer about an unmanaged account, paragraph by paragraph of Microsoft’s page', () => {
  const { words, urls, fallbackText } = draw({ kind: 'unmanaged', ...looked });

  it.each([
    ['it is theirs to close', /You can close this account yourself/],
    ['there is no administrator', /it has no administrator, so you need nobody’s permission/],
    ['where such organisations come from', /signs up for a free Microsoft service[^]*self-service sign-up/],
    ['privacy rights', /see, export and delete your personal data[^]*GDPR/],
    ['what to save', /Save the files, mail, apps and flows/],
    ['the export, and how long it takes', /select New export request and then Yes[^]*one or two days, at most 30/],
    ['the export comes before the closing', /Download it before its expiry date, and only then close/],
    ['the warning', /cannot be undone\. All your personal data is removed\. You lose the account and everything/],
    ['step 1', /sign in with anna@tailspintoys\.com, the account that you want to close/],
    ['step 2', /On My data requests, select Close account/],
    ['step 3', /Read the confirmation and select Yes/],
    ['when it was asked', /Microsoft was asked on 20 November 2026/],
  ])('%s', (_, sentence) => {
    expect(words).toMatch(sentence);
    expect(fallbackText.replaceAll('\\', '')).toMatch(sentence);
  });

  it('says the warning before the steps', () => {
    expect(words.indexOf('cannot be undone')).toBeLessThan(words.indexOf('Open the privacy portal'));
  });

  it('has every link of the page', () => {
    const { closeAccount, exportLogs, selfServiceSignUp, privacyRights, privacyGdpr, privacyPortal } = pages;
    expect(urls.toSorted()).toEqual(
      [closeAccount, exportLogs, selfServiceSignUp, privacyRights, privacyGdpr, privacyPortal].toSorted(),
    );
  });
});

describe('the other answers', () => {
  it('point to how an unmanaged organisation is told, where that is in doubt', () => {
    for (const kind of ['managed', 'unknown'] as const) {
      expect(draw({ kind, ...looked }).urls).toContain(pages.unmanagedCheck);
    }
    const byHand = draw({ kind: 'unreachable', asked }).urls;
    expect(byHand).toContain(`${pages.userRealm}anna%40tailspintoys.com`);
  });

  it('never send somebody with a managed account to the portal that closes it', () => {
    expect(draw({ kind: 'managed', ...looked }).urls).not.toContain(pages.privacyPortal);
  });

  it('open nothing but Microsoft’s pages and the configured contact, and nothing without encryption', () => {
    const microsoft = /^https:\/\/(?:[a-z]+\.)*(?:microsoft\.com|microsoftonline\.com|azure\.com|live\.com)\//;
    for (const { name, card } of samples) {
      for (const { url } of partsOfType(card(speaker).content, 'Action.OpenUrl')) {
        expect(url, name).toMatch(name.includes('with a contact') ? /^https:|^mailto:it@contoso\.com$/ : microsoft);
      }
    }
  });
});
