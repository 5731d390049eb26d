import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs the checker of `npm test` over one offending file, put where it would stand. */
function rulesBroken(folder: string, source: string): string {
  const place = mkdtempSync(`${root}${folder}/boundary-test-`);
  folders.push(place);
  writeFileSync(`${place}/offender.ts`, source);
  const done = spawnSync(
    `${root}node_modules/.bin/depcruise`,
    ['--config', 'tests/boundaries.config.cjs', '--output-type', 'err', `${place.slice(root.length)}`],
    { cwd: root, encoding: 'utf8' },
  );
  expect(done.status, 'the checker must exit with an error').not.toBe(0);
  return done.stdout;
}

describe('the dependency-direction checker fires', () => {
  it.each([
    ['app', "import '@/db/connection';", 'app-trains-nothing'],
    ['app', "import 'better-sqlite3';", 'only-db-opens-the-database'],
    ['workers', "import '@/lib/server/sweeps';", 'workers-speak-http-only'],
    ['lib/domain', "import '@/sweeps/expand';", 'lib-domain-imports'],
    ['lib/server', "import '@/lib/answers/runTask';", 'answers-is-a-process-of-its-own'],
    ['lib/answers', "import '@/lib/data/canonical';", 'lib-answers-imports'],
    ['lib/train', "import 'onnxruntime-node';", 'only-the-engine-loads-onnx'],
    ['lib/model', "import '@tensorflow/tfjs-backend-cpu';", 'only-the-engine-loads-tensorflow-backends'],
    ['app', "import 'chart.js';", 'one-chart-module'],
  ])('on %s: %s', (folder, source, rule) => {
    expect(rulesBroken(folder, source)).toContain(rule);
  });
});
