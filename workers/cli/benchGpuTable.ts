import type { GpuBench, GpuReport } from './benchGpuReport';
import { printTable, say } from './output';

/** One table of the shapes, one of several runs at once, as processes and as replicas; a row a report and shape. */
export function printGpuBench(bench: GpuBench): void {
  const { reports } = bench;
  printTable(
    [
      { key: 'program', label: 'program' },
      { key: 'shape', label: 'd_model, layers' },
      { key: 'msPerStep', label: 'step', unit: 'ms' },
      { key: 'hostMsPerStep', label: 'host', unit: 'ms' },
      { key: 'deviceMs', label: 'device', unit: 'ms' },
      { key: 'tokensPerSecond', label: 'target tokens/s' },
      { key: 'teraflops', label: 'step', unit: 'TFLOP/s' },
      { key: 'productTeraflops', label: 'its products alone', unit: 'TFLOP/s' },
      { key: 'ratio', label: 'ratio' },
      { key: 'square', label: 'square product', unit: 'TFLOP/s' },
      { key: 'greedy', label: 'greedy', unit: 'sentences/s' },
      { key: 'beam', label: 'beam 4', unit: 'sentences/s' },
      { key: 'memory', label: 'device memory', unit: 'GiB' },
      { key: 'estimated', label: 'estimated', unit: 'GiB' },
    ],
    reports.flatMap((report) =>
      report.shapes.map((shape) => ({
        ...shape,
        program: programOf(report),
        shape: `${shape.dModel}, ${shape.layers}+${shape.layers}`,
        deviceMs: shape.deviceBusyShare === null ? null : shape.deviceBusyShare * shape.msPerStep,
        teraflops: shape.achievedGflops / 1000,
        productTeraflops: shape.matmulGflops / 1000,
        square: shape.squareMatmulGflops / 1000,
        greedy: shape.decode.find(({ width }) => width === 1)?.sentencesPerSecond ?? null,
        beam: shape.decode.find(({ width }) => width > 1)?.sentencesPerSecond ?? null,
        memory: gibibytesOf(shape.deviceMemoryBytes),
        estimated: gibibytesOf(shape.estimatedMemoryBytes),
        decode: shape.decode.length,
      })),
    ),
  );
  const rows = reports.flatMap((report) =>
    (report.sweep?.atOnce ?? []).map((each) => ({ ...each, program: programOf(report) })),
  );
  if (rows.length > 0) {
    process.stdout.write('\n');
    printTable(
      [
        { key: 'program', label: 'program' },
        { key: 'trainers', label: 'processes' },
        { key: 'replicas', label: 'replicas in each' },
        { key: 'tokensPerSecond', label: 'target tokens/s' },
        { key: 'runsPerHour', label: 'runs/h' },
        { key: 'gain', label: 'gain' },
      ],
      rows,
    );
  }
  for (const line of conditionsOf(bench)) say(line);
}

const gibibytesOf = (bytes: number | null) => (bytes === null ? null : bytes / 2 ** 30);

function programOf({ program, mode, precision }: GpuReport): string {
  return `${program} ${mode}${precision === 'tf32' ? ', TF32' : ''}`;
}

function conditionsOf({ device, driver, software, date, reports }: GpuBench): string[] {
  const [report] = reports;
  if (report === undefined) return [];
  const { conditions, sweep } = report;
  const { rows, sourceLength, targetLength, heads, dropout, optimizer, synchronised } = conditions;
  const lines = [
    `\n${device}${driver === null ? '' : `, driver ${driver}`}${software ? ' (computes on the processor)' : ''}, ${date}.`,
    `Medians; batches of ${rows} × ${sourceLength} + ${targetLength}, ${heads} heads, dropout ${dropout}, ${optimizer}, ` +
      `vocabularies of ${conditions.sourceVocabulary} and ${conditions.targetVocabulary}; ${synchronised}.`,
    "host: processor time a step, within the step's; device: share in which the driver saw it busy × step.",
  ];
  if (sweep) {
    lines.push(
      `Runs at once: d_model ${sweep.dModel}, ${sweep.layers}+${sweep.layers} layers, ${sweep.windowMs / 1000} s each; ` +
        `a run counts as ${sweep.stepsPerRun} steps, without evaluation and translation. Replicas: models that a process steps ` +
        'as one graph.',
    );
  }
  return lines;
}
