export const verdicts = {
  difference:
    '{factor}: {better} beats {worse} by {size} {metric} [{low}, {high}] on unseen sentences, in {count} of {pairs} matched pairs (Holm p {p}).',
  suggested:
    '{factor}: {better} is ahead of {worse} by {size} {metric} [{low}, {high}], in {count} of {pairs} matched pairs, but corrected for {family} tests it is not shown (Holm p {p}).',
  noDifference:
    '{factor}: no difference between {level} and {reference} is shown ({difference} {metric} [{low}, {high}], Holm p {p}).',
  cannotTell:
    '{factor}: {level} differs from {reference} by {difference} {metric} in a single matched pair; one pair cannot tell noise from effect.',
  oneSeed: 'One seed: that it is the luck of this seed is not ruled out.',
  fewerSeeds:
    'It rests on {seeds} of the sweep’s {of} seeds: the others lack runs at some of its combinations.',
  wholeSeeds: 'Seeds move all cells alike here, so only the {seeds} seeds count as observations.',
  unmatched:
    '{count, plural, one {One run has} other {# runs have}} no partner and {count, plural, one {is} other {are}} left out.',
  power: {
    now: 'The seeds there are would show {target} {metric} in four of five sweeps.',
    more: '{count, plural, one {# more seed} other {# more seeds}} a variant would show {target} {metric} in four of five sweeps.',
    unknown: 'How many seeds it takes cannot be said from one seed.',
    beyond: 'More than a thousand seeds would be needed to show {target} {metric}.',
  },
  interaction:
    '{second} depends on {first}: {level} instead of {reference} brings {size} {metric} [{low}, {high}] {more, select, true {more} other {less}} at {first} {row} than at {otherRow} (Holm p {p}).',
  interactionOfMany: '{first} and {second} depend on each other (Holm p {p}).',
  best: 'Chosen on {objective}: {variant}, with {metric} {value} [{low}, {high}] over {seeds, plural, one {# seed} other {# seeds}}.',
  bestOneSeed: 'Chosen on {objective}: {variant}, with {metric} {value}, of one seed.',
  lead: 'Its lead over the next, {variant}, is {size} {metric} [{low}, {high}].',
  leadNotShown: 'That it is better than the next, {variant}, is not shown ({size} {metric} [{low}, {high}]).',
  leadUnknown: 'How far it is from the next, {variant}, one pair cannot tell ({size} {metric}).',
  overfitting:
    '{part, select, all {{of, plural, one {The only variant overfits} other {All # variants overfit}}} other {{count} of {of} variants {count, plural, one {overfits} other {overfit}}}}: the gap between test and train loss goes on growing after the best step.',
  moreData:
    'More training pairs would help: about {size} for {gain} {metric} more ({low} to {high}), if the curve goes on as it does.',
  moreDataUnknown: {
    'two-sizes':
      'Whether more training pairs would help cannot be said from two sizes; a third one shows the bend.',
    'one-seed': 'How much more training pairs would help cannot be said from one seed a size.',
    'no-trend': 'More training pairs are not shown to help.',
    'beyond-reach':
      'The learning curve levels off before {gain} {metric} more: by this curve, more pairs alone do not bring it.',
    'interval-too-wide':
      'How many training pairs {gain} {metric} more would take cannot be said: the interval spans more than a factor of 30.',
  },
  nothingMeasured: 'No run has come to its end with a measured result yet.',
  refused: 'No answer: these runs must not be compared.',
  selection:
    'The step of each run and the best variant were chosen on {objective}; {report} is reported and chose nothing.',
  whole:
    'Scores are of the whole test split, {sentences, plural, one {# sentence} other {# sentences}} ({signature}).',
  sample: 'Scores are of the sample that is measured while training, not of the whole test split.',
  tried:
    '{variants, plural, one {# variant} other {# variants}} and {runs, plural, one {# run} other {# runs}} were tried; {used} take part; {seeds, plural, one {# seed} other {# seeds}}.',
  leftOut: 'Left out: {parts}.',
  left: {
    unfinished: '{count} not finished',
    failed: '{count} failed or cancelled',
    cutShort: '{count} cut short by early stopping',
    notFinite: '{count} without a finite value',
    unmeasured: '{count} without the reported score',
  },
};
