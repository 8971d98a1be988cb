import type { Service } from '../../plan.ts';

const DAY = 86_400_000;

function daysAfter(moment: Date, days: number): string {
  return new Date(moment.getTime() + days * DAY).toISOString();
}

/** What happens to data after a service is lost, each with its date (ISO 8601, UTC). */
export type Consequence =
  | { kind: 'mailbox-closed'; recoverableUntil: string }
  | { kind: 'mailbox-not-searchable' }
  | { kind: 'files-frozen'; readOnlyFrom: string; archivedFrom: string }
  | { kind: 'office-apps-unlicensed' }
  | { kind: 'teams-closed' };

/**
 * The strictest reading of Microsoft's pages: mailbox data is kept for 30 days ("Remove licenses from users"), an
 * unlicensed OneDrive is read-only from day 60 and archived from day 93 ("Manage unlicensed OneDrive accounts").
 */
export function consequencesOf(lost: readonly Service[], removedAt: Date): Consequence[] {
  const consequences: Consequence[] = [];
  if (lost.includes('mail')) {
    consequences.push(
      { kind: 'mailbox-closed', recoverableUntil: daysAfter(removedAt, 30) },
      { kind: 'mailbox-not-searchable' },
    );
  }
  if (lost.includes('files')) {
    consequences.push({
      kind: 'files-frozen',
      readOnlyFrom: daysAfter(removedAt, 60),
      archivedFrom: daysAfter(removedAt, 93),
    });
  }
  if (lost.includes('teams')) consequences.push({ kind: 'teams-closed' });
  if (lost.includes('office-apps')) consequences.push({ kind: 'office-apps-unlicensed' });
  return consequences;
}
