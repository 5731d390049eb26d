import { mkdirSync } from 'node:fs';
import { apiTokenRepository } from './apiTokens';
import { artifactRepository } from './artifacts';
import { attemptRepository } from './attempts';
import { backUpTo } from './backup';
import { clockRepository } from './clock';
import { type Connection, type ConnectionOptions, connect } from './connection';
import { corpusRepository } from './corpora';
import { decisionRepository } from './decisions';
import { storageFailure } from './failures';
import { lockDirectory } from './lock';
import { logRepository } from './logs';
import { modelRepository } from './models';
import { pointRepository } from './points';
import { runRepository } from './runs';
import { sampleRepository } from './samples';
import { sessionRepository } from './sessions';
import { storageRepository } from './storage';
import { sweepRepository } from './sweeps';
import { testReportRepository } from './testReports';
import { workerRepository } from './workers';

export type Store = ReturnType<typeof openStore>;

/**
 * The database of one data directory. One process opens it, once, and keeps it open. Reads see what is committed;
 * everything that writes runs inside `write`, which begins IMMEDIATE: it takes the write lock first, so that what it
 * reads cannot change before it writes. Nothing here is asynchronous, and the work given to `write` must not be.
 *
 * @throws HeldoutError storage_unavailable, storage_full, conflict where it is open elsewhere or a newer version's
 */
export function openStore(directory: string, options: ConnectionOptions) {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const unlock = lockDirectory(directory);
    const connection = connectOr(unlock, directory, options);
    const { client } = connection;
    let refusedWrites = 0;
    return {
      directory,
      corpora: corpusRepository(connection),
      sweeps: sweepRepository(connection),
      runs: runRepository(connection),
      points: pointRepository(connection),
      samples: sampleRepository(connection),
      testReports: testReportRepository(connection),
      artifacts: artifactRepository(connection),
      models: modelRepository(connection),
      attempts: attemptRepository(connection),
      decisions: decisionRepository(connection),
      logs: logRepository(connection),
      workers: workerRepository(connection),
      sessions: sessionRepository(connection),
      apiTokens: apiTokenRepository(connection),
      storage: storageRepository(connection),
      clock: clockRepository(connection),
      /** How many writes the disk has refused so far: what came in vain must not count as silence. */
      refusedWrites: (): number => refusedWrites,
      /** A copy of the whole database (see backUpTo); writes go on meanwhile. */
      backUp: (path: string): Promise<void> => backUpTo(client, directory, path),
      /**
       * All or nothing.
       * @param operation what is being done, for the message of a failure
       * @throws HeldoutError storage_unavailable, storage_full; and whatever work throws, after rolling back
       */
      write<T>(operation: string, work: () => T): T {
        try {
          return client.transaction(work).immediate();
        } catch (error) {
          const failure = storageFailure(error, directory, operation);
          if (failure !== error) refusedWrites++;
          throw failure;
        }
      },
      close(): void {
        client.close();
        unlock();
      },
    };
  } catch (error) {
    throw storageFailure(error, directory, 'Opening the database');
  }
}

function connectOr(unlock: () => void, directory: string, options: ConnectionOptions): Connection {
  try {
    return connect(directory, options);
  } catch (error) {
    unlock();
    throw error;
  }
}
