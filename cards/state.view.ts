import type { RequestState } from '../src/core/request.ts';

type Color = 'Accent' | 'Good' | 'Warning' | 'Attention' | 'Default';

/** The same state looks the same on every card: a mark, a colour, and always the word beside them. */
export const stateLook: Record<RequestState, { mark: string; color: Color }> = {
  'awaiting-approval': { mark: '◔', color: 'Accent' },
  approved: { mark: '◑', color: 'Accent' },
  executing: { mark: '◕', color: 'Accent' },
  'waiting-for-sign-in': { mark: '!', color: 'Warning' },
  succeeded: { mark: '✓', color: 'Good' },
  'partly-failed': { mark: '!', color: 'Warning' },
  failed: { mark: '✕', color: 'Attention' },
  denied: { mark: '✕', color: 'Attention' },
  withdrawn: { mark: '–', color: 'Default' },
  expired: { mark: '–', color: 'Default' },
  stopped: { mark: '–', color: 'Default' },
  void: { mark: '–', color: 'Warning' },
};
