export const attention = {
  title: 'Translate a sentence and look into it',
  form: {
    sentence: 'Sentence',
    choose: 'From the sample',
    own: 'typed',
    decoding: 'Decoding',
    greedy: 'greedy',
    beam: 'beam of {width}',
    translate: 'Translate',
    translating: 'Translating …',
  },
  noModel: 'No model to translate with',
  noModelEnded:
    'No parameters were kept of this run: it is older than keeping them, or its sweep says that they are not kept. Train it again from the menu above to have them.',
  noModelYet:
    'The parameters of the best step are kept when the run ends. Until then there are the translations of the sample.',
  busy: 'Still at work: the model is being loaded, or other sentences come first.',
  failed: 'This sentence was not translated.',
  again: 'Try again',
  result: {
    title: 'Translation',
    candidates: 'Candidates',
    candidate: 'Candidate',
    text: 'Translation',
    logProbability: 'log p',
    logProbabilityHelp: 'Sum of the natural logarithms of the tokens’ probabilities',
    score: 'Score',
    scoreHelp: 'What beams are ordered by: log p over the length penalty',
    tokens: 'Tokens',
    unfinished: 'cut at the longest length',
    empty: '(empty)',
    unknown: 'Not in the vocabulary, read as unknown: <symbols></symbols>',
    cut: '{count, plural, one {The last token was} other {The last # tokens were}} beyond the model’s longest sentence and not seen by it.',
    facts: 'Parameters of step {step}, epoch {epoch} · took {time}',
    reads: 'The model reads',
  },
  heat: {
    title: 'Attention',
    kind: 'Attention of',
    kinds: {
      cross: 'output over source',
      encoderSelf: 'source over source',
      decoderSelf: 'output over output',
    },
    note: {
      cross:
        'Cross-attention: while a token of the output is chosen (rows), how much the decoder looks at each token of the source (columns).',
      encoderSelf:
        'Encoder self-attention: how much each token of the source (rows) takes from the others (columns).',
      decoderSelf:
        'Decoder self-attention: how much each position of the output (rows) takes from those before it (columns).',
    },
    source: 'source',
    output: 'output',
    reading:
      'Rows sum to 1. Rows of the output are the tokens read, START first: the row of a token is what happens while the next one is chosen.',
    layer: 'Layer {layer}',
    head: 'head {head}',
    mean: 'mean over heads',
    panel: 'Layer {layer}, {head}',
    enlarge: 'Enlarge layer {layer}, {head}',
    overview: 'All layers and heads',
    none: 'The server answered without attention weights.',
    oneHead: 'This model has one layer and one head.',
  },
  start:
    'Type a sentence or choose one, and see what the model makes of it: its translation, what else it thought of, and where each head looks.',
};
