import { refusalText } from '@/lib/domain/comparison';
import { formatLevel } from '@/lib/domain/config';
import { metricText } from '@/lib/domain/metric';
import type { Moment } from '@/lib/domain/score';
import { connect } from './client';
import { exitCodes } from './exitCodes';
import { printJson, printTable, say } from './output';

/** heldout run hypotheses ID [--moment best|last]: one translation a line, or all of it as JSON */
export async function runHypotheses(id: string, flags: { moment: Moment; json: boolean }): Promise<number> {
  const answer = await connect().getHypotheses(id, flags.moment);
  if (flags.json) printJson(answer);
  else {
    for (const { hypothesis } of answer.sentences) {
      process.stdout.write(`${hypothesis.replace(/[\r\n]+/g, ' ')}\n`);
    }
  }
  return exitCodes.ok;
}

/** heldout run artifact ID NAME: the artifact's text */
export async function runArtifact(id: string, name: string): Promise<number> {
  process.stdout.write(await connect().getArtifact(id, name));
  return exitCodes.ok;
}

/** heldout run compare ID ID …: scores of the whole test split, refused where the test sets differ */
export async function runCompare(ids: readonly string[], flags: { json: boolean }): Promise<number> {
  const { runs, refused } = await connect().compareRuns(ids);
  if (flags.json) {
    printJson({ runs, refused });
    return exitCodes.ok;
  }
  const metrics = Object.keys(runs[0]?.scores.scores ?? {}).filter((metric) => !(metric in refused));
  printTable(
    [
      { key: 'run', label: 'run' },
      { key: 'variant', label: 'variant' },
      { key: 'seed', label: 'seed' },
      { key: 'sentences', label: 'sentences' },
      ...metrics.map((metric) => ({ key: metric, label: `test ${metricText(metric).label}` })),
    ],
    runs.map(({ id, levels, seed, scores }) => ({
      run: id,
      variant: Object.values(levels).map(formatLevel).join(' '),
      seed,
      sentences: scores.sentences,
      ...Object.fromEntries(metrics.map((metric) => [metric, scores.scores[metric]?.value ?? null])),
    })),
  );
  for (const reason of new Set(Object.values(refused))) {
    const metrics = Object.keys(refused).filter((metric) => refused[metric] === reason);
    say(refusalText(metrics, reason));
  }
  return exitCodes.ok;
}
