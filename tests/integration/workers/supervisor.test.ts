import { describe, expect, it } from 'vitest';
import { superviseWorkers } from '@/workers/supervisor';
import {
  cleanUpLater,
  endless,
  isRunning,
  leaseOf,
  startProtocolServer,
  temporaryHome,
  trainersIn,
} from './harness';
import type { ProtocolServer } from './protocolServer';

async function supervise(server: ProtocolServer, count: number, token = server.token) {
  const lines: string[] = [];
  const supervisor = superviseWorkers({
    count,
    threads: 3,
    engine: 'onnx-cpu',
    device: 'some device',
    serverUrl: server.url,
    token,
    home: await temporaryHome(),
    onLog: (line) => lines.push(line),
  });
  cleanUpLater(() => supervisor.stop());
  return { supervisor, lines };
}

describe('the supervisor', () => {
  it('starts workers of their own names, and stops them', async () => {
    const server = await startProtocolServer();
    const { supervisor } = await supervise(server, 2);
    await server.until(() => server.registered.length === 2);
    expect(new Set(server.registered.map(({ name }) => name)).size).toBe(2);
    expect(server.registered).toMatchObject(
      Array.from({ length: 2 }, () => ({ engine: 'onnx-cpu', device: 'some device', threads: 3 })),
    );
    await server.until(() => server.leaseRequests.length === 2);
    expect(server.leaseRequests.map(({ startedTogether }) => startedTogether)).toEqual([2, 2]);
    await supervisor.stop();
    expect(server.registered.filter(({ pid }) => isRunning(pid))).toEqual([]);
  });

  it('starts a worker again that was killed; its trainer ends with it', async () => {
    const server = await startProtocolServer();
    const { lines } = await supervise(server, 1);
    server.enqueue(leaseOf(server, endless));
    await server.until(() => server.curve('train/runningLoss').length > 0);
    const [trainer = 0] = trainersIn(lines);
    const [worker] = server.registered;
    expect(isRunning(trainer)).toBe(true);
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => isRunning(trainer), { timeout: 10_000 }).toBe(false);
    // The new worker finds the spool of the old one and hands its run back at once.
    await server.until(() => server.registered.length === 2 && server.finishes.length === 1);
    expect(server.finishes).toMatchObject([{ runId: 'run-1', attempt: 1, outcome: 'released' }]);
    expect(lines.join('\n')).toMatch(/ended \(SIGKILL\); starting it again in 1 s/);
  });

  it('hands runs back when it stops', async () => {
    const server = await startProtocolServer();
    const { supervisor, lines } = await supervise(server, 1);
    server.enqueue(leaseOf(server, endless));
    await server.until(() => server.curve('train/runningLoss').length > 0);
    await supervisor.stop();
    expect(server.finishes).toMatchObject([{ outcome: 'released' }]);
    expect(trainersIn(lines).filter(isRunning)).toEqual([]);
  });

  it('does not start a worker again whose token is wrong', async () => {
    const server = await startProtocolServer();
    const { supervisor, lines } = await supervise(server, 1, 'wrong');
    await supervisor.ended;
    expect(lines.join('\n')).toMatch(/gave up/);
    expect(lines.join('\n')).toContain('the worker token is wrong');
  });
});
