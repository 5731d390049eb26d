import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { deviceShareSettingsSchema } from './deviceShare';
import { deviceName } from './environment';
import { configurationExitCode } from './exitCode';
import { engineIdSchema } from './trainerMessages';
import { runWorker } from './worker';

/** A worker process as the supervisor starts it; a person uses `heldout worker`. */

const { values } = parseArgs({
  options: {
    name: { type: 'string', default: `${hostname()}-${process.pid}` },
    threads: { type: 'string', default: 'auto' },
    engine: { type: 'string', default: 'onnx-cpu' },
    device: { type: 'string', default: deviceName() },
    share: { type: 'string' },
    'started-together': { type: 'string', default: '1' },
  },
});
const options = z
  .object({
    name: z.string(),
    threads: z.union([z.literal('auto'), z.coerce.number().int().min(1)]),
    engine: engineIdSchema,
    device: z.string(),
    startedTogether: z.coerce.number().int().min(1),
    share: deviceShareSettingsSchema.optional(),
  })
  .parse({
    ...values,
    startedTogether: values['started-together'],
    share: values.share === undefined ? undefined : JSON.parse(values.share),
  });

const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.on('SIGINT', () => stop.abort());
process.on('disconnect', () => stop.abort());
// The supervisor may have been killed while this process was loading.
if (process.connected === false) stop.abort();

try {
  await runWorker({
    ...options,
    serverUrl: process.env['HELDOUT_URL'] ?? '',
    token: process.env['HELDOUT_WORKER_TOKEN'] ?? '',
    home: resolve(process.env['HELDOUT_HOME'] ?? '.heldout'),
    signal: stop.signal,
  });
  process.exit(0);
} catch (error) {
  const isConfiguration =
    error instanceof HeldoutError && ['unauthorized', 'forbidden', 'invalid_input'].includes(error.code);
  console.error(`${options.name}: ${error instanceof HeldoutError ? error.message : inspect(error)}`);
  process.exit(isConfiguration ? configurationExitCode : 1);
}
