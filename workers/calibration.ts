import { availableParallelism } from 'node:os';
import { type Calibration, calibrationSchema } from '@/lib/domain/estimate';
import type { EngineId } from '@/lib/engine/types';
import { runTask } from './childTask';
import { version } from './environment';
import { MeasurementCache } from './measurementCache';

/** A worker that has had no run for so long is likely to have none for the seconds that a calibration takes. */
const idleMs = 3000;
/** GPUs that are imitated on the processor take minutes: an estimate is not worth that. */
const limitMs = 60_000;

export interface CalibratorOptions {
  /** Data directory: what was measured is kept there, so that it is measured once. */
  home: string;
  engine: EngineId;
  device: string;
  /** known() has something new for the server. */
  onMeasured(): void;
  log(line: string): void;
  /** Default: all models, after three idle seconds. */
  settings: CalibrationSettings | undefined;
}

export interface CalibrationSettings {
  idleMs: number;
  /** How many of them, the smallest first. */
  models: number;
}

/**
 * Calibrates the worker's engine while the worker has nothing to do: a run that is leased meanwhile ends the
 * measurement, which begins again at the next idle time. What fails is told once and not tried again.
 */
export class Calibrator {
  readonly #options: CalibratorOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: AbortController | undefined;
  #known: Calibration | undefined;
  #hasFailed = false;

  constructor(options: CalibratorOptions) {
    this.#options = options;
  }

  /** What this machine's engine was measured to do, now or at an earlier start. */
  async known(): Promise<Calibration | undefined> {
    const { home, engine, device } = this.#options;
    this.#known ??= await cache.read(home, keyOf(engine, device));
    return this.#known;
  }

  /** The worker waits for a run. May be called again and again. */
  idle(): void {
    if (this.#known || this.#hasFailed || this.#timer || this.#running) return;
    const { settings } = this.#options;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#measure().catch((error: unknown) => this.#fail(String(error)));
    }, settings?.idleMs ?? idleMs);
    this.#timer.unref();
  }

  /** The worker has a run, or ends. */
  busy(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running?.abort();
  }

  async #measure(): Promise<void> {
    const { home, engine, device, onMeasured, log, settings } = this.#options;
    const running = new AbortController();
    this.#running = running;
    // Another worker of this machine may have measured it meanwhile.
    if (!(await this.known())) {
      const measured = await measureCalibration(engine, { signal: running.signal, models: settings?.models });
      if (measured.ok) {
        this.#known = measured.value;
        await cache
          .write(home, keyOf(engine, device), measured.value)
          .catch((error: unknown) =>
            log(`What training steps take could not be kept for the next start: ${String(error)}`),
          );
      } else if (!running.signal.aborted) {
        this.#fail(measured.reason);
      }
    }
    this.#running = undefined;
    if (this.#known) onMeasured();
  }

  #fail(reason: string): void {
    this.#hasFailed = true;
    this.#running = undefined;
    this.#options.log(`Training steps could not be timed, so there is no estimate of durations: ${reason}`);
  }
}

/** Times training steps and translations in a process of its own, some seconds long. */
export async function measureCalibration(
  engine: EngineId,
  options: { signal?: AbortSignal; models?: number | undefined } = {},
): Promise<{ ok: true; value: Calibration } | { ok: false; reason: string }> {
  const result = await runTask({
    script: new URL('./calibrationTask.ts', import.meta.url),
    args: [engine, ...(options.models === undefined ? [] : [String(options.models)])],
    schema: calibrationSchema.omit({ measuredAtMs: true }),
    limitMs,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return result.ok ? { ok: true, value: { ...result.value, measuredAtMs: Date.now() } } : result;
}

const cache = new MeasurementCache('calibration.json', calibrationSchema);

function keyOf(engine: EngineId, device: string): string {
  return `${engine} of heldout ${version} on ${device}, ${availableParallelism()} cores`;
}
