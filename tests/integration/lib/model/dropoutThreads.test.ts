import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('threads that draw keep their process alive while it waits for them, and no longer', () => {
  const script = fileURLToPath(new URL('undisposedDrawing.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: '1: 56 numbers\n2: 56 numbers\n',
    stderr: '',
  });
});
