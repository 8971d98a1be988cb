/** Outside, beginning and inside of a person's name, beginning and inside of a product's. */
export const TAGS = ['O', 'B-U', 'I-U', 'B-P', 'I-P'] as const;

/** A name goes on only where it has begun. */
function isAllowed(from: number, to: number): boolean {
  return to === 0 || to % 2 === 1 || from === to || from === to - 1;
}

interface Path {
  score: number;
  tag: number;
  before: Path | undefined;
}

/** The likeliest tags for each piece (Viterbi); `scores` holds one for each tag, logarithms of how likely it is. */
export function likeliest(scores: readonly (readonly number[])[]): number[] {
  let paths: Path[] = [{ score: 0, tag: 0, before: undefined }];
  for (const own of scores)
    paths = own.map((score, tag) => {
      const before = best(paths.filter((path) => isAllowed(path.tag, tag)));
      return { score: before.score + score, tag, before };
    });
  const tags: number[] = [];
  for (let path = best(paths); path.before !== undefined; path = path.before) tags.push(path.tag);
  return tags.reverse();
}

const IMPOSSIBLE: Path = { score: -Infinity, tag: 0, before: undefined };

function best(paths: readonly Path[]): Path {
  return paths.reduce((one, other) => (other.score > one.score ? other : one), IMPOSSIBLE);
}
