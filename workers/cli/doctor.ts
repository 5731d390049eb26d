import { existsSync } from 'node:fs';
import { arch, availableParallelism, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import { describeEngine, detectEngines, type EngineReport } from '../engineDetection';
import { deviceName } from '../environment';
import { programRoot } from '../ownProcess';
import { connect } from './client';
import { exitCodes } from './exitCodes';
import { homeDirectory, readRunningServer, requireWritable } from './home';
import { printJson, printTable } from './output';

interface Check {
  name: string;
  /** null: not needed, for information. */
  ok: boolean | null;
  detail: string;
  /** Something that is there, but not as it should be. */
  isBroken?: boolean;
}

/** Without the CPU's engine nothing trains; the others are more than is needed. */
function engineCheck(report: EngineReport): Check {
  return {
    name: report.id,
    ok: report.usable || (report.id === 'onnx-cpu' ? false : null),
    detail: describeEngine(report),
  };
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

/** Only the server opens the database, so it is the server that checks it. */
async function storageChecks(): Promise<Check[]> {
  try {
    return (await connect().checkIntegrity()).map((check) => ({ ...check, isBroken: !check.ok }));
  } catch (error) {
    if (!(error instanceof HeldoutError)) throw error;
    const isSkipped = error.code === 'server_unreachable';
    return [
      {
        name: 'database',
        ok: isSkipped ? null : false,
        detail: isSkipped ? `not checked: ${error.message}, then run heldout doctor again` : error.message,
      },
    ];
  }
}

/**
 * heldout doctor: what Heldout needs, whether what is stored is sound, and what each engine can do here.
 *
 * @returns 1 if something that Heldout needs is missing or broken; engines other than onnx-cpu are not needed
 */
export async function doctor(flags: { json: boolean }): Promise<number> {
  const built = existsSync(join(programRoot, '.next', 'BUILD_ID'));
  const memory = `${(totalmem() / 2 ** 30).toFixed(1)} GiB`;
  const checks: Check[] = [
    { name: 'node', ok: true, detail: `${process.version}, ${platform()} ${arch()}` },
    { name: 'machine', ok: null, detail: `${deviceName()}, ${availableParallelism()} cores, ${memory}` },
    homeCheck(),
    {
      name: 'dashboard',
      ok: built ? true : null,
      detail: built ? 'built' : 'not built yet; heldout start builds it',
    },
    ...(await storageChecks()),
  ];
  const engines = await detectEngines();
  checks.push(...engines.map(engineCheck));
  if (flags.json) printJson({ checks, engines });
  else print(checks, engines);
  return checks.some((check) => check.ok === false) ? exitCodes.failed : exitCodes.ok;
}

function print(checks: readonly Check[], engines: readonly EngineReport[]): void {
  const unusable = engines.filter(({ usable }) => !usable);
  const isUnusable = (name: string) => unusable.some(({ id }) => id === name);
  printTable(
    [
      { key: 'name', label: 'check' },
      { key: 'state', label: 'state' },
      { key: 'detail', label: 'detail' },
    ],
    checks.map(({ name, ok, detail, isBroken }) => ({
      name,
      state: isBroken
        ? 'broken'
        : ok === false
          ? 'missing'
          : isUnusable(name)
            ? 'unusable'
            : ok
              ? 'ok'
              : 'info',
      // Reasons are long: they follow the table.
      detail: isUnusable(name) ? 'see below' : detail,
    })),
  );
  for (const { reason } of unusable) process.stdout.write(`\n${reason}\n`);
}
