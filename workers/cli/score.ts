import { type Command, InvalidArgumentError, Option } from 'commander';
import { bleuSmoothings } from '@/lib/metrics/bleu';
import { bleuTokenizers } from '@/lib/metrics/bleuTokenizers';
import { defaultPairedSeed, defaultResamples, defaultTrials } from '@/lib/stats/pairedTests';
import { integerIn, json } from './options';
import { type ScoreMetric, scoreMetrics } from './scoreMetrics';
import { type ScoreFlags, score } from './scoreReport';

/** heldout score: options under sacreBLEU's names; needs neither a server nor a data directory. */
export function addScore(program: Command, finish: (code: number) => void): void {
  program
    .command('score')
    .description('BLEU, chrF and TER of translations, equal to those of sacreBLEU 2.6.0; see docs/scores.md')
    .requiredOption('--hypotheses <file>', 'translations, one a line; - reads standard input')
    .requiredOption('--references <files...>', 'one file a reference, with as many lines')
    .addOption(
      new Option('--metrics <list>', `of ${scoreMetrics.join(',')}`)
        .argParser(metricList)
        .default(['bleu'], 'bleu'),
    )
    .addOption(
      new Option('--tokenize <name>', "BLEU's tokens: zh for Chinese, char for other text without blanks")
        .choices(bleuTokenizers)
        .default('13a'),
    )
    .addOption(
      new Option('--smooth, --smooth-method <name>', "BLEU's smoothing")
        .choices(bleuSmoothings)
        .default('exp'),
    )
    .addOption(
      new Option('--smooth-value <number>', 'for floor (default 0.1) and add-k (default 1)').argParser(
        nonNegative,
      ),
    )
    .option('--effective-order', 'leave out of BLEU the orders that a hypothesis is too short for', false)
    .option('--lowercase', 'ignore case, in every metric', false)
    .option('--ter-normalized', 'TER: part punctuation from words', false)
    .option('--ter-asian-support', 'TER: with --ter-normalized, every Chinese character is a word', false)
    .option('--ter-no-punct', 'TER: leave out punctuation', false)
    .option('--sentence', 'score every line by itself, with effective order', false)
    .option('--against <file>', 'a second system: paired tests of it against the baseline --hypotheses')
    .addOption(
      new Option('--samples <n>', 'resamples of the paired bootstrap')
        .argParser(integerIn(1, 1_000_000))
        .default(defaultResamples),
    )
    .addOption(
      new Option('--trials <n>', 'trials of the paired approximate randomization')
        .argParser(integerIn(1, 1_000_000))
        .default(defaultTrials),
    )
    .addOption(
      new Option('--seed <n>', 'of both paired tests')
        .argParser(integerIn(0, Number.MAX_SAFE_INTEGER))
        .default(defaultPairedSeed),
    )
    .addOption(json())
    .action((flags: ScoreFlags) => finish(score(flags)));
}

/** Names with commas between them; one that is named twice counts once. */
function metricList(text: string): ScoreMetric[] {
  const named = new Set<ScoreMetric>();
  for (const name of text.split(',')) {
    const metric = scoreMetrics.find((one) => one === name.trim().toLowerCase());
    if (metric === undefined) {
      throw new InvalidArgumentError(`${name} is none of ${scoreMetrics.join(', ')}.`);
    }
    named.add(metric);
  }
  return [...named];
}

function nonNegative(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new InvalidArgumentError('expected a number from 0.');
}
