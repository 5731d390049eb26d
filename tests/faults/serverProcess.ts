import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import { closeServer, openServer } from '@/lib/server/server';
import { smallCorpus } from '../integration/lib/train/smallCorpus';
import { type Answered, createRouteServer } from './routeServer';

/** The server of the fault tests, in a process that can be killed. Started by serverControl.ts. */

export const serverJobSchema = z.object({
  home: z.string(),
  port: z.int(),
  leaseTtlMs: z.int(),
  firstBackOffMs: z.int(),
  /** Whether the corpus `phrasebook` is the one that users have, or 60 pairs. */
  isPhrasebookWhole: z.boolean(),
  /** One JSON line for each report and finish that was answered; see accessSchema. */
  accessLog: z.string(),
});

const job = serverJobSchema.parse(JSON.parse(process.argv[2] ?? ''));
let clockOffsetMs = 0;

openServer({
  ...job,
  now: () => Date.now() + clockOffsetMs,
  steadyNow: () => performance.now(),
  ...(job.isPhrasebookWhole ? {} : { phrasebook: () => ({ pairs: smallCorpus }) }),
  compilerMessages: () => ({ pairs: smallCorpus.slice(0, 3), version: '0', removed: {} }),
});

const numbers = z.object({ attempt: z.int(), sequence: z.int().optional(), outcome: z.string().optional() });

function note({ path, body, status, tookMs }: Answered): void {
  const [, runId, action] = /^runs\/([^/]+)\/(report|finish)$/.exec(path) ?? [];
  if (!runId) return;
  const parsed = numbers.safeParse(JSON.parse(body.toString('utf8')));
  const line = { atMs: Date.now(), runId, action, status, tookMs, ...(parsed.data ?? { attempt: 0 }) };
  appendFileSync(job.accessLog, `${JSON.stringify(line)}\n`);
}

const server = await createRouteServer(job.accessLog === '' ? () => undefined : note);
server.listen(job.port, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
});
process.on('message', (message) => {
  clockOffsetMs += z.object({ stepClockMs: z.number() }).parse(message).stepClockMs;
  process.send?.({ stepped: clockOffsetMs });
});
process.on('SIGTERM', () => {
  closeServer();
  process.exit(0);
});
// The test is gone.
process.on('disconnect', () => process.exit(1));
