export const states = {
  run: {
    queued: 'queued',
    running: 'running',
    finished: 'finished',
    stopped: 'stopped early',
    failed: 'failed',
    cancelled: 'cancelled',
  },
  connection: { connecting: 'connecting …', live: 'live', reconnecting: 'reconnecting …' },
  generated: {
    name: 'generated',
    means: 'These sentences were generated from a grammar, not collected from people.',
  },
  notice: { error: 'Error:', warning: 'Note:' },
  problem: {
    title: 'This page could not be shown',
    safe: 'What was measured is safe: it is in the database, not in this page.',
    digest: "The server's log has more under {digest}.",
    again: 'Try again',
    home: 'All sweeps',
  },
  notFound: {
    title: 'There is nothing at this address',
    lead: 'It may have been mistyped, or belong to another data directory.',
    home: 'All sweeps',
  },
  signedOut: {
    title: 'Signed out',
    lead: 'This browser has no session with this dashboard, or it has ended.',
    how: 'Open the address that the dashboard printed when it started. Each address works once; for a new one, run:',
    where:
      "Run it in the project's folder, on the machine that the dashboard runs on. It prints an address to open here.",
  },
};
