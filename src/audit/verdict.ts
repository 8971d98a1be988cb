import type { AuditVerdict } from '../adapters/postgres/verify-audit.ts';

/** One sentence: what is wrong with the chain, and with which entry. */
export function sentenceFor(verdict: AuditVerdict, heads: number): string {
  if (verdict.ok) return soundSentence(verdict.seq, verdict.hash, heads);
  switch (verdict.why) {
    case 'altered':
      return `Entry ${verdict.seq} was altered: it is not what was written.`;
    case 'missing':
      return `Entry ${verdict.seq} was removed.`;
    case 'reordered':
      return `Entry ${verdict.seq} was reordered: it has another number now.`;
    case 'not-in-chain':
      return `Entry ${verdict.seq} was added by another hand: the chain ends before it.`;
    case 'no-end':
      return 'The row that says where the chain ends was removed from farewell.audit_head.';
    case 'rewritten': {
      const { seq, soundTo, seen } = verdict;
      return `The chain was rewritten: entry ${seq} is not the one that was signed on ${seen.at}. ${rangeSentence(soundTo, seq)}`;
    }
    case 'cut': {
      const { seq, seen } = verdict;
      return `Entries after ${seq - 1} are missing: the log saw entry ${seen.seq} on ${seen.at}.`;
    }
  }
}

function soundSentence(seq: number, hash: string, heads: number): string {
  const compared =
    heads === 0
      ? 'No signed head was compared, so a chain that was written anew would not show: give --head.'
      : `${heads} signed ${heads === 1 ? 'head fits' : 'heads fit'}.`;
  if (seq === 0) return `The audit is sound: it has no entries yet. ${compared}`;
  return `The audit is sound: ${seq} ${seq === 1 ? 'entry' : 'entries'}, the last with hash ${hash}. ${compared}`;
}

function rangeSentence(soundTo: number, seq: number): string {
  const first = soundTo + 1;
  return first === seq ? 'It is the first such entry.' : `The first such entry is one of ${first} to ${seq}.`;
}
