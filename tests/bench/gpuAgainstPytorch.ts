/**
 * Lays reports of `heldout bench gpu --json` and of pytorch/gpu.py side by side: which is faster, at each shape and with
 * several runs at once. Both belong on one device in one session; files of different devices are refused.
 * Run: npx tsx tests/bench/gpuAgainstPytorch.ts heldout.json pytorch.json [--json]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareGpuBenches } from '@/tests/bench/gpuComparison';
import { gpuBenchSchema } from '@/workers/cli/benchGpuReport';
import { printGpuBench } from '@/workers/cli/benchGpuTable';
import { printJson, printTable, say } from '@/workers/cli/output';

const { values: flags, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [ours, theirs] = positionals.map((path) =>
  gpuBenchSchema.parse(JSON.parse(readFileSync(path, 'utf8'))),
);
if (!ours || !theirs || positionals.length > 2)
  throw new Error('name two files: of heldout, then of PyTorch');
const rows = compareGpuBenches(ours, theirs);
if (flags.json) printJson({ device: ours.device, rows });
else {
  for (const bench of [ours, theirs]) {
    printGpuBench(bench);
    say('');
  }
  printTable(
    [
      { key: 'what', label: 'what' },
      { key: 'unit', label: 'unit' },
      { key: 'heldout', label: 'Heldout' },
      { key: 'against', label: 'PyTorch' },
      { key: 'pytorch', label: 'PyTorch' },
      { key: 'faster', label: 'Heldout / PyTorch' },
    ],
    rows.map((row) => ({ ...row })),
  );
}
