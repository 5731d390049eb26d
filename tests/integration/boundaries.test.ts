import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));

const offences = [
  ['app', "import '@/db/connection';", 'app-trains-nothing'],
  ['app', "import 'better-sqlite3';", 'only-db-opens-the-database'],
  ['workers', "import '@/lib/server/sweeps';", 'workers-speak-http-only'],
  ['lib/domain', "import '@/sweeps/expand';", 'lib-domain-imports'],
  ['lib/server', "import '@/lib/answers/runTask';", 'answers-is-a-process-of-its-own'],
  ['lib/answers', "import '@/lib/data/canonical';", 'lib-answers-imports'],
  ['lib/train', "import 'onnxruntime-node';", 'only-the-engine-loads-onnx'],
  ['lib/model', "import '@tensorflow/tfjs-backend-cpu';", 'only-the-engine-loads-tensorflow-backends'],
  ['app', "import 'chart.js';", 'one-chart-module'],
] as const;
const placeOf = (rule: string) => `offender-${rule}/offender.ts`;

const resultSchema = z.object({
  summary: z.object({
    error: z.int(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

let copy: string;
let broken: readonly { from: string; rule: { name: string } }[];
let errors: number;

/** The checker of `npm test` over one offending file a rule, put where it would stand in a copy of the project. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'heldout-boundaries-'));
  const copied = ['app', 'lib', 'workers', 'db', 'sweeps', 'tsconfig.json', 'package.json'];
  for (const name of [...copied, 'tests/boundaries.config.cjs'])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const places = offences.map(([folder, source, rule]) => {
    const place = join(folder, placeOf(rule));
    mkdirSync(join(copy, dirname(place)));
    writeFileSync(join(copy, place), source);
    return place;
  });
  const command = join(root, 'node_modules', '.bin', 'depcruise');
  const args = [
    '--config',
    'tests/boundaries.config.cjs',
    '--preserve-symlinks',
    '--output-type',
    'json',
    ...places,
  ];
  const done = spawnSync(command, args, { cwd: copy, encoding: 'utf8', maxBuffer: 2 ** 28 });
  ({ violations: broken, error: errors } = resultSchema.parse(JSON.parse(done.stdout)).summary);
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the dependency-direction checker', () => {
  it.each(offences)('fires on %s: %s', (_folder, _source, rule) => {
    const rules = broken.filter(({ from }) => from.endsWith(placeOf(rule))).map(({ rule: { name } }) => name);
    expect(rules).toContain(rule);
  });

  it('finds nothing else wrong there, and counts each as an error, which ends it as failed', () => {
    expect(broken.filter(({ from }) => !from.endsWith('/offender.ts'))).toEqual([]);
    expect(errors).toBe(broken.length);
  });
});
