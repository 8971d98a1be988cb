import type { Database, Report } from './connection.ts';
import { openEmbedded } from './embedded-database.ts';
import { migrate } from './migrate.ts';
import { connectToServer } from './server-database.ts';

export interface DatabaseOptions {
  /** `postgres://…`; any number of processes may share one server. */
  url?: string | undefined;
  /** Without a url: the directory of an embedded database, for one process. Without both: memory. */
  dataDir?: string | undefined;
  report?: Report | undefined;
}

/** Opens the database and brings its tables up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, dataDir, report = () => undefined } = options;
  const database = url === undefined ? await openEmbedded(dataDir, report) : connectToServer(url, report);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
