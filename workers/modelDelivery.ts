import { stat } from 'node:fs/promises';
import { type ErrorCode, HeldoutError } from '@/lib/domain/errors';
import { type KeptModel, type LogLine, type Report, reportSchema } from '@/lib/domain/protocol';
import type { ProtocolClient, RunOwner } from './protocolClient';

/** A server that is there and has failed to take a file so often will not take it. */
const maxTries = 3;

/** What trying again may mend; a full disk is not waited for, since the run would not be finished meanwhile. */
const mendable: readonly ErrorCode[] = ['server_unreachable', 'internal', 'checksum_mismatch'];

/**
 * Sends the models of one attempt. A server that is away is waited for, as reports wait; one that refuses a model costs
 * the model, not the run.
 */
export class ModelDelivery {
  readonly #client: Pick<ProtocolClient, 'uploadModel' | 'isThere'>;
  readonly #owner: RunOwner;
  readonly #abandon: AbortSignal;
  #tries = 0;
  /** What became of the file, until the report of it is taken. */
  #outcome: { sequence: number; line: Omit<LogLine, 'timeMs'> } | undefined;

  constructor(
    client: Pick<ProtocolClient, 'uploadModel' | 'isThere'>,
    owner: RunOwner,
    abandon: AbortSignal,
  ) {
    this.#client = client;
    this.#owner = owner;
    this.#abandon = abandon;
  }

  /**
   * @returns the report that tells what became of the file
   * @throws HeldoutError stale_attempt; and what the client throws where the file is to be sent again later
   */
  async send({ sequence, ...model }: KeptModel & { sequence: number }): Promise<Report> {
    if (this.#outcome?.sequence !== sequence) this.#outcome = { sequence, line: await this.#deliver(model) };
    const { attempt, leaseToken } = this.#owner;
    const logs = [{ timeMs: Date.now(), ...this.#outcome.line }];
    return reportSchema.parse({ attempt, leaseToken, sequence, logs });
  }

  async #deliver(model: KeptModel): Promise<Omit<LogLine, 'timeMs'>> {
    const kept = `The parameters of step ${model.step}, the best`;
    const size = await stat(model.path).then(
      ({ size }) => size,
      () => undefined,
    );
    if (size !== model.bytes) {
      return { level: 'warn', text: `${kept}, are not kept: their file ${model.path} is gone or damaged.` };
    }
    try {
      await this.#client.uploadModel(this.#owner, model, this.#abandon);
      return { level: 'info', text: `${kept}, are kept: ${(model.bytes / 1e6).toFixed(1)} MB.` };
    } catch (error) {
      if (!(error instanceof HeldoutError)) return { level: 'warn', text: `${kept}, are not kept. ${error}` };
      if (error.code === 'stale_attempt') throw error;
      if (mendable.includes(error.code)) {
        const isAway = error.code === 'server_unreachable' && !(await this.#client.isThere(this.#abandon));
        if (!isAway) this.#tries++;
        if (this.#tries < maxTries) throw transient(error);
      }
      const reason =
        error.code === 'not_found' ? `${error.message} (an older one keeps no models)` : error.message;
      return { level: 'warn', text: `${kept}, are not kept. ${reason}` };
    }
  }
}

/** An error upon which delivery tries again. */
function transient(error: HeldoutError): HeldoutError {
  if (error.code !== 'checksum_mismatch') return error;
  return new HeldoutError('server_unreachable', error.message, { cause: error });
}
