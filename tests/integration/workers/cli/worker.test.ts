import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { heldout } from '@/tests/heldoutProgram';
import { compileProgram } from '@/workers/bootstrap/compile.mjs';
import { programRoot } from '@/workers/ownProcess';
import { cleanUpLater, isRunning, leaseOf, startProtocolServer, temporaryHome } from '../harness';

describe('heldout worker', () => {
  it('trains several runs at once, says which engine it chose and what it cannot do, and stops all its workers', async () => {
    const server = await startProtocolServer();
    const args = ['worker', '--server', server.url, '--token', server.token, '--workers', '2'];
    const program = spawn(
      process.execPath,
      [await compileProgram(), ...[...args, '--name', 'box', '--engine', 'onnx-cpu', '--replicas', '2']],
      {
        cwd: programRoot,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, HELDOUT_HOME: await temporaryHome() },
      },
    );
    cleanUpLater(async () => program.kill('SIGKILL'));
    const said = text(program.stderr);
    server.enqueue(leaseOf(server));
    await server.until(() => server.registered.length === 2 && server.finishes.length === 1);
    expect(server.registered.map(({ name }) => name).sort()).toEqual(['box-1', 'box-2']);
    expect(server.finishes).toMatchObject([{ outcome: 'finished' }]);
    program.kill('SIGTERM');
    expect(await once(program, 'exit')).toEqual([0, null]);
    expect(server.registered.filter(({ pid }) => isRunning(pid))).toEqual([]);
    expect(await said).toContain('Training with onnx-cpu: as asked.');
    expect(await said).toContain('--replicas is for onnx-webgpu');
  });

  it('ends with exit code 1 where its token is wrong', async () => {
    const server = await startProtocolServer();
    const args = ['worker', '--server', server.url, '--token', 'wrong', '--workers', '1'];
    const { code, stderr } = await heldout(args, { HELDOUT_HOME: await temporaryHome() });
    expect(code).toBe(1);
    expect(stderr).toContain('the worker token is wrong');
  });

  it('refuses an engine that does not work here, with the reason', async () => {
    const server = await startProtocolServer();
    const args = ['worker', '--server', server.url, '--token', server.token, '--engine', 'onnx-webgpu'];
    const blind = { VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };
    const { code, stderr } = await heldout(args, { HELDOUT_HOME: await temporaryHome(), ...blind });
    if (process.platform !== 'linux') return;
    expect(code).toBe(1);
    expect(stderr).toMatch(/Engine onnx-webgpu does not work here: .*adapter/i);
    expect(server.registered).toEqual([]);
  });
});
