import { HeldoutError } from '@/lib/domain/errors';
import { elementsOf } from './parameters';

/**
 * The safetensors format (https://github.com/huggingface/safetensors, "Format"): eight bytes with the header's length,
 * little-endian; the header, JSON padded with blanks; then the tensors' bytes, row by row, one after the other. Of its
 * types F32 alone is written and read here.
 */

export interface SafeTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface SafeTensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of their bytes. */
  readonly tensors: readonly SafeTensor[];
}

const lengthBytes = 8;
/** Tensors begin at a multiple of this, so that they can be read in place. */
const alignment = 8;
/** As the format's own reader; a longer header is most likely another kind of file. */
const maxHeaderBytes = 100_000_000;
const floatBytes = 4;

/** A file in parts, to be written one after the other: none of the tensors is copied. */
export function safeTensorsParts({ metadata, tensors }: SafeTensorsFile): Uint8Array[] {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    if (values.length !== elementsOf(shape)) {
      throw new RangeError(`tensor ${name} has ${values.length} values, its shape is [${shape}]`);
    }
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const padded = Math.ceil(text.length / alignment) * alignment;
  const start = Buffer.alloc(lengthBytes + padded, ' ');
  start.writeBigUInt64LE(BigInt(padded));
  text.copy(start, lengthBytes);
  return [
    start,
    ...tensors.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ];
}

/**
 * @param bytes a whole file
 * @param source what is read, for messages: its path
 * @returns tensors that share their memory with `bytes` where it allows
 * @throws HeldoutError invalid_input where it is no such file, is cut or has a tensor that is not F32
 */
export function readSafeTensors(bytes: Uint8Array, source: string): SafeTensorsFile {
  const invalid = (what: string) =>
    new HeldoutError(
      'invalid_input',
      `Reading the model ${source}: ${what}; it is no whole safetensors file, train its run again.`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < lengthBytes) throw invalid(`it has ${bytes.length} bytes`);
  const headerBytes = Number(view.getBigUint64(0, true));
  const start = lengthBytes + headerBytes;
  if (headerBytes > maxHeaderBytes || start > bytes.length) {
    throw invalid(`its header would have ${headerBytes} bytes of ${bytes.length}`);
  }
  const header = parseHeader(Buffer.from(bytes.subarray(lengthBytes, start)).toString('utf8'));
  if (!header) throw invalid('its header is not as the format says');
  const { metadata, entries } = header;
  let end = 0;
  const tensors = entries.map(({ name, shape, from, to }): SafeTensor => {
    if (from !== end || to - from !== floatBytes * elementsOf(shape) || start + to > bytes.length) {
      throw invalid(`the tensor ${name} [${shape}] is said to be at bytes ${from} to ${to}`);
    }
    end = to;
    return { name, shape, values: floatsAt(bytes, start + from, (to - from) / floatBytes) };
  });
  if (start + end !== bytes.length) throw invalid(`${bytes.length - start - end} bytes belong to no tensor`);
  return { metadata, tensors };
}

function floatsAt(bytes: Uint8Array, offset: number, count: number): Float32Array {
  const at = bytes.byteOffset + offset;
  if (at % floatBytes === 0) return new Float32Array(bytes.buffer, at, count);
  // A copy; a Buffer's own slice is none.
  return new Float32Array(Uint8Array.from(bytes.subarray(offset, offset + floatBytes * count)).buffer);
}

interface Entry {
  name: string;
  shape: number[];
  from: number;
  to: number;
}

/** @returns entries in the order of their bytes; undefined where anything is not as it should be */
function parseHeader(text: string): { metadata: Record<string, string>; entries: Entry[] } | undefined {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof header !== 'object' || header === null) return undefined;
  const metadata: Record<string, string> = {};
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      for (const [key, entry] of Object.entries(Object(value))) {
        if (typeof entry !== 'string') return undefined;
        metadata[key] = entry;
      }
      continue;
    }
    const entry = parseEntry(name, value);
    if (!entry) return undefined;
    entries.push(entry);
  }
  entries.sort((a, b) => a.from - b.from || a.to - b.to);
  return { metadata, entries };
}

function parseEntry(name: string, value: unknown): Entry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('dtype' in value && 'shape' in value && 'data_offsets' in value)) return undefined;
  const { dtype, shape, data_offsets: offsets } = value;
  if (dtype !== 'F32' || !isCounts(shape) || !isCounts(offsets)) return undefined;
  const [from, to, ...more] = offsets;
  return from === undefined || to === undefined || more.length > 0 ? undefined : { name, shape, from, to };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}
