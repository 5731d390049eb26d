import type { Interaction, SweepAnswer } from '@/lib/domain/answer';
import type { Words } from '../i18n/words';
import { pValueText } from './pValueText';
import { interval, sentences, type VerdictSentence, type Writing } from './verdictSentence';

type InteractionWriting = Writing<Words<'verdicts'>>;

/** That one factor's effect depends on the other; nothing where the answer has no such interaction. */
export function interactionSentence(
  at: number,
  answer: SweepAnswer,
  writing: InteractionWriting,
): VerdictSentence[] {
  const { words, names, formats } = writing;
  const interaction = answer.interactions[at];
  if (!interaction) return [];
  const [first, second] = interaction.factors;
  const p = pValueText(interaction.holm, formats);
  const shared = { first: names.label(first), second: names.label(second), p };
  const one = { key: `interaction ${at}`, anchor: 'interactions', tone: 'shown' } as const;
  const told = (text: string) => withSeedCaveats(text, interaction, answer, writing);
  const { difference, rows, columns } = interaction;
  const [otherRow, row] = rows;
  const [reference, level] = columns;
  if (
    !difference ||
    row === undefined ||
    otherRow === undefined ||
    reference === undefined ||
    level === undefined
  ) {
    return [{ ...one, text: told(words('interactionOfMany', shared)) }];
  }
  const { report } = answer.metric;
  const values = {
    ...shared,
    ...interval(difference, difference.value < 0, (value) => formats.metric(report, value ?? undefined)),
    more: String(difference.value > 0),
    metric: names.quantity(report),
    row: names.level(first, row),
    otherRow: names.level(first, otherRow),
    level: names.level(second, level),
    reference: names.level(second, reference),
  };
  return [{ ...one, text: told(words('interaction', values)) }];
}

function withSeedCaveats(
  text: string,
  interaction: Interaction,
  answer: SweepAnswer,
  writing: InteractionWriting,
): string {
  const { words } = writing;
  const { seeds, of } = seedsOf(interaction, answer);
  return sentences(writing, [
    text,
    ...(seeds < of ? [words('fewerSeeds', { seeds, of })] : []),
    ...(seeds === 1 ? [words('oneSeed')] : []),
  ]);
}

/** Seeds that an interaction rests on, and those of the sweep. */
export function seedsOf({ seeds }: Interaction, answer: SweepAnswer): { seeds: number; of: number } {
  const of = answer.seeds.length;
  return { seeds: seeds ?? of, of };
}
