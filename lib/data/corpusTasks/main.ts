import { HeldoutError } from '@/lib/domain/errors';
import { runCorpusTask } from './runTask';
import { corpusTaskSchema } from './tasks';

/**
 * The process that works on whole corpora, so that the server's own goes on answering and does not hold their
 * sentences. One task at a time, in the order in which they come; it ends with the server.
 */
if (!process.send) {
  console.error('This process is started by the server; run `npm run heldout -- corpus show NAME` instead.');
  process.exit(2);
}

let last: Promise<void> = Promise.resolve();
process.on('message', ({ id, task }: { id: number; task: unknown }) => {
  last = last.then(async () => {
    process.send?.({ id, ...(await answer(task)) });
  });
});
process.on('disconnect', () => process.exit(0));

async function answer(task: unknown): Promise<object> {
  try {
    return { ok: true, value: await runCorpusTask(corpusTaskSchema.parse(task)) };
  } catch (error) {
    if (error instanceof HeldoutError) {
      const { code, message, path } = error;
      return { ok: false, code, message, path };
    }
    console.error(error);
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'internal', message: `Working on a corpus failed: ${message}` };
  }
}
