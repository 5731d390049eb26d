import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catalogue,
  configProblems,
  configSchema,
  defaultConfig,
  formatLevel,
  type Hyperparameter,
  resolveConfig,
  storedConfigSchema,
} from '@/lib/domain/config';

function range(entry: Hyperparameter): string {
  if (entry.choices) return entry.choices.join(' \\| ');
  if (entry.kind === 'boolean') return 'true \\| false';
  return `${entry.minimum} … ${entry.maximum}`;
}

/** The table of docs/hyperparameters.md; `npx vitest run -u` on this file rewrites it. */
function documentation(): string {
  const rows = catalogue.map(
    (entry) =>
      `| \`${entry.key}\` | ${range(entry)} | ${String(entry.default)} | ${entry.unit ?? ''} | ${entry.help} |`,
  );
  return [
    '# Hyperparameters',
    '',
    "Generated from `lib/domain/config.ts`. Each can be set in a sweep's `base` or made a factor; `layers` sets",
    '`encoderLayers` and `decoderLayers` at once.',
    '',
    '| key | values | default | unit | |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

describe('the catalogue of hyperparameters', () => {
  it('is what docs/hyperparameters.md says', async () => {
    await expect(documentation()).toMatchFileSnapshot('../../../../docs/hyperparameters.md');
  });

  it('offers only levels that its own validation accepts', () => {
    for (const entry of catalogue) {
      for (const level of [entry.default, ...entry.levels]) {
        const problem = configSchema.partial().safeParse({ [entry.key]: level }).error;
        expect(problem, `${entry.key} ${formatLevel(level)}`).toBeUndefined();
      }
    }
  });

  it('reads each range back from the schema', () => {
    expect(catalogue.find((entry) => entry.key === 'heads')).toMatchObject({
      kind: 'integer',
      minimum: 1,
      maximum: 64,
    });
    expect(catalogue.find((entry) => entry.key === 'positions')).toMatchObject({
      kind: 'choice',
      choices: ['learned', 'sinusoidal'],
    });
  });
});

describe('a stored configuration', () => {
  it('may be older than beamWidth, and was greedy then', () => {
    const { beamWidth, ...older } = defaultConfig;
    expect(storedConfigSchema.parse(older)).toEqual({ ...older, beamWidth: 1 });
    expect(storedConfigSchema.parse({ ...older, beamWidth: 4 }).beamWidth).toBe(4);
    expect(beamWidth).toBe(1);
    expect(storedConfigSchema.safeParse({ ...older, heads: undefined }).success).toBe(false);
  });
});

describe('resolving a configuration', () => {
  it('lets later settings win and spreads layers over both stacks', () => {
    const config = resolveConfig({ dModel: 64, layers: 2 }, { decoderLayers: 1, dModel: 128 });
    expect(config).toMatchObject({ dModel: 128, encoderLayers: 2, decoderLayers: 1, dFf: 512 });
  });

  it('takes d_ff 0 as 4 × d_model', () => {
    expect(resolveConfig({ dModel: 32, dFf: 0 }).dFf).toBe(128);
    expect(resolveConfig({ dModel: 32, dFf: 40 }).dFf).toBe(40);
  });

  it('finds no fault with any heads that divide d_model, and names those that do not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 16 }), (heads, width) => {
        expect(configProblems({ ...defaultConfig, heads, dModel: heads * width })).toEqual([]);
      }),
    );
    expect(configProblems({ ...defaultConfig, heads: 3, dModel: 256 })).toEqual([
      'heads 3 does not divide d_model 256: choose heads that divide it',
    ]);
  });
});
