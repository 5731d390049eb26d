export const report = {
  title: 'Report: {name}',
  question: 'Question',
  sentences: 'Best and baseline on the same sentences',
  sentencesLine:
    '{variant} against {baseline}, {metric}: {value} [{low}, {high}] over seeds and sentences; with these seeds alone redrawn sentences give [{sentencesLow}, {sentencesHigh}].',
  sentencesPicked:
    'This pair was picked by its scores, and its intervals are corrected neither for that nor for the number of variants.',
  sentencesNone: 'The two could not be compared sentence by sentence: {reason}',
  appendix: 'Reproducibility',
  corpus: 'Corpus',
  corpusLine: '{name}: {pairs, plural, one {# pair} other {# pairs}}, {licence}, fingerprint {fingerprint}',
  splits: 'Splits',
  splitsLine:
    '{train} training, {validation} validation and {test} test pairs; split {split}, test set {testSet}',
  seeds: 'Seeds',
  selection: 'Selection',
  selectionLine:
    'The step with the {goal, select, maximize {greatest} other {least}} {metric}; reported is {report}.',
  compute: 'Compute',
  computeLine:
    '{runs, plural, one {# run} other {# runs}}, {attempts, plural, one {# attempt} other {# attempts}}, {time} trained in all',
  environment: 'Environment',
  versions: 'Versions',
  scores: 'Score signatures',
  spec: 'The sweep file',
  lastRun: 'The last run ended {time} (UTC).',
};
