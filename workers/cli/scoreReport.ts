import { HeldoutError } from '@/lib/domain/errors';
import { aggregateStatistics, type SegmentReferences } from '@/lib/metrics/segments';
import {
  type ApproximateRandomization,
  type PairedBootstrap,
  pairedApproximateRandomization,
  pairedBootstrap,
  pairedSignature,
} from '@/lib/stats/pairedTests';
import { exitCodes } from './exitCodes';
import { printJson, printTable, say } from './output';
import { readReferences, readSentences, requireSameLength } from './scoreFiles';
import {
  type MetricScore,
  type MetricSettings,
  type ScoreMetric,
  type Scorer,
  scorerOf,
} from './scoreMetrics';

export interface ScoreFlags extends MetricSettings {
  hypotheses: string;
  references: string[];
  against: string | undefined;
  metrics: ScoreMetric[];
  sentence: boolean;
  samples: number;
  trials: number;
  seed: number;
  json: boolean;
}

interface PairedReport {
  bootstrap: PairedBootstrap & { signature: string };
  approximateRandomization: ApproximateRandomization & { signature: string };
}

/** heldout score: scores of a file of translations, or of two and what sets them apart. */
export function score(flags: ScoreFlags): number {
  checkFlags(flags);
  const references = readReferences(flags.references);
  const readSystem = (file: string) => {
    const lines = readSentences(file);
    requireSameLength({ file, lines }, { file: flags.references[0] ?? '', lines: references });
    return lines;
  };
  const hypotheses = readSystem(flags.hypotheses);
  if (flags.sentence) {
    printSentences(hypotheses, references, flags);
    return exitCodes.ok;
  }
  const other = flags.against === undefined ? undefined : readSystem(flags.against);
  const scores: [ScoreMetric, MetricScore][] = [];
  const paired: [ScoreMetric, PairedReport][] = [];
  for (const metric of flags.metrics) {
    const scorer = scorerOf(metric, flags);
    const statisticsOf = (lines: readonly string[]) =>
      lines.map((line, segment) => scorer.statistics(line, references[segment] ?? []));
    const baseline = statisticsOf(hypotheses);
    scores.push([metric, scorer.report(aggregateStatistics(baseline), references)]);
    if (other) paired.push([metric, comparePair(scorer, baseline, statisticsOf(other), references, flags)]);
  }
  if (flags.json) {
    const report = Object.fromEntries(scores);
    printJson(other ? { ...report, paired: Object.fromEntries(paired) } : report);
  } else {
    printScores(scores);
    if (other) printPaired(paired);
  }
  return exitCodes.ok;
}

function checkFlags({ smoothMethod, smoothValue, sentence, against }: ScoreFlags): void {
  if (smoothValue !== undefined && smoothMethod !== 'floor' && smoothMethod !== 'add-k') {
    throw new HeldoutError(
      'invalid_input',
      `score: --smooth-value ${smoothValue} goes with --smooth floor or add-k, not with ${smoothMethod}; leave it out.`,
    );
  }
  if (sentence && against !== undefined) {
    throw new HeldoutError(
      'invalid_input',
      'score: --against compares whole files and --sentence scores single lines; give one of them.',
    );
  }
}

function comparePair(
  scorer: Scorer,
  baseline: number[][],
  system: number[][],
  references: readonly SegmentReferences[],
  { samples, trials, seed }: ScoreFlags,
): PairedReport {
  const pair = { baseline, system, scoreOf: scorer.scoreOf };
  const signature = scorer.signature(references);
  return {
    bootstrap: {
      ...pairedBootstrap(pair, { samples, seed }),
      signature: pairedSignature(signature, 'bs', samples, seed),
    },
    approximateRandomization: {
      ...pairedApproximateRandomization(pair, { trials, seed }),
      signature: pairedSignature(signature, 'ar', trials, seed),
    },
  };
}

/** As JSON, one object a line of the file; else one line each, the metrics' scores with tabs between them. */
function printSentences(
  hypotheses: readonly string[],
  references: readonly SegmentReferences[],
  flags: ScoreFlags,
): void {
  // As sacreBLEU does: most single sentences lack a matching run of four words.
  const settings = { ...flags, effectiveOrder: true };
  const scorers = flags.metrics.map((metric) => ({ metric, scorer: scorerOf(metric, settings) }));
  const reports = hypotheses.map((hypothesis, segment) =>
    scorers.map(({ metric, scorer }) => {
      const given = references[segment] ?? [];
      return [metric, scorer.report(scorer.statistics(hypothesis, given), [given])] as const;
    }),
  );
  if (flags.json) {
    printJson(reports.map((report) => Object.fromEntries(report)));
    return;
  }
  const lines = reports.map((report) => report.map(([, { score }]) => score.toFixed(2)).join('\t'));
  process.stdout.write(`${lines.join('\n')}\n`);
}

function printScores(scores: readonly [ScoreMetric, MetricScore][]): void {
  printTable(
    [
      { key: 'metric', label: 'metric' },
      { key: 'score', label: 'score' },
      { key: 'signature', label: 'signature' },
    ],
    scores.map(([metric, { score, signature }]) => ({ metric, score, signature })),
  );
}

function printPaired(paired: readonly [ScoreMetric, PairedReport][]): void {
  const spread = ({ mean, ci }: { mean: number; ci: number }) => `${mean.toFixed(2)} ± ${ci.toFixed(2)}`;
  process.stdout.write('\n');
  printTable(
    [
      { key: 'metric', label: 'metric' },
      { key: 'baseline', label: 'baseline' },
      { key: 'baselineSpread', label: 'mean ± 95%' },
      { key: 'system', label: 'system' },
      { key: 'systemSpread', label: 'mean ± 95%' },
      { key: 'bootstrap', label: 'p (bootstrap)' },
      { key: 'randomization', label: 'p (randomization)' },
    ],
    paired.map(([metric, { bootstrap, approximateRandomization }]) => ({
      metric,
      baseline: bootstrap.baseline.score,
      baselineSpread: spread(bootstrap.baseline),
      system: bootstrap.system.score,
      systemSpread: spread(bootstrap.system),
      bootstrap: bootstrap.pValue,
      randomization: approximateRandomization.pValue,
    })),
  );
  for (const [metric, { bootstrap }] of paired) {
    if (bootstrap.baseline.score === bootstrap.system.score) {
      say(`${metric}: both systems score the same, where p, as sacreBLEU defines it, says nothing.`);
    }
  }
}
