import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { heldout, temporaryHome } from '@/tests/heldoutProgram';
import { referenceFile } from '@/tests/referenceFiles';

const path = referenceFile('reference/transformer.json');
const { home, remove } = temporaryHome();
afterAll(remove);

/** Of a case, what these tests change; all else is kept as it is. */
const reference = z.looseObject({
  cases: z.array(
    z.looseObject({
      name: z.string(),
      loss: z.number(),
      parameters: z.record(
        z.string(),
        z.looseObject({ shape: z.array(z.number()), values: z.array(z.number()) }),
      ),
      greedyAfterAdam: z.looseObject({ tokens: z.array(z.array(z.number())) }),
    }),
  ),
});
type Case = z.infer<typeof reference>['cases'][number];

function file(name: string, content: string): string {
  const written = join(home, name);
  writeFileSync(written, content);
  return written;
}

/** A copy of the file's first case, changed. */
function corrupted(name: string, change: (first: Case) => void): string {
  const { cases } = reference.parse(JSON.parse(readFileSync(path ?? '', 'utf8')));
  const [first] = cases;
  if (!first) throw new Error('the reference file has no case');
  change(first);
  return file(name, JSON.stringify({ cases: [first] }));
}

const check = (...args: string[]) => heldout(['engine', 'check', ...args]);

describe.skipIf(path === null)('heldout engine check', () => {
  it('prints the differences of every case as JSON, and passes', async () => {
    const { code, stdout } = await check(path ?? '', '--engine', 'onnx-cpu', '--threads', '2', '--json');
    expect(code).toBe(0);
    const { cases, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({ engine: 'onnx-cpu', passed: true });
    expect(cases).toHaveLength(4);
    for (const entry of cases) {
      expect(Object.keys(entry)).toEqual(['name', 'maxAbs', 'greedyTokensAgree']);
      expect(Object.keys(entry.maxAbs)).toEqual([
        'loss',
        'logits',
        'gradients',
        'adamLosses',
        'parametersAfter',
      ]);
      expect(entry.greedyTokensAgree).toBe(true);
    }
  });

  it('is a table for people', async () => {
    const { code, stdout, stderr } = await check(path ?? '');
    expect(code).toBe(0);
    expect(stdout).toContain('translations');
    expect(stderr).toContain('Engine onnx-cpu agrees with the file');
  });

  it('fails with exit code 1 where a value is another one', async () => {
    const path = corrupted('loss.json', (first) => {
      first.loss += 0.001;
    });
    const { code, stdout } = await check(path, '--json');
    expect(code).toBe(1);
    const { passed, cases } = JSON.parse(stdout);
    expect(passed).toBe(false);
    expect(cases[0].maxAbs.loss).toBeCloseTo(0.001, 4);
  });

  it('fails with exit code 1 where a translation is another one', async () => {
    const path = corrupted('tokens.json', (first) => {
      const [tokens = []] = first.greedyAfterAdam.tokens;
      tokens[1] = (tokens[1] ?? 0) + 1;
    });
    const { code, stdout, stderr } = await check(path);
    expect(code).toBe(1);
    expect(stdout).toContain('differ');
    expect(stderr).toContain('DOES NOT AGREE');
  });

  it('refuses parameters that do not fit the config, and names the first, with exit code 2', async () => {
    const path = corrupted('parameters.json', (first) => {
      const [embedding] = Object.values(first.parameters);
      embedding?.shape.reverse();
    });
    const { code, stderr } = await check(path, '--json');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /parameter 1 of case .* is encoder\.embedding \[16,13\], .* encoder\.embedding \[13,16\]/,
    );
  });

  it('says with exit code 1 why an engine does not work here', async ({ skip }) => {
    if (process.platform !== 'linux') return skip('only Vulkan can be blinded by its environment');
    const blind = { VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };
    const args = ['engine', 'check', path ?? '', '--engine', 'onnx-webgpu', '--json'];
    const { code, stdout, stderr } = await heldout(args, blind);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/onnx-webgpu is not available/);
  });
});

describe('heldout engine check refuses with exit code 2', () => {
  it.each([
    ['a file that is not there', 'absent.json', 'cannot read the reference file', []],
    ['a folder', '.', 'EISDIR', []],
    ['what is not JSON', 'no.json', 'is not valid JSON', []],
    ['JSON that is something else', 'else.json', 'cases', []],
    ['an engine that it does not know', 'else.json', 'onnx-npu', ['--engine', 'onnx-npu']],
  ])('%s', async (_what, name, message, args) => {
    file('no.json', 'once upon a time');
    file('else.json', '{"runs": []}');
    const { code, stdout, stderr } = await check(join(home, name), ...args);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
