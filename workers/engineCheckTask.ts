import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { checkReference, parseReference } from '@/lib/model/referenceCheck';
import { answerTask } from './childTask';
import { engineIdSchema } from './trainerMessages';

/** Checks an engine against a reference file in a process of its own: FILE ENGINE THREADS. */
await answerTask(async () => {
  const [path, id, threads] = z
    .tuple([z.string(), engineIdSchema, z.coerce.number().int().min(1)])
    .parse(process.argv.slice(2));
  return checkReference(parseReference(await readFile(path, 'utf8'), path), { id, threads });
});
