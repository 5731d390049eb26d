import { readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backupsFolder } from '@/db/backup';
import type { Storage } from '@/lib/domain/storage';
import { corporaFolder } from './corpusFiles';
import { modelsFolder } from './modelFiles';
import { server } from './server';

/** What the data directory holds; looks at every file in it. */
export function readStorage(): Storage {
  const context = server();
  const { home, store } = context;
  const { bavail, bsize } = statfsSync(home);
  return {
    home,
    bytes: {
      database: ['', '-wal', '-shm'].reduce((sum, end) => sum + fileBytes(join(home, `heldout.db${end}`)), 0),
      corpora: folderBytes(corporaFolder(context)),
      models: folderBytes(modelsFolder(context)),
      backups: folderBytes(backupsFolder(home)),
      free: bavail * bsize,
    },
    counts: store.storage.counts(),
  };
}

function fileBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** 0 where there is no such folder yet. */
function folderBytes(folder: string): number {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fileBytes(join(entry.parentPath, entry.name)), 0);
}
