import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';

/**
 * Keeps two processes from opening the same embedded database, which would destroy it. Throws when a living process has
 * it; a lock that a dead one left is taken over. Gives the function that ends it.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const path = `${dataDir}.lock`;
  await mkdir(dataDir, { recursive: true });
  const owner = await readOwner(path);
  if (owner !== undefined && owner !== process.pid && isAlive(owner)) {
    throw new Error(`the data in ${dataDir} is in use by process ${owner}: stop it first, or choose another DATA_DIR`);
  }
  await writeFile(path, String(process.pid));
  return () => rm(path, { force: true });
}

async function readOwner(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const owner = Number(text);
  return Number.isInteger(owner) && owner > 0 ? owner : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
