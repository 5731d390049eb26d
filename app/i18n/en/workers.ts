export const workers = {
  title: 'Workers',
  lead: 'Processes that train, one run at a time each, on this machine or another.',
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
        'It has not been heard of for longer than a lease lasts. Its run, if it had one, goes to another.',
    },
    training: { name: 'training', means: 'It trains a run and takes the next one after it.' },
    waiting: { name: 'waiting for a run', means: 'It is connected; the queue holds nothing for it.' },
    finishing: {
      name: 'finishing its run',
      means: 'Paused: it trains its run to the end and takes no other.',
    },
    paused: { name: 'paused', means: 'It takes no run until it is resumed.' },
    handingBack: {
      name: 'handing back',
      means: 'Drained: at its next checkpoint it hands its run back for another worker to go on with.',
    },
    drained: { name: 'drained', means: 'It has handed its run back and takes none until it is resumed.' },
  },
  threads: '{count, plural, one {# thread} other {# threads}} at most',
  sharedDevice:
    '{count, plural, one {# run shares} other {# runs share}} this device; their logs say why so many',
  nothing: 'nothing',
  seed: 'seed {seed}',
  progress: 'step {step} of {total}, epoch {epoch}',
  progressLabel: 'Progress of {run}',
  dutyOf: 'What {name} does next',
  stop: 'Stop',
  pause: 'Pause after its run',
  drain: 'Drain: hand its run back',
  resume: 'Resume',
  done: {
    work: '{name} takes runs again.',
    pause: '{name} takes no more runs after the one it has.',
    drain: '{name} hands its run back at the next checkpoint.',
  },
  empty: {
    title: 'No worker has registered',
    text: 'Queued runs wait until one does. <code>heldout start</code> brings its own; another one starts with:',
    elsewhere: 'From another machine, with a worker token made in Settings:',
  },
};
