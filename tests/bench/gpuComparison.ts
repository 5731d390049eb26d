import type { GpuBench, GpuReport } from '@/workers/cli/benchGpuReport';

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

function atOnce({ sweep: ours }: GpuReport, pytorch: GpuReport): GpuComparison[] {
  const theirs = pytorch.sweep;
  if (!ours || !theirs || ours.dModel !== theirs.dModel || ours.layers !== theirs.layers) return [];
  return ours.atOnce.flatMap(({ trainers, runsPerHour }) => {
    const other = theirs.atOnce.find((each) => each.trainers === trainers);
    const what = `${trainers} at once, d_model ${ours.dModel}, ${ours.layers}+${ours.layers} layers`;
    return other ? [row(what, 'runs/h', runsPerHour, pytorch, other.runsPerHour)] : [];
  });
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
