import { InvalidArgumentError, Option } from 'commander';

export function integerIn(minimum: number, maximum: number) {
  return (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`expected a whole number from ${minimum} to ${maximum}.`);
  };
}

/** Whole numbers with commas between them. */
export function integersIn(minimum: number, maximum: number) {
  const parse = integerIn(minimum, maximum);
  return (text: string): number[] => text.split(',').map(parse);
}

/** More than 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('expected a number above 0.');
}

/** More than 0, at most 1. */
export function shareOf(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError('expected a number above 0, at most 1.');
}

export const json = () => new Option('--json', 'print data as JSON').default(false);

/** Shapes of models as WIDTHxLAYERS with commas between them: 512x1,1024x6. */
export function shapesIn(text: string): { dModel: number; layers: number }[] {
  return text.split(',').map((shape) => {
    const [, width, layers, ...rest] = /^(\d+)x(\d+)$/.exec(shape.trim()) ?? [];
    if (width === undefined || layers === undefined || rest.length > 0 || Number(width) % 8 !== 0) {
      throw new InvalidArgumentError(
        `expected WIDTHxLAYERS with a width that 8 heads divide, as in 512x1, and not ${JSON.stringify(shape)}.`,
      );
    }
    return { dModel: integerIn(8, 4096)(width), layers: integerIn(1, 24)(layers) };
  });
}

/** Runs that one trainer may step together. */
export const mostReplicas = 64;

/** For whatever starts workers. */
export const deviceMemory = () =>
  new Option(
    '--device-memory <GiB>',
    'of the GPU, where its driver does not say it, or the runs together shall have less',
  ).argParser(positive);

/** @returns null where none are given */
export function bytesOfGibibytes(gibibytes: number | undefined): number | null {
  return gibibytes === undefined ? null : Math.round(gibibytes * 2 ** 30);
}
