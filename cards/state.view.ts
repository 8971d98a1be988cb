import type { RequestState } from '../src/core/request.ts';

type Color = 'Accent' | 'Good' | 'Warning' | 'Attention' | 'Default';

/** The same state looks the same on every card: a mark, a colour, and always the word beside them. */
export const stateLook: Record<
  RequestState,
  { mark: string; color: Color; style: 'default' | 'good' | 'warning' | 'attention' }
> = {
  'awaiting-approval': { mark: '◔', color: 'Accent', style: 'default' },
  approved: { mark: '◑', color: 'Accent', style: 'default' },
  executing: { mark: '◕', color: 'Accent', style: 'default' },
  'waiting-for-sign-in': { mark: '!', color: 'Warning', style: 'warning' },
  succeeded: { mark: '✓', color: 'Good', style: 'good' },
  'partly-failed': { mark: '!', color: 'Warning', style: 'warning' },
  failed: { mark: '✕', color: 'Attention', style: 'attention' },
  denied: { mark: '✕', color: 'Attention', style: 'attention' },
  withdrawn: { mark: '–', color: 'Default', style: 'default' },
  expired: { mark: '–', color: 'Default', style: 'default' },
  stopped: { mark: '–', color: 'Default', style: 'default' },
  void: { mark: '–', color: 'Warning', style: 'warning' },
};
