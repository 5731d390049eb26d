import { HeldoutError } from '@/lib/domain/errors';
import { ModelShelf } from './loadedModel';
import { translateTaskSchema } from './tasks';
import { translateText } from './translateText';

/**
 * The process that translates, so that the server's own neither waits for a model nor ends with it. One task at a time,
 * in the order in which they come; it ends with the server.
 */
if (!process.send) {
  console.error('This process is started by the server; open the page of a run to translate with its model.');
  process.exit(2);
}

/** A person compares a few variants. */
const shelf = new ModelShelf(3);

let last: Promise<void> = Promise.resolve();
process.on('message', ({ id, task }: { id: number; task: unknown }) => {
  last = last.then(async () => {
    process.send?.({ id, ...(await answer(task)) });
  });
});
process.on('disconnect', () => process.exit(0));

async function answer(given: unknown): Promise<object> {
  const startedMs = performance.now();
  try {
    const task = translateTaskSchema.parse(given);
    const value = await translateText(await shelf.get(task), task.request);
    return { ok: true, value: { ...value, tookMs: performance.now() - startedMs } };
  } catch (error) {
    if (error instanceof HeldoutError) {
      const { code, message, path } = error;
      return { ok: false, code, message, path };
    }
    console.error(error);
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'internal', message: `Translating failed: ${message}` };
  }
}
