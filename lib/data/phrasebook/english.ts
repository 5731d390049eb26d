/** English morphology for the phrasebook: small closed rules plus the irregular forms its lexicon needs. */

/** Past and participle of the irregular verbs that the lexicon uses. */
const irregularVerbs: Readonly<Record<string, readonly [past: string, participle: string]>> = {
  be: ['was', 'been'],
  become: ['became', 'become'],
  borrow: ['borrowed', 'borrowed'],
  break: ['broke', 'broken'],
  bring: ['brought', 'brought'],
  buy: ['bought', 'bought'],
  come: ['came', 'come'],
  do: ['did', 'done'],
  draw: ['drew', 'drawn'],
  drink: ['drank', 'drunk'],
  drive: ['drove', 'driven'],
  eat: ['ate', 'eaten'],
  feed: ['fed', 'fed'],
  find: ['found', 'found'],
  forget: ['forgot', 'forgotten'],
  get: ['got', 'got'],
  give: ['gave', 'given'],
  go: ['went', 'gone'],
  have: ['had', 'had'],
  lend: ['lent', 'lent'],
  lose: ['lost', 'lost'],
  make: ['made', 'made'],
  meet: ['met', 'met'],
  put: ['put', 'put'],
  read: ['read', 'read'],
  ride: ['rode', 'ridden'],
  run: ['ran', 'run'],
  see: ['saw', 'seen'],
  sell: ['sold', 'sold'],
  send: ['sent', 'sent'],
  sing: ['sang', 'sung'],
  sleep: ['slept', 'slept'],
  speak: ['spoke', 'spoken'],
  swim: ['swam', 'swum'],
  take: ['took', 'taken'],
  wear: ['wore', 'worn'],
  write: ['wrote', 'written'],
};

/** Verbs of the lexicon whose last consonant doubles before -ed and -ing. */
const doublingVerbs = new Set(['chat', 'get', 'put', 'run', 'shop', 'swim', 'forget', 'jog']);

const irregularPlurals: Readonly<Record<string, string>> = {
  child: 'children',
  fish: 'fish',
  knife: 'knives',
  man: 'men',
  mouse: 'mice',
  scarf: 'scarves',
  sheep: 'sheep',
  woman: 'women',
};

/** Short adjectives whose last consonant doubles before -er. */
const doublingAdjectives = new Set(['big', 'fat', 'hot', 'sad', 'thin']);

const numberWords = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
] as const;

const endsWithConsonantY = (word: string): boolean => /[^aeiou]y$/.test(word);

function sibilantS(word: string): string {
  if (/(s|x|z|ch|sh|o)$/.test(word)) return `${word}es`;
  return endsWithConsonantY(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

function doubled(word: string): string {
  return doublingVerbs.has(word) ? word + word.slice(-1) : word;
}

/** Inflects the first word of a verb phrase and leaves its complement alone. */
function inflectHead(phrase: string, inflect: (verb: string) => string): string {
  const space = phrase.indexOf(' ');
  if (space < 0) return inflect(phrase);
  return inflect(phrase.slice(0, space)) + phrase.slice(space);
}

function regularPast(verb: string): string {
  if (verb.endsWith('e')) return `${verb}d`;
  if (endsWithConsonantY(verb)) return `${verb.slice(0, -1)}ied`;
  return `${doubled(verb)}ed`;
}

/** "play chess" → "plays chess". */
export function thirdPerson(phrase: string): string {
  return inflectHead(phrase, (verb) => (verb === 'have' ? 'has' : sibilantS(verb)));
}

/** "play chess" → "played chess". */
export function pastTense(phrase: string): string {
  return inflectHead(phrase, (verb) => irregularVerbs[verb]?.[0] ?? regularPast(verb));
}

/** "write letters" → "written letters". */
export function pastParticiple(phrase: string): string {
  return inflectHead(phrase, (verb) => irregularVerbs[verb]?.[1] ?? regularPast(verb));
}

/** "make cakes" → "making cakes". */
export function gerund(phrase: string): string {
  return inflectHead(phrase, (verb) => {
    if (/[^eoy]e$/.test(verb)) return `${verb.slice(0, -1)}ing`;
    return `${doubled(verb)}ing`;
  });
}

/** Plural of a noun phrase whose last word is the head: "police officer" → "police officers". */
export function plural(noun: string): string {
  const space = noun.lastIndexOf(' ') + 1;
  const head = noun.slice(space);
  const irregular = irregularPlurals[head];
  if (irregular !== undefined) return noun.slice(0, space) + irregular;
  // the lexicon's loans from Italian and Greek, take a bare -s
  if (['photo', 'piano', 'radio'].includes(head)) return `${noun}s`;
  return sibilantS(noun);
}

/** "apple" → "an apple". The lexicon has no silent h and no "you"-sounding u but in "uniform" and "useful". */
export function indefinite(nounPhrase: string): string {
  const vowel = /^[aeiou]/i.test(nounPhrase) && !/^(use|uni)/.test(nounPhrase);
  return `${vowel ? 'an' : 'a'} ${nounPhrase}`;
}

/** "big" → "bigger"; `long` adjectives take "more". */
export function comparative(adjective: string, long: boolean): string {
  if (long) return `more ${adjective}`;
  if (adjective === 'good') return 'better';
  if (adjective === 'far') return 'farther';
  return `${shortAdjectiveStem(adjective)}er`;
}

/** "big" → "biggest"; `long` adjectives take "most". */
export function superlative(adjective: string, long: boolean): string {
  if (long) return `most ${adjective}`;
  if (adjective === 'good') return 'best';
  if (adjective === 'far') return 'farthest';
  return `${shortAdjectiveStem(adjective)}est`;
}

function shortAdjectiveStem(adjective: string): string {
  if (doublingAdjectives.has(adjective)) return adjective + adjective.slice(-1);
  if (endsWithConsonantY(adjective)) return `${adjective.slice(0, -1)}i`;
  return adjective.endsWith('e') ? adjective.slice(0, -1) : adjective;
}

/** English word of 0 to 12. */
export function numberWord(value: number): string {
  return numberWords[value] ?? String(value);
}

export function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
