/**
 * What tests/numerics/replicaGroup.test.ts asserts, measured in a process of its own, because a driver can end it: sessions
 * of a group beside sessions by themselves on the processor. Prints one JSON object.
 */
import { ReplicaGroup } from '@/lib/model/replicaGroup';
import {
  createModelSession,
  type ModelSession,
  type ModelSessionOptions,
  type TrainingState,
} from '@/lib/model/session';
import { batchOf, largestDifference, model, optimizer } from './smallModel';

const engine = 'onnx-webgpu';

/** Another order of tokens for each member, one shape for all at each step. */
const batchOfStep = (step: number, member: number) =>
  step % 2 === 0 ? batchOf(4, 4, undefined, member) : batchOf(2, 3, member === 1 ? undefined : 8, member);

interface Script {
  readonly seed: number;
  readonly dropout: number;
  readonly learningRate: number;
  /** It goes on from a state that was reached with so many steps by itself. */
  readonly from: number;
  readonly to: number;
  /** After these steps it evaluates and translates. */
  readonly looks: readonly number[];
  /** At this step its learning rate is not finite. */
  readonly breaksAt?: number;
}

const scripts: readonly Script[] = [
  { seed: 5, dropout: 0.1, learningRate: 1e-2, from: 0, to: 8, looks: [4, 8] },
  { seed: 6, dropout: 0, learningRate: 3e-3, from: 2, to: 8, looks: [4, 8] },
  // It stops before the others.
  { seed: 7, dropout: 0.3, learningRate: 1e-2, from: 0, to: 5, looks: [4, 5] },
  { seed: 8, dropout: 0.1, learningRate: 1e-2, from: 0, to: 8, looks: [], breaksAt: 3 },
];

const sources = [Int32Array.of(4, 9, 5), Int32Array.of(7), Int32Array.of(4, 5, 6, 7, 8, 9)];

interface Outcome {
  losses: number[];
  looks: { loss: number; tokens: number[][] }[];
  state: TrainingState;
  best: TrainingState;
  error: string | null;
}

function optionsOf({ seed, dropout }: Script): ModelSessionOptions {
  return { model: { ...model, dropout }, optimizer, seed, threads: 1 };
}

async function follow(session: ModelSession, script: Script, member: number): Promise<Outcome> {
  const { from, to, learningRate, looks, breaksAt } = script;
  const outcome: Pick<Outcome, 'losses' | 'looks' | 'error'> = { losses: [], looks: [], error: null };
  const early = await session.readParameters();
  try {
    for (let step = from + 1; step <= to; step += 1) {
      const rate = step === breaksAt ? Number.NaN : learningRate;
      await session.queueStep(batchOfStep(step, member), step, rate);
      if (step % 2 === 0) for (const { loss } of await session.settle()) outcome.losses.push(loss);
      if (!looks.includes(step)) continue;
      const { lossSum, targetTokens } = await session.evaluate(batchOf(3, 4, undefined, member));
      outcome.looks.push({ loss: lossSum / targetTokens, tokens: await session.greedyDecode(sources, 6) });
    }
  } catch (error) {
    outcome.error = String(error);
  }
  const state = await session.exportState();
  await session.writeParameters(early);
  return { ...outcome, state, best: await session.exportState() };
}

async function alone(script: Script, member: number): Promise<{ outcome: Outcome; start: TrainingState }> {
  const session = await createModelSession(optionsOf(script));
  for (let step = 1; step <= script.from; step += 1) {
    await session.trainStep(batchOfStep(step, member), step, script.learningRate);
  }
  const start = await session.exportState();
  const outcome = await follow(session, script, member);
  await session.dispose();
  return { outcome, start };
}

async function together(members: readonly { script: Script; start: TrainingState; member: number }[]) {
  const group = new ReplicaGroup(members.length, { engine, threads: 1, stepsInFlight: 3 });
  return Promise.all(
    members.map(async ({ script, start, member }, place) => {
      const session = await group.session(place, { ...optionsOf(script), engine });
      if (script.from > 0) await session.importState(start);
      const outcome = await follow(session, script, member);
      group.leave(place);
      await session.dispose();
      return { ...outcome, replicas: session.replicas };
    }),
  );
}

async function compared() {
  const expected: Awaited<ReturnType<typeof alone>>[] = [];
  for (const [member, script] of scripts.entries()) expected.push(await alone(script, member));
  const members = scripts.map((script, member) => ({
    script,
    member,
    start: expected[member]?.start ?? { step: 0, tensors: {} },
  }));
  const actual = await together(members);
  return expected.flatMap(({ outcome }, member) => {
    const other = actual[member];
    if (other === undefined) return [];
    const { losses, looks, error, replicas } = other;
    return {
      expected: { losses: outcome.losses, looks: outcome.looks, error: outcome.error },
      actual: { losses, looks, error, replicas },
      updates: [outcome.state.step, other.state.step],
      difference: largestDifference(outcome.state, other.state),
      bestDifference: largestDifference(outcome.best, other.best),
    };
  });
}

/** The same members in groups of two and of three. */
async function sizes() {
  const members = scripts.slice(0, 3).map((script, member) => ({
    script: { ...script, from: 0, to: 4, looks: [4] },
    start: { step: 0, tensors: {} },
    member,
  }));
  const [three, two, again] = [
    await together(members),
    await together(members.slice(0, 2)),
    await together(members),
  ];
  const differences = (others: typeof three) =>
    others.map(({ state }, place) => largestDifference(three[place]?.state ?? state, state));
  return { ofTwo: differences(two), again: differences(again) };
}

/** One is given up while the others wait for its next step. */
async function aborted() {
  const group = new ReplicaGroup(2, { engine, threads: 1 });
  const open = (place: number) => group.session(place, { model, optimizer, seed: place, threads: 1, engine });
  const [kept, given] = [await open(0), await open(1)];
  const steps = [kept, given].map((session, place) => session.queueStep(batchOfStep(1, place), 1, 1e-2));
  await Promise.all(steps);
  const waiting = kept.queueStep(batchOfStep(2, 0), 2, 1e-2);
  const later = given.evaluate(batchOf(2, 3)).catch(String);
  group.abort(1, new Error('cancelled'));
  await waiting;
  const report = {
    losses: (await kept.settle()).length,
    later: await later,
    step: await given.queueStep(batchOfStep(2, 1), 2, 1e-2).catch(String),
  };
  // Two batches of different shapes are no step.
  const other = new ReplicaGroup(2, { engine, threads: 1 });
  const pair = await Promise.all(
    [0, 1].map((place) => other.session(place, { model, optimizer, seed: 1, threads: 1, engine })),
  );
  const refused = await Promise.all(
    pair.map((session, place) => session.queueStep(batchOf(2 + place, 3), 1, 1e-2).catch(String)),
  );
  const wrong = await other
    .session(1, { model, optimizer: { ...optimizer, clipNorm: 2 }, seed: 1, threads: 1, engine })
    .catch(String);
  return { ...report, refused, wrong: String(wrong) };
}

export const report = { compared: await compared(), sizes: await sizes(), aborted: await aborted() };
process.stdout.write(JSON.stringify(report));
