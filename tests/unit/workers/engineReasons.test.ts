import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeLibrary, explainReason, missingLibraries } from '@/workers/engineReasons';

/**
 * Captured messages. TensorFlow's: github.com/tensorflow/tensorflow/issues/74459 (libtensorflow of tfjs-node-gpu) and
 * github.com/NVIDIA/tensorflow/issues/110; ONNX Runtime's: github.com/pykeio/ort/issues/548 and
 * github.com/microsoft/onnxruntime/issues/12540; Node's and ldd's: a library linked against two that were then taken
 * away, Node 20 and glibc 2.36 on Debian 12.
 */
const captured = {
  tensorflow:
    "2024-08-24 15:40:49.279326: W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library 'libcudart.so.11.0'; dlerror: libcudart.so.11.0: cannot open shared object file: No such file or directory\n2024-08-24 15:40:49.279356: I tensorflow/stream_executor/cuda/cudart_stub.cc:29] Ignore above cudart dlerror if you do not have a GPU set up on your machine.",
  dependency:
    "2024-06-19 16:06:44.995260: I tensorflow/stream_executor/platform/default/dso_loader.cc:49] Successfully opened dynamic library libcurand.so.10\n2024-06-19 16:06:44.996032: W tensorflow/stream_executor/platform/default/dso_loader.cc:60] Could not load dynamic library 'libcusolver.so.11'; dlerror: libnvJitLink.so.12: cannot open shared object file: No such file or directory",
  onnx: '[ONNXRuntimeError] : 1 : FAIL : Failed to load library /home/meh/devel/ort-cuda-13-fail/target/debug/libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file: No such file or directory\n',
  onnxRelative:
    'onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library libonnxruntime_providers_cuda.so with error: libcublas.so.11: cannot open shared object file: No such file or directory',
  node: 'libcudnn.so.9: cannot open shared object file: No such file or directory',
  ldd: '\tlinux-vdso.so.1 (0x00007f21666b9000)\n\tlibcudnn.so.9 => not found\n\tlibcublasLt.so.12 => not found\n\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f21665be000)\n',
};

describe('missing libraries', () => {
  it.each([
    ['TensorFlow', captured.tensorflow, ['libcudart.so.11.0']],
    [
      'a library that TensorFlow found, whose own library is missing',
      captured.dependency,
      ['libnvJitLink.so.12'],
    ],
    ['ONNX Runtime', captured.onnx, ['libcublasLt.so.12']],
    ['ONNX Runtime, an older one', captured.onnxRelative, ['libcublas.so.11']],
    ["Node's dlopen", captured.node, ['libcudnn.so.9']],
    ['ldd, which names all', captured.ldd, ['libcudnn.so.9', 'libcublasLt.so.12']],
    ['nobody', 'Created device /job:localhost/replica:0/task:0/device:GPU:0', []],
  ])('are named as %s does', (_who, output, expected) => {
    expect(missingLibraries(output)).toEqual(expected);
  });

  it('are named once, in the order of their mention, without those that nothing needs', () => {
    const tensorRt = captured.tensorflow.replaceAll('libcudart.so.11.0', 'libnvinfer.so.7');
    const output = [captured.tensorflow, tensorRt, captured.node, captured.tensorflow].join('\n');
    expect(missingLibraries(output)).toEqual(['libcudart.so.11.0', 'libcudnn.so.9']);
  });

  it.each([
    ['libcuda.so.1', "NVIDIA's driver"],
    ['libcudart.so.11.0', 'the CUDA 11 toolkit'],
    ['libcublasLt.so.12', 'cuBLAS of the CUDA 12 toolkit'],
    ['libcufft.so.11', 'the toolkit of CUDA that the engine wants'],
    ['libcudnn_ops.so.9', 'cuDNN 9'],
    ['libcudnn.so.8', 'cuDNN 8'],
  ])('%s belongs to %s', (name, owner) => {
    expect(describeLibrary(name)).toBe(`${name} (${owner})`);
  });

  it('follow the reason why an engine does not work', async () => {
    const reason = 'Engine tfjs-node-gpu is not available: TensorFlow found no CUDA device.';
    expect(await explainReason(reason, captured.tensorflow)).toBe(
      `${reason} Not found here is libcudart.so.11.0 (the CUDA 11 toolkit).`,
    );
    expect(await explainReason(reason, 'all is well')).toBe(reason);
  });

  it('are not all that can be missing: the package may be too old for Node', async () => {
    // Of Node 23.11.1, at the line of the package that calls it.
    const reason = '(0 , util_1.isNullOrUndefined) is not a function';
    expect(await explainReason(reason, '')).toMatch(/not a function .*need Node 22 or older: this is v\d/);
  });

  it('are completed by ldd where the loader named the file that it gave up at', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heldout-ldd-'));
    const provider = join(folder, 'libonnxruntime_providers_cuda.so');
    const said = captured.onnx.replace(/\/\S+\.so/, provider);
    const asked: string[] = [];
    const ldd = async (file: string) => {
      asked.push(file);
      return captured.ldd;
    };
    try {
      expect(await explainReason('It does not start.', said, ldd)).toBe(
        'It does not start. Not found here is libcublasLt.so.12 (cuBLAS of the CUDA 12 toolkit).',
      );
      await writeFile(provider, '');
      expect(await explainReason('It does not start.', said, ldd)).toBe(
        'It does not start. Not found here are libcublasLt.so.12 (cuBLAS of the CUDA 12 toolkit), libcudnn.so.9 (cuDNN 9).',
      );
      expect(asked).toEqual([provider]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
