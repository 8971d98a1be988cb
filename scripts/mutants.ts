import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const mutant = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** What the product promises, in words; docs/security.md shows it. */
  rule: z.string(),
  file: z.string(),
  /** Occurs exactly once in the file. */
  find: z.string().min(1),
  replace: z.string(),
  test: z.strictObject({
    file: z.string(),
    name: z.string(),
    /** Where several tests have the name: what else their full name holds. */
    within: z.string().optional(),
  }),
});
export type Mutant = z.infer<typeof mutant>;

export function readMutants(root: string): Mutant[] {
  return z.array(mutant).parse(JSON.parse(readFileSync(join(root, 'test/mutants.json'), 'utf8')));
}

/** The file with the rule taken out; throws when the place is not there, or not the only one. */
export function mutate(source: string, { id, file, find, replace }: Mutant): string {
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`${id}: what it takes out occurs ${places} times in ${file}, not once`);
  // A function, so that "$" in the replacement means itself.
  return source.replace(find, () => replace);
}
