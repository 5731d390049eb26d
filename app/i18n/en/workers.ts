export const workers = {
  title: 'Workers',
  lead: 'Processes that train, on this machine or another: one run at a time each, or on a GPU several that step together.',
  old: 'This list may be old.',
  columns: {
    worker: 'Worker',
    state: 'State',
    run: 'What it trains',
    speed: 'Speed',
    speedUnit: 'target tokens/s',
    engine: 'Engine and device',
    lastSeen: 'Last seen',
    duty: 'Control',
  },
  states: {
    silent: {
      name: 'not seen lately',
      means:
        'It has not been heard of for longer than a lease lasts. What it trained, if anything, goes to others.',
    },
    training: { name: 'training', means: 'It trains, and then takes the next run.' },
    waiting: { name: 'waiting for a run', means: 'It is connected; the queue holds nothing for it.' },
    finishing: {
      name: 'finishing what it has',
      means: 'Paused: it trains what it has to the end and takes no other run.',
    },
    paused: { name: 'paused', means: 'It takes no run until it is resumed.' },
    handingBack: {
      name: 'handing back',
      means:
        'Drained: at the next checkpoint it hands back what it trains, for another worker to go on with.',
    },
    drained: {
      name: 'drained',
      means: 'It has handed back what it trained and takes no run until it is resumed.',
    },
  },
  threads: '{count, plural, one {# thread} other {# threads}} at most',
  sharedDevice:
    '{count, plural, one {# run shares} other {# runs share}} this device; their logs say why so many',
  nothing: 'nothing',
  seed: 'seed {seed}',
  progress: 'step {step} of {total}, epoch {epoch}',
  progressLabel: 'Progress of {run}, seed {seed}',
  together: '{count} runs that step together',
  runsOf: 'What {name} trains',
  more: 'and {count} more',
  moreRunsOf: 'What else {name} trains',
  dutyOf: 'What {name} does next',
  stop: 'Stop',
  pause: 'Pause after what it trains',
  drain: 'Drain: hand back what it trains',
  resume: 'Resume',
  done: {
    work: '{name} takes runs again.',
    pause: '{name} takes no more runs after what it has.',
    drain: '{name} hands back what it trains at the next checkpoint.',
  },
  empty: {
    title: 'No worker has registered',
    text: 'Queued runs wait until one does. <code>heldout start</code> brings its own; another one starts with:',
    elsewhere: 'From another machine, with a worker token made in Settings:',
  },
};
