import { describe, expect, it } from 'vitest';
import { roleName } from '../../cards/role-name.ts';
import { speakerFor } from '../../locales/speaker.ts';
import { builtInRole } from '../../src/core/policy.ts';

describe('a role that may approve', () => {
  it('is called as Microsoft calls it in the reader’s language', () => {
    expect(roleName(builtInRole.licenseAdministrator.toUpperCase(), speakerFor('zh-TW', undefined))).toContain('授權');
  });

  it('keeps its English name where it has no other here', () => {
    expect(roleName('b0f54661-2d74-4c50-afa3-1ec803f12efe', speakerFor('nl', undefined))).toBe('Billing Administrator');
  });

  it('is its id where it is the tenant’s own', () => {
    const own = '11111111-2222-4333-8444-555555555555';
    expect(roleName(own, speakerFor('en', undefined))).toBe(own);
  });
});
