import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/**
 * What the system's loader, ONNX Runtime and TensorFlow say of a shared library that is not there. TensorFlow names the one
 * that it wanted and then, after "dlerror:", the one that was missing, which may be a library of that library.
 */
const patterns = [
  // glibc's dlopen, with whatever stands before it (dlerror: …, with error: …).
  /([\w.+-]+\.so[\w.]*): cannot open shared object file/g,
  // macOS: dyld's.
  /Library not loaded: (?:\S*\/)?([\w.+-]+\.dylib)/g,
  // ldd's.
  /^\s*([\w.+-]+\.so[\w.]*) => not found/gm,
];

/** ONNX Runtime says which of its own files could not be loaded. */
const loadedFile = /Failed to load library (\S+\.so) with error/g;

/** Of TensorRT, which TensorFlow and ONNX Runtime look for and nothing here needs. */
const unneeded = /^libnv(infer|onnxparser|parsers)/;

/** @returns names of missing libraries in the order of their first mention */
export function missingLibraries(output: string): string[] {
  const names = patterns.flatMap((pattern) => [...output.matchAll(pattern)].map(([, name = '']) => name));
  return [...new Set(names)].filter((name) => !unneeded.test(name));
}

/** What each library belongs to, for a person who has to install it. */
const owners: readonly (readonly [RegExp, string])[] = [
  [/^libcuda\.so/, "NVIDIA's driver"],
  [/^libnvidia-/, "NVIDIA's driver"],
  [/^libcudart\.so\.11/, 'the CUDA 11 toolkit'],
  [/^libcudart\.so\.12/, 'the CUDA 12 toolkit'],
  [/^libcublas(Lt)?\.so\.11/, 'cuBLAS of the CUDA 11 toolkit'],
  [/^libcublas(Lt)?\.so\.12/, 'cuBLAS of the CUDA 12 toolkit'],
  [
    /^lib(cudart|cublas|cufft|curand|cusolver|cusparse|nvrtc|nvJitLink|nvToolsExt)/,
    'the toolkit of CUDA that the engine wants',
  ],
  [/^libcudnn.*\.so\.8/, 'cuDNN 8'],
  [/^libcudnn.*\.so\.9/, 'cuDNN 9'],
  [/^libcudnn/, 'cuDNN'],
  [/^libtensorflow/, "TensorFlow's library, which the install command downloads"],
  [/^libonnxruntime_providers/, "ONNX Runtime's provider, which the install command downloads"],
  [/^libvulkan/, "Vulkan's loader (Debian: libvulkan1)"],
];

/** "libcudart.so.11.0 (the CUDA 11 toolkit)" */
export function describeLibrary(name: string): string {
  const owner = owners.find(([pattern]) => pattern.test(name))?.[1];
  return owner === undefined ? name : `${name} (${owner})`;
}

/**
 * An engine's reason, and after it what a person has to do about it as far as that can be told from what its process
 * printed: exactly which libraries are missing (because the loader gives up at the first, ldd of the file that it could
 * not load is asked too), or that Node is too new for the package.
 *
 * @param ldd default: the system's; resolves with nothing where there is none
 */
export async function explainReason(
  reason: string,
  output: string,
  ldd: (file: string) => Promise<string> = runLdd,
): Promise<string> {
  const said = `${reason}\n${output}`;
  const whole = reason.trimEnd();
  const names = await missingIn(said, ldd);
  if (names.length > 0) {
    const verb = names.length === 1 ? 'is' : 'are';
    return `${whole} Not found here ${verb} ${names.map(describeLibrary).join(', ')}.`;
  }
  if (!nodeTooNew.test(said)) return reason;
  return `${whole} TensorFlow.js's packages for Node need Node 22 or older: this is ${process.version}.`;
}

/** @tensorflow/tfjs-node 4.22 calls functions of node:util that Node 23 no longer has (nodejs_kernel_backend.js). */
const nodeTooNew = /isNullOrUndefined\)? is not a function/;

async function missingIn(said: string, ldd: (file: string) => Promise<string>): Promise<string[]> {
  const files = [...said.matchAll(loadedFile)].map(([, file = '']) => file);
  const lists: string[] = [];
  // A relative name is looked for where the loader looks, which ldd does not know.
  for (const file of new Set(files)) {
    if (isAbsolute(file) && existsSync(file)) lists.push(await ldd(file));
  }
  return missingLibraries([said, ...lists].join('\n'));
}

const lddLimitMs = 10_000;

function runLdd(file: string): Promise<string> {
  return new Promise((resolve) => {
    execFile('ldd', [file], { timeout: lddLimitMs, killSignal: 'SIGKILL' }, (_error, output) =>
      resolve(output),
    );
  });
}
