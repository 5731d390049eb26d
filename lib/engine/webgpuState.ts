import { Tensor } from 'onnxruntime-node';
import { checkFirstValues, checkStateValues } from './tensors';
import type { EngineState, Signature, TensorSpec, TensorValues } from './types';
import { copyThroughGpu, type GpuTensor } from './webgpuSession';

/** A state in the GPU's memory. */
export class WebgpuState implements EngineState {
  readonly #tensors = new Map<string, GpuTensor>();

  private constructor(readonly signature: Signature) {}

  static async create(
    signature: Signature,
    values: Readonly<Record<string, TensorValues>>,
  ): Promise<WebgpuState> {
    const state = new WebgpuState(signature);
    await state.#upload(checkFirstValues(signature, values));
    return state;
  }

  tensor(name: string): Tensor {
    const held = this.#tensors.get(name);
    if (held === undefined) throw new RangeError(`the state has no tensor ${name}, or it is disposed`);
    return held.tensor;
  }

  /** Takes a tensor over, and disposes the one before it. */
  async replace(name: string, tensor: GpuTensor): Promise<void> {
    const previous = this.#tensors.get(name);
    this.#tensors.set(name, tensor);
    await previous?.dispose();
  }

  async read(names: readonly string[] = Object.keys(this.signature)): Promise<Record<string, TensorValues>> {
    const wanted = Object.entries(this.signature).filter(([name]) => names.includes(name));
    if (wanted.length === 0) return {};
    const tensors = Object.fromEntries(wanted.map(([name]) => [name, this.tensor(name)]));
    return { ...(await copyThroughGpu(Object.fromEntries(wanted), tensors, 'host')).host };
  }

  async write(values: Readonly<Record<string, TensorValues>>): Promise<void> {
    await this.#upload(checkStateValues(this.signature, values));
  }

  async dispose(): Promise<void> {
    const tensors = [...this.#tensors.values()];
    this.#tensors.clear();
    for (const tensor of tensors) await tensor.dispose();
  }

  async #upload(
    entries: readonly (readonly [name: string, spec: TensorSpec, values: TensorValues])[],
  ): Promise<void> {
    if (entries.length === 0) return;
    const signature = Object.fromEntries(entries.map(([name, spec]) => [name, spec]));
    const given = entries.map(
      ([name, { type, shape }, values]) => [name, new Tensor(type, values, shape)] as const,
    );
    const { resident } = await copyThroughGpu(signature, Object.fromEntries(given), 'gpu');
    for (const [name, tensor] of Object.entries(resident)) await this.replace(name, tensor);
  }
}
