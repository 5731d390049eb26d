import { HeldoutError } from '@/lib/domain/errors';
import { runAnswerTask } from './runTask';
import { readTask } from './tasks';

/**
 * The process that computes answers, so that the server's own goes on taking reports: resampling takes seconds. One task
 * at a time, in the order in which they come; it ends with the server.
 */
if (!process.send) {
  console.error('This process is started by the server; run `npm run heldout -- sweep report ID` instead.');
  process.exit(2);
}

process.on('message', ({ id, task }: { id: number; task: unknown }) => {
  process.send?.({ id, ...answer(task) });
});
process.on('disconnect', () => process.exit(0));

function answer(message: unknown): object {
  try {
    return { ok: true, value: runAnswerTask(readTask(message)) };
  } catch (error) {
    if (error instanceof HeldoutError) {
      const { code, message: text, path } = error;
      return { ok: false, code, message: text, path };
    }
    console.error(error);
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'internal', message: `Computing an answer failed: ${reason}` };
  }
}
