import { join, resolve } from 'node:path';
import { storageFailure } from '@/db/failures';
import { openStore } from '@/db/store';
import { type CompilerMessages, compilerMessages } from '@/lib/data/compilerMessages';
import { generatePhrasebook } from '@/lib/data/phrasebook/generate';
import { type Pair, slugOf } from '@/lib/domain/corpus';
import { defaultFirstBackOffMs } from '@/lib/domain/retry';
import { removeUnfinished } from './canonicalWriter';
import { steadyNow } from './clock';
import { createEvents, type ServerContext } from './context';
import { corporaFolder, storeCorpus } from './corpusFiles';
import { expireLeases } from './expiry';
import { removeUnfinishedModels } from './modelFiles';
import { loadTokens } from './secrets';
import { removeStagedUploads } from './uploads';

const phrasebookSlug = 'phrasebook';
const compilerMessagesName = 'Compiler messages';

export interface ServerOptions {
  home?: string;
  now?: () => number;
  /** The clock that is never set; where only `now` is given, that one. */
  steadyNow?: () => number;
  leaseTtlMs?: number;
  /** Of a run that failed; default 10 s. */
  firstBackOffMs?: number;
  /** The sentences of the embedded corpus. */
  phrasebook?: () => { pairs: Pair[] };
  /** Those of the other embedded corpus, or why this installation has none. */
  compilerMessages?: () => CompilerMessages | { unavailable: string };
  /** Pages above which the database reports that the disk is full. */
  maxPages?: number;
}

interface OpenServer {
  context: ServerContext;
  timer: NodeJS.Timeout;
}

declare global {
  // Next bundles pages and route handlers apart, so a module's own variable would be one a bundle.
  var heldoutServer: OpenServer | undefined;
}

/** The process's server, opened at first use in the data directory HELDOUT_HOME. */
export function server(): ServerContext {
  return globalThis.heldoutServer?.context ?? openServer();
}

/**
 * Opens a data directory: creates what is missing in it, imports the embedded corpus, and takes up the runs that were
 * leased when the last server ended. Replaces the process's server, which must be closed before.
 *
 * @throws HeldoutError storage_unavailable, storage_full; nothing stays open then, and the next use tries again
 */
export function openServer(options: ServerOptions = {}): ServerContext {
  // The bundler must not take the data directory for a part of the program.
  const home = resolve(
    /* turbopackIgnore: true */ options.home ?? (process.env['HELDOUT_HOME'] || '.heldout'),
  );
  const now = options.now ?? Date.now;
  const steady = options.steadyNow ?? options.now ?? steadyNow;
  const store = openStore(home, {
    now,
    migrationsDirectory: join(/* turbopackIgnore: true */ process.cwd(), 'db', 'migrations'),
    ...(options.maxPages === undefined ? {} : { maxPages: options.maxPages }),
  });
  try {
    const context: ServerContext = {
      home,
      store,
      events: createEvents(),
      tokens: loadTokens(home),
      now,
      steadyNow: steady,
      clocks: { wallMs: now(), steadyMs: steady() },
      leaseTtlMs: options.leaseTtlMs ?? 30_000,
      firstBackOffMs: options.firstBackOffMs ?? defaultFirstBackOffMs,
      isDeaf: false,
      knownRefusals: 0,
      absentCorpora: [],
      downloads: new Map(),
    };
    removeUnfinished(corporaFolder(context));
    removeStagedUploads(context);
    removeUnfinishedModels(context);
    if (!store.corpora.hasSlug(phrasebookSlug)) {
      importPhrasebook(context, (options.phrasebook ?? generatePhrasebook)().pairs);
    }
    if (!store.corpora.hasSlug(slugOf(compilerMessagesName))) {
      importCompilerMessages(context, (options.compilerMessages ?? installedCompilerMessages)());
    }
    store.write('Taking up leased runs', () => store.runs.extendLeases(context.now() + context.leaseTtlMs));
    const timer = setInterval(() => expireInBackground(context), Math.max(100, context.leaseTtlMs / 6));
    timer.unref();
    globalThis.heldoutServer = { context, timer };
    return context;
  } catch (error) {
    store.close();
    throw storageFailure(error, home, 'Opening the data directory');
  }
}

/** Closes the process's server, if it is open. */
export function closeServer(): void {
  const open = globalThis.heldoutServer;
  if (!open) return;
  clearInterval(open.timer);
  for (const { controller } of open.context.downloads.values()) controller.abort();
  open.context.store.close();
  globalThis.heldoutServer = undefined;
}

function importPhrasebook(context: ServerContext, pairs: readonly Pair[]): void {
  storeCorpus(context, pairs, {
    name: 'Phrasebook',
    sourceLanguage: 'en',
    targetLanguage: 'zh',
    licence: 'CC0-1.0 (generated with the project)',
    origin: 'Generated from a bilingual grammar that ships with Heldout; not human text.',
    generated: true,
    removed: {},
  });
}

function installedCompilerMessages(): CompilerMessages | { unavailable: string } {
  return compilerMessages(join(/* turbopackIgnore: true */ process.cwd(), 'node_modules', 'typescript'));
}

function importCompilerMessages(
  context: ServerContext,
  messages: CompilerMessages | { unavailable: string },
): void {
  if ('unavailable' in messages) {
    context.absentCorpora.push({ name: compilerMessagesName, reason: messages.unavailable });
    console.error(`The corpus of compiler messages is left out: ${messages.unavailable}.`);
    return;
  }
  storeCorpus(context, messages.pairs, {
    name: compilerMessagesName,
    sourceLanguage: 'en',
    targetLanguage: 'zh',
    licence: 'Apache-2.0',
    origin: `Messages of the TypeScript ${messages.version} compiler in English and, translated by people at its publisher, in Chinese: real sentences, all in the register of software.`,
    generated: false,
    removed: messages.removed,
  });
}

/** Nobody waits for the timer's work: a disk that is full now is reported by the next request, and may be free then. */
function expireInBackground(context: ServerContext): void {
  try {
    expireLeases(context);
  } catch (error) {
    console.error('Taking back expired leases failed:', error);
  }
}
