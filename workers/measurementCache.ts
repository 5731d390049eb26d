import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/**
 * What was measured of a machine, by key, in one file of the data directory's cache. Workers of one machine may write at
 * once: each file is whole, and a measurement that loses the race is made again.
 */
export class MeasurementCache<T> {
  readonly #schema: z.ZodType<Record<string, T>>;

  /** @param file such as calibration.json */
  constructor(
    readonly file: string,
    schema: z.ZodType<T>,
  ) {
    this.#schema = z.record(z.string(), schema);
  }

  /** @returns undefined where nothing was measured under this key */
  async read(home: string, key: string): Promise<T | undefined> {
    return (await this.#all(home))[key];
  }

  async write(home: string, key: string, measured: T): Promise<void> {
    const path = this.#path(home);
    const entries = { ...(await this.#all(home)), [key]: measured };
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.part`;
    await writeFile(temporary, JSON.stringify(entries, null, 2));
    await rename(temporary, path);
  }

  /** A file that is missing, damaged or of another version holds nothing. */
  async #all(home: string): Promise<Record<string, T>> {
    try {
      return this.#schema.parse(JSON.parse(await readFile(this.#path(home), 'utf8')));
    } catch {
      return {};
    }
  }

  #path(home: string): string {
    return join(home, 'cache', this.file);
  }
}
