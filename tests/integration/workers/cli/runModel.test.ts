import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { receiveModel } from '@/lib/server/models';
import { createSweep } from '@/lib/server/sweeps';
import { createRouteServer } from '@/tests/faults/routeServer';
import { heldout } from '@/tests/heldoutProgram';
import { openTestServer, register, requireLease, smallSpec } from '../../lib/server/harness';

const folder = mkdtempSync(join(tmpdir(), 'heldout-run-model-'));
const model = Buffer.from('the parameters of one run');
const sha256 = createHash('sha256').update(model).digest('hex');
let server: Server | undefined;
afterEach(() => {
  server?.close();
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* once(bytes: Buffer) {
  yield bytes;
}

/** A server in this process with a run that keeps a model, and the environment of a command line that speaks to it. */
async function serve() {
  const { context } = openTestServer();
  await createSweep({ ...smallSpec, factors: {} });
  const { runId, attempt, leaseToken } = await requireLease(register());
  const announced = { moment: 'best' as const, step: 30, epoch: 1.5, bytes: model.length, sha256 };
  await receiveModel(runId, { attempt, leaseToken, ...announced }, once(model));
  const listening = await createRouteServer(() => undefined);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const env = {
    HELDOUT_HOME: join(folder, 'nobody'),
    HELDOUT_URL: `http://127.0.0.1:${port}`,
    HELDOUT_TOKEN: context.tokens.admin,
  };
  return { context, runId, env };
}

describe('heldout run model', () => {
  it('puts the file in place of an older one and says what it is', async () => {
    const { runId, env } = await serve();
    const file = join(folder, 'best.safetensors');
    writeFileSync(file, 'older');
    const { code, stdout } = await heldout(['run', 'model', runId, '--out', file, '--json'], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ file, moment: 'best', step: 30, epoch: 1.5, sha256 });
    expect(readFileSync(file)).toEqual(model);
    expect(readdirSync(folder)).toEqual(['best.safetensors']);
  });

  it('leaves no file where the stored one was damaged, and says why where there is none', async () => {
    const { context, runId, env } = await serve();
    const stored = join(context.home, 'models', `${sha256}.safetensors`);
    writeFileSync(stored, Buffer.from(model).fill('x', 0, 1));
    const file = join(folder, 'best.safetensors');
    const damaged = await heldout(['run', 'model', runId, '--out', file], env);
    expect(damaged).toMatchObject({ code: 1, stderr: expect.stringContaining('what the server has sent') });
    expect(readdirSync(folder)).toEqual([]);
    rmSync(stored);
    const gone = await heldout(['run', 'model', runId, '--out', file], env);
    expect(gone.stderr).toContain('restore the folder models from a copy');
    expect(existsSync(file)).toBe(false);
  });
});
