import type { GpuBench, GpuReport, GpuSweep } from '@/workers/cli/benchGpuReport';
import { runsAtOnce } from '@/workers/cli/benchSpread';

/** One quantity of Heldout beside that of one of PyTorch's reports; more is better. */
export interface GpuComparison {
  what: string;
  unit: string;
  heldout: number;
  /** Which of PyTorch's reports: its mode and precision. */
  against: string;
  pytorch: number;
  /** Heldout's over PyTorch's: above 1, Heldout is faster. */
  faster: number;
}

/**
 * Every quantity that both files have, Heldout's against each of PyTorch's reports.
 *
 * @throws Error where the files are of different devices, or measured under different conditions
 */
export function compareGpuBenches(ours: GpuBench, theirs: GpuBench): GpuComparison[] {
  // A driver's name for it may be longer than PyTorch's: "NVIDIA H100 80GB HBM3" and "NVIDIA H100 80GB HBM3 (NVK)".
  if (!ours.device.includes(theirs.device) && !theirs.device.includes(ours.device)) {
    throw new Error(`${ours.device} and ${theirs.device} are two devices: measure both programs on one`);
  }
  return ours.reports.flatMap((heldout) =>
    theirs.reports.flatMap((pytorch) => {
      requireSameConditions(heldout, pytorch);
      return [...steps(heldout, pytorch), ...atOnce(heldout, pytorch)];
    }),
  );
}

function requireSameConditions({ conditions }: GpuReport, pytorch: GpuReport): void {
  for (const [key, value] of Object.entries(conditions)) {
    const other: unknown = Reflect.get(pytorch.conditions, key);
    if (other !== value) {
      throw new Error(
        `${key} is ${JSON.stringify(value)} in one file and ${JSON.stringify(other)} in the other`,
      );
    }
  }
}

function steps(heldout: GpuReport, pytorch: GpuReport): GpuComparison[] {
  return heldout.shapes.flatMap((shape) => {
    const other = pytorch.shapes.find(
      ({ dModel, layers }) => dModel === shape.dModel && layers === shape.layers,
    );
    if (other === undefined) return [];
    const what = `training, d_model ${shape.dModel}, ${shape.layers}+${shape.layers} layers`;
    return [row(what, 'target tokens/s', shape.tokensPerSecond, pytorch, other.tokensPerSecond)];
  });
}

type AtOnce = GpuSweep['atOnce'][number];

/**
 * At each number of runs that both have, and at whichever is best for each. Heldout may train so many runs in processes or
 * as replicas of one: what is faster there counts, and is named.
 */
function atOnce({ sweep: ours }: GpuReport, pytorch: GpuReport): GpuComparison[] {
  const theirs = pytorch.sweep;
  if (!ours || !theirs || ours.dModel !== theirs.dModel || ours.layers !== theirs.layers) return [];
  const shape = `d_model ${ours.dModel}, ${ours.layers}+${ours.layers} layers`;
  const [best, theirBest] = [fastest(ours.atOnce), fastest(theirs.atOnce)];
  if (best === undefined || theirBest === undefined) return [];
  const numbers = [...new Set(theirs.atOnce.map(runsAtOnce))];
  const atEach = numbers.flatMap((number) => {
    const [mine, other] = [ours, theirs].map(({ atOnce }) =>
      fastest(atOnce.filter((each) => runsAtOnce(each) === number)),
    );
    if (mine === undefined || other === undefined) return [];
    const how = number === 1 ? '1 at once' : `${number} at once (${howOf(mine)})`;
    return [row(`${how}, ${shape}`, 'runs/h', mine.runsPerHour, pytorch, other.runsPerHour)];
  });
  const both = `the most at once (${howOf(best)} against ${howOf(theirBest)}), ${shape}`;
  return [...atEach, row(both, 'runs/h', best.runsPerHour, pytorch, theirBest.runsPerHour)];
}

function fastest(rows: readonly AtOnce[]): AtOnce | undefined {
  return rows.reduce<AtOnce | undefined>(
    (best, each) => (best === undefined || each.runsPerHour > best.runsPerHour ? each : best),
    undefined,
  );
}

function howOf({ trainers, replicas }: AtOnce): string {
  if (replicas > 1) return `${replicas} replicas`;
  return trainers === 1 ? '1 process' : `${trainers} processes`;
}

function row(
  what: string,
  unit: string,
  heldout: number,
  { mode, precision }: GpuReport,
  pytorch: number,
): GpuComparison {
  return { what, unit, heldout, against: `${mode}, ${precision}`, pytorch, faster: heldout / pytorch };
}
