import { setTimeout as delay } from 'node:timers/promises';
import { HeldoutError } from '@/lib/domain/errors';
import type {
  Artifact,
  FinishRequest,
  KeptModel,
  LogLine,
  PointColumns,
  ReportResponse,
  RunFacts,
  Sample,
} from '@/lib/domain/protocol';
import type { Progress } from '@/lib/domain/run';
import type { FinalScores, HypothesesPart, TestSetPart } from '@/lib/domain/score';
import { ModelDelivery } from './modelDelivery';
import { isTransient, type ProtocolClient } from './protocolClient';
import { firstPauseMs, nextPauseMs } from './retry';
import type { Spool, SpoolEntry } from './spool';

/** News wait at most this long for company in a report. */
export const reportEveryMs = 1000;
/** Without news a report is sent all the same, to keep the lease. */
const heartbeatEveryMs = 5000;
/** A report that has this much in it does not wait: below the bounds of reportSchema. */
const fullAt = { samples: 20, logs: 500, steps: 10_000, sentences: 2000 };

export interface DeliveryEvents {
  /** The server's answer to a report, where it is not 'continue'. */
  command(command: Exclude<ReportResponse['command'], 'continue'>): void;
  /** The server knows everything up to a checkpoint of this step. */
  checkpointKnown?(step: number): void;
  /** The server will take nothing more about this attempt: it is another worker's, or it refused a report. */
  fenced(error: HeldoutError): void;
  log(line: string): void;
}

type DeliveryClient = Pick<ProtocolClient, 'report' | 'finish' | 'uploadModel' | 'isThere'>;

export interface DeliveryOptions {
  client: DeliveryClient;
  spool: Spool;
  events: DeliveryEvents;
  /** Milliseconds; only differences are used. */
  now: () => number;
  /** As the server gave it with the lease. */
  leaseTtlMs: number;
  /** Step of the checkpoint that the attempt goes on from, for its first report; 0: from the beginning. */
  resumedFromStep?: number;
  /** Aborted when the worker cannot wait any longer for a server that is away; the spool is left to the next worker. */
  abandon: AbortSignal;
}

/**
 * Brings what one attempt has to tell to the server: gathers it into reports, writes them to the spool, sends them in
 * order and repeats them until they are acknowledged.
 */
export class Delivery {
  readonly #client: DeliveryClient;
  readonly #models: ModelDelivery;
  readonly #spool: Spool;
  readonly #events: DeliveryEvents;
  readonly #now: () => number;
  readonly #heartbeatMs: number;
  #columns = new Map<string, PointColumns>();
  #samples: Sample[] = [];
  #logs: LogLine[] = [];
  #progress: Progress | undefined;
  #facts: RunFacts | undefined;
  #checkpointStep: number | undefined;
  readonly #resumedFromStep: number | undefined;
  #testSets: TestSetPart[] = [];
  #hypotheses: HypothesesPart[] = [];
  #finalScores: FinalScores[] = [];
  #artifacts: Artifact[] = [];
  #sequence = 0;
  #spooledAtMs: number;
  #draining: Promise<void> | undefined;
  readonly #abandon: AbortSignal;
  #fenced = false;
  #diskFailed = false;

  constructor(options: DeliveryOptions) {
    this.#client = options.client;
    this.#spool = options.spool;
    this.#events = options.events;
    this.#now = options.now;
    this.#heartbeatMs = Math.min(heartbeatEveryMs, options.leaseTtlMs / 3);
    this.#abandon = options.abandon;
    this.#resumedFromStep = options.resumedFromStep;
    this.#models = new ModelDelivery(options.client, options.spool.owner, options.abandon);
    this.#spooledAtMs = options.now();
  }

  addPoints(step: number, timeMs: number, values: Readonly<Record<string, number>>): void {
    for (const [metric, value] of Object.entries(values)) {
      const column = this.#columns.get(metric) ?? { metric, steps: [], values: [], timesMs: [] };
      this.#columns.set(metric, column);
      column.steps.push(step);
      column.values.push(value);
      column.timesMs.push(timeMs);
      if (column.steps.length >= fullAt.steps) this.#spoolNews();
    }
  }

  addSample(sample: Sample): void {
    this.#samples.push(sample);
    if (this.#samples.length >= fullAt.samples) this.#spoolNews();
  }

  addLog(line: LogLine): void {
    this.#logs.push(line);
    if (this.#logs.length >= fullAt.logs) this.#spoolNews();
  }

  addTestSet(part: TestSetPart): void {
    this.#testSets.push(part);
    this.#spoolSentences();
  }

  addHypotheses(part: HypothesesPart): void {
    this.#hypotheses.push(part);
    this.#spoolSentences();
  }

  #spoolSentences(): void {
    const sentences = [
      ...this.#testSets.map(({ items }) => items.length),
      ...this.#hypotheses.map(({ hypotheses }) => hypotheses.length),
    ];
    if (sentences.reduce((sum, count) => sum + count, 0) >= fullAt.sentences) this.#spoolNews();
  }

  addFinalScores(scores: FinalScores): void {
    this.#finalScores.push(scores);
  }

  /** In a report of its own: it may be large. */
  addArtifact(artifact: Artifact): void {
    this.#artifacts.push(artifact);
    this.#spoolNews();
  }

  /** After everything else and before finish. */
  addModel(model: KeptModel): void {
    this.#spoolNews();
    this.#sequence++;
    this.#append({ kind: 'model', body: { ...model, sequence: this.#sequence } });
  }

  setProgress(progress: Progress): void {
    this.#progress = progress;
  }

  setFacts(facts: RunFacts): void {
    this.#facts = facts;
  }

  /** After everything of steps up to this one: the server goes by it when the run is leased again. */
  setCheckpoint(step: number): void {
    this.#checkpointStep = step;
  }

  /** To be called about every reportEveryMs: sends news, or a sign of life where there are none. */
  tick(): void {
    const hasNews =
      this.#columns.size > 0 ||
      this.#samples.length > 0 ||
      this.#logs.length > 0 ||
      this.#testSets.length > 0 ||
      this.#hypotheses.length > 0 ||
      this.#finalScores.length > 0 ||
      this.#artifacts.length > 0 ||
      this.#progress !== undefined ||
      this.#checkpointStep !== undefined ||
      this.#facts !== undefined;
    const isDue = this.#now() - this.#spooledAtMs >= this.#heartbeatMs && this.#spool.pending.length === 0;
    if (hasNews || isDue) this.#spoolNews();
    void this.#drain();
  }

  /**
   * Tells all that is left and how the attempt ended.
   *
   * @returns whether the server has taken it all
   */
  async finish(ending: Pick<FinishRequest, 'outcome' | 'error' | 'decision'>): Promise<boolean> {
    this.tick();
    const { attempt, leaseToken } = this.#spool.owner;
    this.#append({ kind: 'finish', body: { attempt, leaseToken, ...ending } });
    return this.#deliverAll();
  }

  /**
   * Sends what an earlier worker left; hands the run back where it had not come to its end.
   *
   * @returns how the attempt ended, once the server knows
   */
  async resume(): Promise<FinishRequest['outcome'] | undefined> {
    const last = this.#spool.pending.at(-1);
    const outcome = last?.kind === 'finish' ? last.body.outcome : 'released';
    const isTaken = last?.kind === 'finish' ? this.#deliverAll() : this.finish({ outcome });
    return (await isTaken) ? outcome : undefined;
  }

  async #deliverAll(): Promise<boolean> {
    const isLeft = () => this.#spool.pending.length > 0 && !this.#fenced;
    // Once at least: a server that is there takes it at once. A drain that is just ending may have missed the last entry.
    do await this.#drain();
    while (isLeft() && !this.#abandon.aborted);
    if (isLeft()) this.#spool.close();
    else await this.#spool.remove();
    return this.#spool.pending.length === 0 && !this.#fenced;
  }

  #spoolNews(): void {
    if (this.#fenced) return;
    const { attempt, leaseToken } = this.#spool.owner;
    this.#sequence++;
    this.#append({
      kind: 'report',
      body: {
        attempt,
        leaseToken,
        sequence: this.#sequence,
        points: [...this.#columns.values()],
        samples: this.#samples,
        logs: this.#logs,
        testSets: this.#testSets,
        hypotheses: this.#hypotheses,
        finalScores: this.#finalScores,
        artifacts: this.#artifacts,
        ...(this.#sequence === 1 && this.#resumedFromStep !== undefined
          ? { resumedFromStep: this.#resumedFromStep }
          : {}),
        ...(this.#checkpointStep === undefined ? {} : { checkpointStep: this.#checkpointStep }),
        ...(this.#progress ? { progress: this.#progress } : {}),
        ...(this.#facts ? { facts: this.#facts } : {}),
      },
    });
    this.#columns = new Map();
    this.#samples = [];
    this.#logs = [];
    this.#testSets = [];
    this.#hypotheses = [];
    this.#finalScores = [];
    this.#artifacts = [];
    this.#progress = undefined;
    this.#facts = undefined;
    this.#checkpointStep = undefined;
    this.#spooledAtMs = this.#now();
  }

  #append(entry: SpoolEntry): void {
    try {
      this.#spool.append(entry);
      if (this.#diskFailed) this.#events.log('The spool is written again.');
      this.#diskFailed = false;
    } catch (error) {
      // A full disk costs the safety of what is not yet sent, not the run.
      if (!this.#diskFailed && error instanceof Error) {
        this.#events.log(`Writing the spool failed (${error.message}): reports are kept in memory alone.`);
      }
      this.#diskFailed = true;
    }
  }

  /** One at a time: reports arrive in the order of their sequence. */
  #drain(): Promise<void> {
    this.#draining ??= this.#sendPending().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  async #sendPending(): Promise<void> {
    let pauseMs = firstPauseMs;
    for (;;) {
      const [entry] = this.#spool.pending;
      if (!entry || this.#fenced) return;
      try {
        await this.#send(entry);
        if (pauseMs > firstPauseMs) this.#events.log('The server answers again; sending what was kept.');
        pauseMs = firstPauseMs;
        this.#spool.acknowledge();
      } catch (error) {
        if (!isTransient(error)) {
          this.#fence(error);
          return;
        }
        if (this.#abandon.aborted) return;
        if (pauseMs === firstPauseMs && error instanceof Error) {
          this.#events.log(`${error.message} Reports are kept and sent when it does.`);
        }
        await delay(pauseMs, undefined, { signal: this.#abandon }).catch(() => undefined);
        pauseMs = nextPauseMs(pauseMs);
      }
    }
  }

  async #send(entry: SpoolEntry): Promise<void> {
    const { runId } = this.#spool.owner;
    if (entry.kind === 'finish') {
      await this.#client.finish(runId, entry.body);
      return;
    }
    const report = entry.kind === 'model' ? await this.#models.send(entry.body) : entry.body;
    const { command } = await this.#client.report(runId, report);
    const { checkpointStep } = report;
    if (checkpointStep !== undefined) this.#events.checkpointKnown?.(checkpointStep);
    if (command !== 'continue') this.#events.command(command);
  }

  #fence(error: unknown): void {
    this.#fenced = true;
    this.#events.fenced(
      error instanceof HeldoutError
        ? error
        : new HeldoutError('internal', `Reporting to the server failed: ${error}`, { cause: error }),
    );
  }
}
