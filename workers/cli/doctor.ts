import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { exitCodes } from './exitCodes';
import { homeDirectory, readRunningServer, requireWritable } from './home';
import { printJson, printTable } from './output';

interface Check {
  name: string;
  /** null: not needed, for information. */
  ok: boolean | null;
  detail: string;
}

const probeTimeoutMs = 60_000;

/** Runs the engine in a child process, so that a crash in native code is an answer and not the end of doctor. */
function probeEngine(): Promise<Check> {
  const name = 'onnx-cpu';
  const probe = fileURLToPath(new URL('../engineProbe.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', probe], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: probeTimeoutMs,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      if (code === 0) {
        const { gflops } = z.object({ gflops: z.number() }).parse(JSON.parse(stdout));
        resolve({
          name,
          ok: true,
          detail: `float32 matrix product ${gflops.toFixed(1)} GFLOP/s on one thread`,
        });
        return;
      }
      const reason =
        stderr.split('\n').find((line) => /error/i.test(line)) ?? stderr.trim().split('\n').at(-1);
      resolve({
        name,
        ok: false,
        detail: `${signal ?? `exit code ${code}`}: ${reason?.trim() || 'no message'}`,
      });
    });
  });
}

function homeCheck(): Check {
  const home = homeDirectory();
  try {
    requireWritable(home);
    const running = readRunningServer(home);
    return { name: 'data directory', ok: true, detail: running ? `${home}, served at ${running.url}` : home };
  } catch (error) {
    if (!(error instanceof HeldoutError)) throw error;
    return { name: 'data directory', ok: false, detail: error.message };
  }
}

/** heldout doctor: exit code 1 if something that Heldout needs is missing. */
export async function doctor(flags: { json: boolean }): Promise<number> {
  const built = existsSync(new URL('../../.next/BUILD_ID', import.meta.url));
  const tfjsNodeGpu = existsSync(
    new URL('../../node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node', import.meta.url),
  );
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${(totalmem() / 2 ** 30).toFixed(1)} GiB`;
  const checks: Check[] = [
    { name: 'node', ok: true, detail: `${process.version}, ${platform()} ${arch()}` },
    { name: 'machine', ok: null, detail: `${processor}, ${availableParallelism()} cores, ${memory}` },
    homeCheck(),
    {
      name: 'dashboard',
      ok: built ? true : null,
      detail: built ? 'built' : 'not built yet; heldout start builds it',
    },
    await probeEngine(),
    {
      name: 'tfjs-node-gpu',
      ok: null,
      detail: `${tfjsNodeGpu ? 'its library is installed' : 'its library is not installed'}; this version does not train with it`,
    },
  ];
  if (flags.json) printJson({ checks });
  else {
    printTable(
      [
        { key: 'name', label: 'check' },
        { key: 'state', label: 'state' },
        { key: 'detail', label: 'detail' },
      ],
      checks.map(({ name, ok, detail }) => ({
        name,
        state: ok === null ? 'info' : ok ? 'ok' : 'missing',
        detail,
      })),
    );
  }
  return checks.some((check) => check.ok === false) ? exitCodes.failed : exitCodes.ok;
}
