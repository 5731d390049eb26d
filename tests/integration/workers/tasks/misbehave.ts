import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { answerTask } from '@/workers/childTask';

/** A task as bad drivers make them: it ends in the way that it is told. */
const how = z.enum(['answer', 'refuse', 'abort', 'hang', 'exit']).parse(process.argv[2]);

if (how === 'exit') {
  console.error('INFO | DRIVER:    what the loader says of itself');
  console.error('Error: libdriver.so is of another version');
  process.exit(9);
}
await answerTask(async () => {
  if (how === 'abort') process.abort();
  if (how === 'hang') for (;;);
  if (how === 'refuse') throw new HeldoutError('engine_unavailable', 'no GPU:\n  none was found');
  console.log('said beside the answer');
  return { value: Number.POSITIVE_INFINITY };
});
